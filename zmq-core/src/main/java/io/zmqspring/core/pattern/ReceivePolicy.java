package io.zmqspring.core.pattern;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.Padded;
import io.zmqspring.core.zmtp.Command;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whose message is received next. One for each socket, with the state of its rule. Called under the socket's receive
 * lock, except {@link #activate} and {@link #hasArrivals}.
 *
 * <p>While every message comes from one peer, {@link #next} finds it without a call of the rule itself. A rule ({@link
 * #choose}) allows that with {@link #sole}.
 */
public abstract class ReceivePolicy extends Padded {

    /** The pipes that may have messages. */
    final ActivePipes active = new ActivePipes();

    private @Nullable MessageReader sole;

    /**
     * Finds the reader whose message is next. A rule may refuse with an exception.
     *
     * @return a reader that has a message, or {@code null}; after taking the message, call {@link #taken}
     */
    public final @Nullable MessageReader next() {
        MessageReader reader = sole;
        if (reader != null && !active.hasArrivals() && reader.hasMessage()) {
            return reader;
        }
        sole = null;
        return choose();
    }

    /** The message of the reader last found was taken. */
    public final void taken() {
        if (sole == null) {
            advance();
        }
    }

    /**
     * Lets every peer rest, before the caller waits.
     *
     * @return a reader that has a message after all, or {@code null}: from now on {@link #activate} will be called
     */
    public final @Nullable MessageReader rest() {
        sole = null;
        return chooseOrRest();
    }

    /**
     * Takes the message of the reader last found.
     *
     * @param reader as {@link #next} or {@link #rest} returned it
     * @return the message, whole, with the frames the rule adds
     */
    public ZmqMessage takeMessage(MessageReader reader) {
        return reader.takeMessage();
    }

    /**
     * Copies the message of the reader last found, which stays: {@link MessageReader#takePeeked} takes it.
     *
     * @param reader as {@link #next} returned it
     * @param target gets the message, whole, with the frames the rule adds
     */
    public void peekInto(MessageReader reader, EncodedMessage target) {
        reader.peekInto(target);
    }

    /**
     * Gives the handler that is shown the frames of the messages found from now on, until it is asked for again.
     *
     * @param handler of the application
     * @return that handler, or one that calls it with the frames the rule adds
     */
    public FrameHandler handler(FrameHandler handler) {
        return handler;
    }

    /** {@return most messages that one call of the application may take} */
    public int maxMessagesPerCall() {
        return Integer.MAX_VALUE;
    }

    /**
     * The rule: as {@link #next}.
     *
     * @return as {@link #next}
     */
    protected abstract @Nullable MessageReader choose();

    /**
     * The rule before a wait: as {@link #rest}.
     *
     * @return as {@link #rest}
     */
    protected abstract @Nullable MessageReader chooseOrRest();

    /** The rule moves on behind the message that was taken. */
    protected abstract void advance();

    /**
     * Says, in {@link #choose}, that every further message comes from this peer until a pipe arrives, or until this one
     * has none.
     *
     * @param reader of that peer
     */
    protected final void sole(MessageReader reader) {
        sole = reader;
    }

    /**
     * A pipe takes part, or got messages. Called on the thread that brings them, without the lock; it must not wait. A
     * rule for messages that are not the application's may take them here: nobody else reads the pipe until it rests.
     *
     * @param pipe has messages, or may have
     */
    public void activate(Pipe pipe) {
        active.activate(pipe);
    }

    /**
     * Discards what waits in {@link #ownPipe}: nothing will be received any more.
     *
     * @return how many of it were messages of a peer's application, and are lost; subscriptions are none
     */
    public long discardUnread() {
        return 0;
    }

    /** {@return a pipe that the rule itself writes to, for the application to receive from, or {@code null}} */
    public @Nullable Pipe ownPipe() {
        return null;
    }

    /**
     * Sets the handler of subscriptions that peers send as messages. Called once, before anything else.
     *
     * @param handler takes them as the commands they stand for, on any thread
     */
    public void onUpstream(BiConsumer<Pipe, Command> handler) {}

    /** {@return whether a pipe got messages since the last look; any thread} */
    public final boolean hasArrivals() {
        return active.hasArrivals();
    }
}
