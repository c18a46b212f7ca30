package io.zmqspring.core.socket;

import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.pipe.Pipe;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counters of one socket, and its monitor listeners. Any thread may call it; nothing here waits or throws. */
final class SocketTally {

    private final ContextCore context;
    private final List<MonitorListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicLong reconnects = new AtomicLong();
    private final AtomicLong handshakeFailures = new AtomicLong();
    private final AtomicLong protocolViolations = new AtomicLong();
    private final AtomicLong lostEvents = new AtomicLong();

    /** @param context whose event thread calls the listeners */
    SocketTally(ContextCore context) {
        this.context = context;
    }

    /** @param listener notified of events from now on */
    void addListener(MonitorListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** @param listener not notified of further events */
    void removeListener(MonitorListener listener) {
        listeners.remove(Objects.requireNonNull(listener, "listener"));
    }

    /** Hands an event to the listeners, or counts it as lost. */
    void publish(MonitorEvent event) {
        if (!listeners.isEmpty() && !context.publish(event, listeners)) {
            lostEvents.incrementAndGet();
        }
    }

    /** {@return peers whose handshake is complete} */
    int connections() {
        return connections.get();
    }

    void countConnection(int change) {
        connections.addAndGet(change);
    }

    void countHandshakeFailure() {
        handshakeFailures.incrementAndGet();
    }

    void countProtocolViolation() {
        protocolViolations.incrementAndGet();
    }

    void countReconnect() {
        reconnects.incrementAndGet();
    }

    void countDropped(long count) {
        dropped.addAndGet(count);
    }

    /**
     * Counts messages that are given up and notifies the listeners, unless there are none.
     *
     * @param endpoint over which they were to go or had come
     * @param count how many
     * @param reason for people
     */
    void drop(String endpoint, long count, String reason) {
        if (count > 0) {
            countDropped(count);
            publish(new MonitorEvent.MessagesDropped(endpoint, count, reason));
        }
    }

    /**
     * Counts one message that a rule of the socket's type drops, and notifies the listeners.
     *
     * @param pipe to the peer it came from or was for, or {@code null} when there is none
     * @param endpoint over which it was to go when there is no peer, or {@code null} when there is none
     * @param reason for people
     */
    void dropByRule(@Nullable Pipe pipe, @Nullable String endpoint, String reason) {
        countDropped(1);
        if (!listeners.isEmpty()) {
            ZmqPeer peer = pipe == null ? null : pipe.peer();
            publish(new MonitorEvent.MessagesDropped(
                    peer == null ? String.valueOf(endpoint) : peer.endpoint(), 1, reason));
        }
    }

    /**
     * As {@link #drop}, of messages that were to be sent.
     *
     * @param endpoint over which they were to go
     * @param count how many
     * @param reason for people
     */
    void dropUnsent(String endpoint, long count, String reason) {
        unsent.addAndGet(count);
        drop(endpoint, count, reason);
    }

    /** {@return messages that were dropped before they were sent} */
    long unsent() {
        return unsent.get();
    }

    /**
     * Takes a snapshot.
     *
     * @param sent messages
     * @param received messages
     * @param queuedToSend messages
     * @param queuedToReceive messages
     * @return all that is counted of the socket
     */
    SocketCounters counters(long sent, long received, long queuedToSend, long queuedToReceive) {
        return new SocketCounters(
                sent,
                received,
                dropped.get(),
                queuedToSend,
                queuedToReceive,
                connections.get(),
                reconnects.get(),
                handshakeFailures.get(),
                protocolViolations.get(),
                lostEvents.get());
    }
}
