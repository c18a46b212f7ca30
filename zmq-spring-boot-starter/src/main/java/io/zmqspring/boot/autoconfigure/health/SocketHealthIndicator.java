package io.zmqspring.boot.autoconfigure.health;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.SocketCounters;
import java.util.List;
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
        List<String> silent =
                state == SocketState.OPEN ? EndpointDetails.silent(socket.bindings(), endpoints) : List.of();
        boolean lonely = peersRequired && counters.connections() == 0;

        builder.status(status(state, silent, lonely))
                .withDetail("type", socket.type())
                .withDetail("state", state)
                .withDetail("peers", counters.connections())
                .withDetail("endpoints", EndpointDetails.of(endpoints))
                .withDetail("counters", EndpointDetails.of(counters));
        if (!silent.isEmpty()) {
            builder.withDetail("notListening", silent);
        }
        if (lonely) {
            builder.withDetail("missingPeer", "no peer is connected, and zmq.health.require-peers names this socket");
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
}
