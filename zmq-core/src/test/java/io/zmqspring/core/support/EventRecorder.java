package io.zmqspring.core.support;

import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.MonitorListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Keeps the monitor events of a socket and waits for those a test expects. */
public final class EventRecorder implements MonitorListener {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<MonitorEvent> events = new CopyOnWriteArrayList<>();

    /**
     * Begins to record.
     *
     * @param socket whose events
     * @return the recorder
     */
    public static EventRecorder of(ZmqSocket socket) {
        EventRecorder recorder = new EventRecorder();
        socket.addMonitorListener(recorder);
        return recorder;
    }

    @Override
    public void onEvent(MonitorEvent event) {
        events.add(event);
    }

    /** {@return the first event of a kind, waiting for it} */
    public <E extends MonitorEvent> E await(Class<E> kind) {
        return await(kind, event -> true);
    }

    /** {@return the first event of a kind that fits, waiting for it} */
    public <E extends MonitorEvent> E await(Class<E> kind, Predicate<E> fits) {
        Awaitility.await()
                .alias(kind.getSimpleName() + " among the events")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> all(kind).stream().anyMatch(fits));
        return all(kind).stream().filter(fits).findFirst().orElseThrow();
    }

    /** Waits for a number of events of a kind. */
    public void awaitCount(int count, Class<? extends MonitorEvent> kind) {
        Awaitility.await()
                .alias(count + " times " + kind.getSimpleName())
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> all(kind).size() >= count);
    }

    /** {@return the events of a kind so far, in order} */
    public <E extends MonitorEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Shows all events so far. */
    @Override
    public String toString() {
        return events.toString();
    }
}
