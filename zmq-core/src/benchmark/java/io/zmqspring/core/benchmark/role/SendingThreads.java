package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that send on one socket at the same time. */
final class SendingThreads implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sender");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Future<Long>> sent = new ArrayList<>();

    SendingThreads(Outbound out, int count, SendingPlan plan) {
        for (int i = 0; i < count; i++) {
            int thread = i;
            sent.add(threads.submit(() -> plan.send(out.writer(), thread)));
        }
    }

    /** Waits for all threads and gives the number of messages sent. */
    long awaitSent() throws Exception {
        long sum = 0;
        for (Future<Long> thread : sent) {
            sum += thread.get();
        }
        return sum;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
