package io.zmqspring.sample.jupyter;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds out whether a kernel is ready: it answers {@code kernel_info_request}, and what it publishes meanwhile arrives.
 * The second matters, since a subscription takes a moment, and what is published before it is there reaches nobody.
 */
@Component
@JupyterProfile
class Readiness {

    private final KernelClient client;
    private volatile Probe probe = new Probe();

    Readiness(KernelClient client) {
        this.client = client;
    }

    /** Forgets the kernel before. */
    void begin() {
        probe = new Probe();
    }

    /** {@return what the kernel says about itself, or {@code null} when it has not yet, to be asked again} */
    @Nullable KernelMessage ask(Duration timeout) throws InterruptedException {
        Probe asking = probe;
        KernelMessage request = client.request("kernel_info_request", client.content());
        asking.requests.add(request.id());
        client.send(Channel.SHELL, request);
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        boolean ready = asking.published.await(timeout.toNanos(), TimeUnit.NANOSECONDS)
                && asking.replied.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        return ready ? asking.reply : null;
    }

    void onShell(KernelMessage message) {
        Probe asking = probe;
        if (message.type().equals("kernel_info_reply") && asking.requests.contains(message.parentId())) {
            asking.reply = message;
            asking.replied.countDown();
        }
    }

    void onIopub(KernelMessage message) {
        Probe asking = probe;
        if (asking.requests.contains(message.parentId())) {
            asking.published.countDown();
        }
    }

    /** The requests to one kernel. */
    private static final class Probe {

        private final Set<String> requests = ConcurrentHashMap.newKeySet();
        private final CountDownLatch replied = new CountDownLatch(1);
        private final CountDownLatch published = new CountDownLatch(1);
        private volatile @Nullable KernelMessage reply;
    }
}
