package io.zmqspring.core.socket;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pattern.SendPolicy;
import org.jspecify.annotations.Nullable;

/** What a poller or a proxy asks of the two halves of one socket. Any thread. */
public final class SocketHalves {

    private final SocketCore socket;
    private final ContextCore context;
    private final SendPolicy sending;
    private final SendSide sendSide;
    private final ReceiveSide receiveSide;
    private final IdleStrategy idleStrategy;

    SocketHalves(
            SocketCore socket,
            ContextCore context,
            SendPolicy sending,
            SendSide sendSide,
            ReceiveSide receiveSide,
            IdleStrategy idleStrategy) {
        this.socket = socket;
        this.context = context;
        this.sending = sending;
        this.sendSide = sendSide;
        this.receiveSide = receiveSide;
        this.idleStrategy = idleStrategy;
        sending.onTurned(this::onTurned);
    }

    /** A REQ or REP has sent or received: what waits for the other looks again. */
    private void onTurned() {
        sendSide.waitQueue.callWatchers();
        receiveSide.waitQueue.callWatchers();
    }

    /** {@return the type of the socket} */
    public SocketType type() {
        return socket.type();
    }

    /** {@return whether the socket is closed or closing} */
    public boolean isClosed() {
        return socket.isClosed();
    }

    /**
     * {@return whether a receive would find a message now; not while another thread's handler has the receiving half.
     * If not, the watchers of {@link #watchReadable} are called when that may have changed}
     */
    public boolean isReadable() {
        return receiveSide.isReadable();
    }

    /**
     * {@return whether a send would find room now, as far as that depends on the peers and not on the message. If not,
     * the watchers of {@link #watchWritable} are called when that may have changed}
     */
    public boolean isWritable() {
        try {
            return sendSide.ask(sending::isWritable);
        } catch (ZmqClosedException closed) {
            return false;
        }
    }

    /**
     * Adds a watcher of messages.
     *
     * @param watcher called, on any thread and maybe under locks, when the socket may have become readable or is
     *     closed; must not wait
     */
    public void watchReadable(Runnable watcher) {
        receiveSide.waitQueue.watch(watcher);
    }

    /**
     * Adds a watcher of room.
     *
     * @param watcher called, on any thread and maybe under locks, when the socket may have become writable or is
     *     closed; must not wait
     */
    public void watchWritable(Runnable watcher) {
        sendSide.waitQueue.watch(watcher);
    }

    /** @param watcher not called any more for messages, but for a call that has begun */
    public void unwatchReadable(Runnable watcher) {
        receiveSide.waitQueue.unwatch(watcher);
    }

    /** @param watcher not called any more for room, but for a call that has begun */
    public void unwatchWritable(Runnable watcher) {
        sendSide.waitQueue.unwatch(watcher);
    }

    /**
     * Creates a way for messages from this socket to another.
     *
     * @param to sends them
     * @param capture gets a copy of each, or {@code null}
     * @return the way, for one thread at a time
     */
    public Transfer transferTo(SocketHalves to, @Nullable SocketHalves capture) {
        return new Transfer(receiveSide, to.socket, capture == null ? null : capture.socket);
    }

    /**
     * Lets a little time pass before the caller looks for a message again.
     *
     * @param attempt how often it has looked in vain, from 0 on
     * @return whether it is to look again; if not, it had better sleep
     */
    public boolean pause(int attempt) {
        if (attempt >= idleStrategy.spins(true) && !idleStrategy.isBusySpin()) {
            return false;
        }
        IdleStrategy.pause(attempt, true);
        return true;
    }

    /** {@return what its socket shares with others} */
    ContextCore context() {
        return context;
    }

    /** Shows type and endpoints. */
    @Override
    public String toString() {
        return socket.toString();
    }
}
