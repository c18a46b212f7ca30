package io.zmqspring.socket;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.monitor.EndpointStatus;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out whether two sockets of one application meet at an endpoint. */
final class SharedEndpoints {

    private static final Pattern THIS_MACHINE =
            Pattern.compile("tcp://(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1?]|\\*):(\\d+)");

    private SharedEndpoints() {}

    /** {@return whether one connects to an endpoint that the other binds} */
    static boolean connect(RestartableSocket one, RestartableSocket other) {
        return intersect(connected(one), other.bindings()) || intersect(connected(other), one.bindings());
    }

    private static List<String> connected(RestartableSocket socket) {
        List<String> bindings = socket.bindings();
        return socket.endpoints().stream()
                .map(EndpointStatus::endpoint)
                .filter(endpoint -> !bindings.contains(endpoint))
                .toList();
    }

    private static boolean intersect(List<String> connected, List<String> bound) {
        List<String> places = bound.stream().map(SharedEndpoints::place).toList();
        return connected.stream().map(SharedEndpoints::place).anyMatch(places::contains);
    }

    /** {@return the endpoint, of one spelling for all addresses that mean this machine} */
    private static String place(String endpoint) {
        Matcher local = THIS_MACHINE.matcher(endpoint);
        return local.matches() ? "tcp://localhost:" + local.group(1) : endpoint;
    }
}
