package io.zmqspring.core.socket;

import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.MonitorListener;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * The event thread of a context: calls monitor listeners one event after the other, so that none of them can hold up an
 * I/O thread. What does not fit into its queue is lost, and counted by the socket. The thread exists only while there
 * are events.
 */
final class MonitorPublisher {

    private static final int MAX_WAITING = 10_000;
    private static final System.Logger LOGGER = System.getLogger(MonitorPublisher.class.getName());

    private final BlockingCalls calls;

    MonitorPublisher(ThreadFactory factory) {
        this.calls = new BlockingCalls(factory, 1, MAX_WAITING, MonitorPublisher::onError);
    }

    private static void onError(Throwable error) {
        LOGGER.log(System.Logger.Level.ERROR, "internal error on the event thread", error);
    }

    /**
     * {@return whether the event will be delivered; {@code false} when the queue is full or no thread can be started}
     */
    boolean publish(MonitorEvent event, List<MonitorListener> listeners) {
        return run(() -> deliver(event, listeners));
    }

    /**
     * Runs an action in turn with the events.
     *
     * @param action may block
     * @return whether it will run
     */
    boolean run(Runnable action) {
        try {
            calls.execute(action);
            return true;
        } catch (RuntimeException | Error fullOrWithoutThread) {
            return false;
        }
    }

    private static void deliver(MonitorEvent event, List<MonitorListener> listeners) {
        for (MonitorListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException | Error e) {
                logFailure(event, e);
            }
        }
    }

    private static void logFailure(MonitorEvent event, Throwable failure) {
        try {
            LOGGER.log(System.Logger.Level.WARNING, "a monitor listener failed at " + event, failure);
        } catch (RuntimeException | Error appenderFailed) {
            // The other listeners get the event all the same.
            failure.addSuppressed(appenderFailed);
        }
    }

    /** Delivers what is waiting and ends. */
    void close() {
        calls.finish();
    }
}
