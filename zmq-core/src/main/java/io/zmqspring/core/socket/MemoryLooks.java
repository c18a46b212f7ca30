package io.zmqspring.core.socket;

import io.zmqspring.core.connection.IoThread;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Looks for memory of a context after a while: other users of it give no notice when they free some. Any thread. */
final class MemoryLooks {

    private static final long LOOK_NS = 50_000_000;

    private final IoThreads ioThreads;
    private final Executor helpers;
    private final CountDownLatch terminated;

    /**
     * Creates the looks of one context.
     *
     * @param ioThreads of the context; none is started here
     * @param helpers threads that may wait; may refuse with an exception
     * @param terminated opened when the context has ended
     */
    MemoryLooks(IoThreads ioThreads, Executor helpers, CountDownLatch terminated) {
        this.ioThreads = ioThreads;
        this.helpers = helpers;
        this.terminated = terminated;
    }

    /**
     * Looks after 50 ms. Without I/O threads a helper thread looks: to start them would take memory, and call the
     * application's thread factory, on the thread of a sender. Neither waits nor throws.
     *
     * @param look what is done then
     * @return whether it will be done; {@code false} when the context is closed or can start no thread now
     */
    boolean later(Runnable look) {
        try {
            List<IoThread> present = ioThreads.all();
            if (present.isEmpty()) {
                helpers.execute(() -> afterAWhile(look));
            } else {
                present.get(0).later(LOOK_NS, look);
            }
            return true;
        } catch (RuntimeException | Error noThread) {
            return false;
        }
    }

    private void afterAWhile(Runnable look) {
        try {
            terminated.await(LOOK_NS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            look.run();
        }
    }
}
