package io.zmqspring.boot.autoconfigure.health;

import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.SocketCounters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Details that the health of sockets and requesters has in common. */
final class EndpointDetails {

    private EndpointDetails() {}

    /** {@return the bindings that do not listen} */
    static List<String> silent(List<String> bindings, List<EndpointStatus> endpoints) {
        List<String> listening = endpoints.stream()
                .filter(endpoint -> endpoint.state() == EndpointStatus.State.LISTENING)
                .map(EndpointStatus::endpoint)
                .toList();
        return bindings.stream().filter(binding -> !listening.contains(binding)).toList();
    }

    static List<Map<String, Object>> of(List<EndpointStatus> endpoints) {
        return endpoints.stream().map(EndpointDetails::of).toList();
    }

    private static Map<String, Object> of(EndpointStatus endpoint) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("endpoint", endpoint.endpoint());
        details.put("state", endpoint.state());
        details.put("peers", endpoint.peers());
        if (endpoint.lastError() != null) {
            details.put("lastError", endpoint.lastError());
        }
        return details;
    }

    static Map<String, Object> of(SocketCounters counters) {
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
