package io.zmqspring.boot.autoconfigure.health;

import io.zmqspring.core.ProxyStatistics;
import io.zmqspring.socket.NamedProxy;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** Health of one proxy: down when it has ended by itself, or does not run although it should. */
final class ProxyHealthIndicator extends AbstractHealthIndicator {

    private final NamedProxy proxy;

    ProxyHealthIndicator(NamedProxy proxy) {
        super("health of ZeroMQ proxy '" + proxy.name() + "' could not be read");
        this.proxy = proxy;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        ProxyStatistics statistics = proxy.statistics();
        builder.status(status())
                .withDetail("state", proxy.state())
                .withDetail("frontend", proxy.frontend().name())
                .withDetail("backend", proxy.backend().name())
                .withDetail("fromFrontend", statistics.frontendReceived().messages())
                .withDetail("fromBackend", statistics.backendReceived().messages())
                .withDetail("refused", statistics.refused());
        proxy.failure().ifPresent(builder::withException);
    }

    private Status status() {
        if (proxy.isRunning()) {
            return Status.UP;
        }
        return proxy.isAutoStartup() || proxy.failure().isPresent() ? Status.DOWN : Status.UNKNOWN;
    }
}
