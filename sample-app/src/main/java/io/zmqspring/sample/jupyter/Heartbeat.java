package io.zmqspring.sample.jupyter;

import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.socket.NamedRequester;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sends a few bytes every second, which the kernel sends back, also while code runs. {@code application-jupyter.yml}
 * says how long one may take.
 */
@Component("kernelHeartbeat")
@JupyterProfile
class Heartbeat {

    private final AtomicInteger missed = new AtomicInteger();
    private final NamedRequester requester;
    private final Kernel kernel;
    private final int most;

    Heartbeat(@Qualifier("kernel-heartbeat") NamedRequester requester, Kernel kernel, JupyterProperties properties) {
        this.requester = requester;
        this.kernel = kernel;
        this.most = properties.missedHeartbeats();
    }

    @Scheduled(fixedRate = 1000)
    void beat() {
        if (requester.state() == SocketState.OPEN) {
            requester
                    .requestAsync("ping".getBytes(StandardCharsets.US_ASCII))
                    .whenComplete((echo, failure) -> done(failure));
        } else {
            missed.set(0);
        }
    }

    private void done(@Nullable Throwable failure) {
        if (failure == null) {
            missed.set(0);
            kernel.answers();
        } else if (missed.incrementAndGet() >= most) {
            kernel.isSilent(missed.get());
        }
    }
}
