package io.zmqspring.core.pattern;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.Padded;
import io.zmqspring.core.zmtp.Command;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * To which peers a message goes, and what becomes of it when they have no room. One for each socket, with the state of
 * its rule. Called under the socket's send lock, except {@link #activate}, {@link #hasArrivals} and {@link #passesOn}.
 *
 * <p>While every message goes to one peer, {@link #sendToSole} sends it without a call of the rule itself. A rule
 * ({@link #choose}) allows that with {@link #sole}.
 */
public abstract class SendPolicy extends Padded {

    /** Returned by {@link #route} when no peer is to be woken: the message is dropped, or its peers are woken. */
    protected static final MessageWriter NOBODY = nobody();

    private static final byte[] EMPTY = {};

    private static final MessageWriter[] NO_WRITERS = {};

    /** The pipes that may have room. */
    final ActivePipes active = new ActivePipes();

    private @Nullable MessageWriter sole;

    /** Written to, and their consumers not looked at yet; grows by doubling. */
    private MessageWriter[] unwoken = NO_WRITERS;

    private int unwokenCount;

    private static MessageWriter nobody() {
        FrameQueue queue = new FrameQueue(new BufferPool(0), 1, 1);
        queue.consumer().resume();
        return new MessageWriter(queue);
    }

    /**
     * Sends a message if one peer gets every message and has room at once.
     *
     * @param content as {@link MessageWriter#write} takes it
     * @return where it was written, or {@code null}: then {@link #route} is to send it
     */
    public final @Nullable MessageWriter sendToSole(Object content) {
        MessageWriter writer = sole;
        return writer != null && !active.hasArrivals() && writer.write(content, false) ? writer : null;
    }

    /**
     * Sends a message by the rule. A rule may refuse it with an exception.
     *
     * @param content as {@link MessageWriter#write} takes it
     * @param mayGrow whether to take as much memory as the high-water mark allows
     * @return where it was written, so that the caller wakes the consumer there; {@link #NOBODY}, also when the rule
     *     says to drop it; or {@code null} when the sender is to wait for room
     */
    public final @Nullable MessageWriter route(Object content, boolean mayGrow) {
        sole = null;
        return choose(content, mayGrow);
    }

    /**
     * The rule: as {@link #route}.
     *
     * @param content as {@link MessageWriter#write} takes it
     * @param mayGrow whether to take as much memory as the high-water mark allows
     * @return as {@link #route}
     */
    protected abstract @Nullable MessageWriter choose(Object content, boolean mayGrow);

    /**
     * Says, in {@link #choose}, that this peer gets every further message until a pipe arrives, or until it has no room
     * or is gone.
     *
     * @param writer of that peer
     */
    protected final void sole(MessageWriter writer) {
        sole = writer;
    }

    /**
     * Notes that a message was written whose consumer the caller is to wake once it has given the lock back: the
     * consumer of an {@code inproc} peer may need that lock.
     *
     * @param writer of a peer
     */
    protected final void wakeLater(MessageWriter writer) {
        if (unwokenCount == unwoken.length) {
            unwoken = Arrays.copyOf(unwoken, Math.max(1, 2 * unwokenCount));
        }
        unwoken[unwokenCount++] = writer;
    }

    /**
     * {@return what was written to beside what {@link #route} returned: the caller wakes the consumers, without lock}
     */
    public final MessageWriter[] takeUnwoken() {
        if (unwokenCount == 0) {
            return NO_WRITERS;
        }
        MessageWriter[] taken = unwokenCount == unwoken.length ? unwoken : Arrays.copyOf(unwoken, unwokenCount);
        unwoken = NO_WRITERS;
        unwokenCount = 0;
        return taken;
    }

    /** The next message is routed by the rule. */
    public final void reconsider() {
        sole = null;
    }

    /**
     * No message may be written to a pipe any more.
     *
     * @param pipe {@link Pipe#isClosedToSend} since just now
     */
    public void closedToSend(Pipe pipe) {
        sole = null;
    }

    /**
     * A pipe takes part, or got room. Any thread, without the lock.
     *
     * @param pipe has room, or may have
     */
    public void activate(Pipe pipe) {
        active.activate(pipe);
    }

    /** {@return whether a pipe got room since the last send; any thread} */
    public final boolean hasArrivals() {
        return active.hasArrivals();
    }

    /**
     * Writes an empty message to a pipe, so that a ROUTER there receives the routing id (libzmq ZMQ_PROBE_ROUTER). The
     * pipe is empty.
     *
     * @param pipe attached just now
     */
    protected static void probe(Pipe pipe) {
        MessageWriter writer = pipe.requireWriter();
        if (writer.write(EMPTY, true)) {
            writer.consumer().wakeAfterPublish();
        }
    }

    /**
     * A pipe begins to take part, before {@link #activate} and before anything else is written to it. A rule may write
     * to it.
     *
     * @param pipe attached
     * @return whether it takes part; {@code false} when another peer has the routing id that was given to it
     */
    public boolean attached(Pipe pipe) {
        return true;
    }

    /**
     * A pipe takes part no more.
     *
     * @param pipe is gone
     */
    public final void remove(Pipe pipe) {
        sole = null;
        active.remove(pipe);
        removed(pipe);
    }

    /**
     * The rule forgets a pipe.
     *
     * @param pipe is gone
     */
    protected void removed(Pipe pipe) {}

    /**
     * A peer's handshake succeeded, the first of this pipe or a later one. Called on a thread that must not wait,
     * before a message of this peer is read or one is written to it.
     *
     * @param pipe attached, or about to be ({@code inproc}); {@link Pipe#peer} is the peer
     * @return why the socket refuses this peer, or {@code null} when it does not
     * @throws ZmqProtocolViolationException when the peer may not be what it says it is
     */
    public @Nullable String connected(Pipe pipe) {
        return null;
    }

    /**
     * A peer has gone, also one that was refused; its pipe may stay for the next. Called on a thread that must not
     * wait.
     *
     * @param pipe maybe attached
     */
    public void disconnected(Pipe pipe) {}

    /**
     * A peer sent a command that is not for the connection itself, such as SUBSCRIBE. Called on a thread that must not
     * wait. Unknown ones are ignored.
     *
     * @param pipe attached
     * @param command as it came
     */
    public void onCommand(Pipe pipe, Command command) {}

    /**
     * {@return whether any sender that waits may use the room of any peer, so that waking one is enough; if not, all
     * are woken}
     */
    public boolean sharesRoom() {
        return true;
    }

    /**
     * {@return whether a message can be sent now, as far as that can be known without the message; if not, the socket's
     * waiting senders are woken when that may have changed}
     */
    public boolean isWritable() {
        return true;
    }

    /**
     * Sets a listener for a socket whose application alternates between its two halves.
     *
     * @param listener called, under locks, when the other half is in turn from now on; it does not wait
     */
    public void onTurned(Runnable listener) {}

    /**
     * Counts what is lost with a queue.
     *
     * @param left by a lost peer, and given up after this call; the caller holds both ends
     * @return messages of the application in it, without what the rule itself put there
     */
    public long unsentMessages(FrameQueue left) {
        return left.size();
    }

    /** {@return whether what a lost peer left unsent may go to another; if not, it is dropped} */
    public boolean passesOn() {
        return false;
    }

    /** {@return whether a peer may have room for what a lost one left} */
    public boolean mayHaveRoom() {
        return false;
    }
}
