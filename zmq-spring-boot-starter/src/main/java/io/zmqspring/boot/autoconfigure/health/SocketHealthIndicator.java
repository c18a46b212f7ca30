package io.zmqspring.boot.autoconfigure.health;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.SocketCounters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of one named socket: down when it is not open although it should be, when it does not listen where it is
 * bound, or when it has no peer and must have one. An endpoint that is still connecting is a detail.
 */
final class SocketHealthIndicator extends AbstractHealthIndicator {

    private final RestartableSocket socket;
    private final boolean autoStartup;
    private final boolean peersRequired;

    SocketHealthIndicator(RestartableSocket socket, boolean autoStartup, boolean peersRequired) {
        super("health of ZeroMQ socket '" + socket.name() + "' could not be read");
        this.socket = socket;
        this.autoStartup = autoStartup;
        this.peersRequired = peersRequired;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        SocketState state = socket.state();
        List<EndpointStatus> endpoints = socket.endpoints();
        SocketCounters counters = socket.counters();
        List<String> silent = state == SocketState.OPEN ? silentBindings(endpoints) : List.of();
        boolean lonely = peersRequired && counters.connections() == 0;

        builder.status(status(state, silent, lonely))
                .withDetail("type", socket.type())
                .withDetail("state", state)
                .withDetail("peers", counters.connections())
                .withDetail(
                        "endpoints",
                        endpoints.stream().map(SocketHealthIndicator::details).toList())
                .withDetail("counters", details(counters));
        if (!silent.isEmpty()) {
            builder.withDetail("notListening", silent);
        }
        if (lonely) {
            builder.withDetail("missingPeer", "zmq.health.require-peers names this socket");
        }
        socket.failure().ifPresent(builder::withException);
    }

    private Status status(SocketState state, List<String> silent, boolean lonely) {
        return switch (state) {
            case OPEN -> silent.isEmpty() && !lonely ? Status.UP : Status.DOWN;
            case FAILED, CLOSED -> Status.DOWN;
            case NEW, STOPPED -> autoStartup || peersRequired ? Status.DOWN : Status.UNKNOWN;
        };
    }

    private List<String> silentBindings(List<EndpointStatus> endpoints) {
        List<String> listening = endpoints.stream()
                .filter(endpoint -> endpoint.state() == EndpointStatus.State.LISTENING)
                .map(EndpointStatus::endpoint)
                .toList();
        return socket.bindings().stream()
                .filter(binding -> !listening.contains(binding))
                .toList();
    }

    private static Map<String, Object> details(EndpointStatus endpoint) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("endpoint", endpoint.endpoint());
        details.put("state", endpoint.state());
        details.put("peers", endpoint.peers());
        if (endpoint.lastError() != null) {
            details.put("lastError", endpoint.lastError());
        }
        return details;
    }

    private static Map<String, Object> details(SocketCounters counters) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("sent", counters.sent());
        details.put("received", counters.received());
        details.put("dropped", counters.dropped());
        details.put("queuedToSend", counters.queuedToSend());
        details.put("queuedToReceive", counters.queuedToReceive());
        details.put("reconnects", counters.reconnects());
        details.put("handshakeFailures", counters.handshakeFailures());
        details.put("protocolViolations", counters.protocolViolations());
        return details;
    }
}
