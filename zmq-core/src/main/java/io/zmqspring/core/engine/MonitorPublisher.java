package io.zmqspring.core.engine;

import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.MonitorListener;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The event thread of a context: calls monitor listeners one event after the other, so that none of them can hold up an I/O thread. What
 * does not fit into its queue is lost, and counted by the socket. The thread exists only while there are events.
 */
final class MonitorPublisher {

    private static final int MOST_WAITING = 10_000;
    private static final System.Logger LOGGER = System.getLogger(MonitorPublisher.class.getName());

    private final ThreadPoolExecutor executor;

    MonitorPublisher(ThreadFactory factory) {
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                factory,
                new ThreadPoolExecutor.AbortPolicy());
        executor.allowCoreThreadTimeOut(true);
    }

    /** {@return whether the event will be delivered; {@code false} when the queue is full or no thread can be started} */
    boolean publish(MonitorEvent event, List<MonitorListener> listeners) {
        try {
            executor.execute(() -> deliver(event, listeners));
            return true;
        } catch (RuntimeException | Error fullOrWithoutThread) {
            return false;
        }
    }

    /**
     * Runs an action in turn with the events.
     *
     * @param action may block
     * @return whether it will run
     */
    boolean run(Runnable action) {
        try {
            executor.execute(action);
            return true;
        } catch (java.util.concurrent.RejectedExecutionException | OutOfMemoryError full) {
            return false;
        }
    }

    private static void deliver(MonitorEvent event, List<MonitorListener> listeners) {
        for (MonitorListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException | Error e) {
                LOGGER.log(System.Logger.Level.WARNING, "a monitor listener failed at " + event, e);
            }
        }
    }

    /** Delivers what is waiting and ends. */
    void close() {
        executor.shutdown();
    }
}
