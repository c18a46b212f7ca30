package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.SpinLock;
import org.jspecify.annotations.Nullable;

/**
 * The state that the two halves of a REQ or REP socket share: whether a request or a reply is next, and which envelope
 * belongs to it (28/REQREP). Every method needs the lock, which a thread takes while it has the lock of one half.
 */
abstract class Exchange implements MessageFilter {

    private final SpinLock lock = new SpinLock();
    private @Nullable MessageReader accepted;
    private volatile Runnable turned = () -> {};

    final void lock() {
        lock.lock();
    }

    final void unlock() {
        lock.unlock();
    }

    /** @param listener called under the locks when the other half is in turn from now on; it does not wait */
    final void onTurned(Runnable listener) {
        turned = listener;
    }

    /** What may be done next has changed. */
    final void turn() {
        turned.run();
    }

    /**
     * Refuses a receive that is out of order.
     *
     * @throws io.zmqspring.core.error.ZmqStateException when nothing may be received now
     */
    abstract void requireMayReceive();

    /** The message that was accepted last is taken. */
    abstract void onReceived();

    /**
     * Takes the envelope off a message of a peer.
     *
     * @return why the message is dropped, or {@code null} when it is accepted
     */
    abstract @Nullable String takeEnvelope(Pipe pipe, MessageReader reader);

    /** A message that was accepted and not taken, since the call could not take it, is accepted again. */
    @Override
    public final @Nullable String refusal(Pipe pipe, MessageReader reader) {
        if (reader == accepted) {
            return null;
        }
        String refusal = takeEnvelope(pipe, reader);
        if (refusal == null) {
            accepted = reader;
        }
        return refusal;
    }

    /** The message that was accepted is taken, unless it was given up meanwhile. */
    final void taken() {
        if (accepted != null) {
            accepted = null;
            onReceived();
            turn();
        }
    }

    /** Gives up the message that was accepted, if there is one. */
    final void giveUpAccepted() {
        accepted = null;
    }
}
