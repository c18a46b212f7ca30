package io.zmqspring.core.lifecycle;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for calls of an application that a thread of ours must not wait for. */
public final class DaemonThreads {

    private static final int FEW = 4;
    private static final int IDLE_SECONDS = 10;

    private DaemonThreads() {}

    /**
     * Creates an executor of up to 4 daemon threads, which end when they have had nothing to do for 10 seconds: so it
     * need not be closed. Tasks beyond that wait, without a limit.
     *
     * @param prefix of their names; a number follows
     * @return the executor
     */
    public static Executor few(String prefix) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(FEW, FEW, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, prefix + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
