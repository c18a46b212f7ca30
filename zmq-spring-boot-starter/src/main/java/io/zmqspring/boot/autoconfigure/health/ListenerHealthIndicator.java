package io.zmqspring.boot.autoconfigure.health;

import io.zmqspring.listener.ContainerState;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of one listener container: down when it has failed, or does not run although it should. A failing listener is
 * a detail.
 */
final class ListenerHealthIndicator extends AbstractHealthIndicator {

    private final ZmqMessageListenerContainer container;

    ListenerHealthIndicator(ZmqMessageListenerContainer container) {
        super("health of ZeroMQ listener '" + container.getListenerId() + "' could not be read");
        this.container = container;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        ContainerState state = container.getState();
        builder.status(status(state))
                .withDetail("socket", container.getSocketName())
                .withDetail("state", state)
                .withDetail("paused", container.isPaused())
                .withDetail("concurrency", container.getConcurrency())
                .withDetail("counters", details(container.getCounters()));
        container.getLastListenerFailure().ifPresent(last -> builder.withDetail("lastFailure", last.toString()));
        container.getFailure().ifPresent(builder::withException);
    }

    private Status status(ContainerState state) {
        return switch (state) {
            case RUNNING -> Status.UP;
            case FAILED -> Status.DOWN;
            case STOPPED, STOPPING -> container.isAutoStartup() ? Status.DOWN : Status.UNKNOWN;
        };
    }

    private static Map<String, Object> details(ListenerCounters counters) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("received", counters.received());
        details.put("handled", counters.handled());
        details.put("failed", counters.failed());
        details.put("pending", counters.pending());
        return details;
    }
}
