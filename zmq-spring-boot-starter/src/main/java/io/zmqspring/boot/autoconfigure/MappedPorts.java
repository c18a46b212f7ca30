package io.zmqspring.boot.autoconfigure;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends connections to a service, such as a container, whose ports are mapped: a configured {@code tcp} endpoint whose
 * port is one of the service's goes there, whatever host it names. Others stay.
 */
public final class MappedPorts {

    private static final Pattern TCP = Pattern.compile("tcp://.*:(\\d+)");

    private MappedPorts() {}

    /**
     * Maps endpoints.
     *
     * @param configured the endpoints
     * @param host of the service
     * @param ports gives where one of its ports is reached, or {@code null} for a port that it has not
     * @return the endpoints to use
     */
    public static List<String> map(List<String> configured, String host, Function<Integer, @Nullable Integer> ports) {
        return configured.stream()
                .map(endpoint -> {
                    Matcher tcp = TCP.matcher(endpoint);
                    Integer mapped = tcp.matches() ? ports.apply(Integer.valueOf(tcp.group(1))) : null;
                    return mapped == null ? endpoint : "tcp://" + host + ":" + mapped;
                })
                .toList();
    }
}
