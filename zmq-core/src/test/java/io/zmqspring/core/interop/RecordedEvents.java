package io.zmqspring.core.interop;

import static org.awaitility.Awaitility.await;

import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.monitor.MonitorEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened to a socket since it was made. */
final class RecordedEvents {

    private final List<MonitorEvent> events = new CopyOnWriteArrayList<>();

    private RecordedEvents() {}

    static RecordedEvents of(ZmqSocket socket) {
        RecordedEvents recorded = new RecordedEvents();
        socket.addMonitorListener(recorded.events::add);
        return recorded;
    }

    /** {@return those of one kind, in order} */
    <E extends MonitorEvent> List<E> ofKind(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** {@return how many connected and did not say a word} */
    int mutePeers() {
        return (int) ofKind(MonitorEvent.HandshakeFailed.class).stream()
                .filter(failed -> failed.reason().endsWith("the peer sent nothing"))
                .count();
    }

    /** Waits until the connection was lost, since the last call. */
    void awaitDisconnected() {
        await().atMost(Limits.WAIT).until(() -> events.removeIf(event -> event instanceof MonitorEvent.Disconnected));
    }

    @Override
    public String toString() {
        return events.toString();
    }
}
