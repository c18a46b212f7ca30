package io.zmqspring.support;

import java.util.concurrent.CompletableFuture;

/** Threads of tests. */
public final class TestThreads {

    private TestThreads() {}

    /**
     * Runs a task on a thread of its own. Tasks that wait for each other do not get through in the common pool: it has
     * one thread where there are two processors.
     *
     * @param task runs at once
     * @return is complete when the task is
     */
    public static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, runnable -> {
            Thread thread = new Thread(runnable, "test");
            thread.setDaemon(true);
            thread.start();
        });
    }
}
