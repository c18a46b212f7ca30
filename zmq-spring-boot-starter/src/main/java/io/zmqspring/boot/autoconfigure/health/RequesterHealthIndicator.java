package io.zmqspring.boot.autoconfigure.health;

import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.socket.NamedRequester;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** Health of one named requester, by the rules of {@link SocketHealthIndicator}. */
final class RequesterHealthIndicator extends AbstractHealthIndicator {

    private final NamedRequester requester;
    private final boolean peersRequired;

    RequesterHealthIndicator(NamedRequester requester, boolean peersRequired) {
        super("health of ZeroMQ requester '" + requester.name() + "' could not be read");
        this.requester = requester;
        this.peersRequired = peersRequired;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        SocketState state = requester.state();
        List<EndpointStatus> endpoints = requester.endpoints();
        List<String> silent =
                state == SocketState.OPEN ? EndpointDetails.silent(requester.bindings(), endpoints) : List.of();
        int peers = requester.peers().size();
        boolean lonely = peersRequired && peers == 0;
        builder.status(status(state, silent, lonely))
                .withDetail("state", state)
                .withDetail("peers", peers)
                .withDetail("endpoints", EndpointDetails.of(endpoints))
                .withDetail("requests", details(requester.counters()))
                .withDetail("counters", EndpointDetails.of(requester.socketCounters()));
        if (!silent.isEmpty()) {
            builder.withDetail("notListening", silent);
        }
        if (lonely) {
            builder.withDetail(
                    "missingPeer", "no peer is connected, and zmq.health.require-peers names this requester");
        }
        requester.failure().ifPresent(builder::withException);
    }

    private Status status(SocketState state, List<String> silent, boolean lonely) {
        return switch (state) {
            case OPEN -> silent.isEmpty() && !lonely ? Status.UP : Status.DOWN;
            case FAILED, CLOSED -> Status.DOWN;
            case NEW, STOPPED -> requester.isAutoStartup() || peersRequired ? Status.DOWN : Status.UNKNOWN;
        };
    }

    private static Map<String, Object> details(RequesterCounters counters) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("inFlight", counters.inFlight());
        details.put("waiting", counters.waiting());
        details.put("answered", counters.answered());
        details.put("timedOut", counters.timedOut());
        details.put("departed", counters.departed());
        details.put("refused", counters.refused());
        details.put("failed", counters.failed());
        return details;
    }
}
