package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.ConsumerEnd;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message to many pipes: encodes it once, copies the encoded bytes into each pipe's ring and shares large
 * bodies by reference ({@link EncodedMessage}). The pipes are given one by one with {@link #add}; {@link #send} and
 * {@link #sendToAllOrWait} forget them. Called under the socket's send lock.
 *
 * <p>The sender's thread writes to no channel of many: each connection's I/O thread is asked once to look after its
 * queue. A sole pipe is returned to the caller, which may write to its channel at once.
 */
public final class FanOut {

    /**
     * For up to so many pipes a full queue is handed to the operating system before a message is dropped: a system call
     * for a thousand messages or half a megabyte. More pipes fill up all at once, and the caller would be held up.
     */
    private static final int ASSISTED_PIPES = 8;

    private final EncodedMessage encoded = new EncodedMessage();
    private Pipe[] pipes = new Pipe[8];
    private int count;

    /** Handles a message that a pipe has no room for. */
    @FunctionalInterface
    public interface OverflowListener {

        /**
         * One message was not written.
         *
         * @param pipe without room
         */
        void overflowed(Pipe pipe);
    }

    /** Creates one without pipes. */
    public FanOut() {}

    /** @param pipe attached, added once */
    public void add(Pipe pipe) {
        if (count == pipes.length) {
            pipes = Arrays.copyOf(pipes, count << 1);
        }
        pipes[count++] = pipe;
    }

    /** {@return pipes added} */
    public int size() {
        return count;
    }

    /** Forgets the pipes. */
    public void clear() {
        Arrays.fill(pipes, 0, count, null);
        count = 0;
    }

    /**
     * Writes a message to each pipe that has room, and forgets the pipes.
     *
     * @param content a {@code byte[]}, {@link ByteBuffer} (its position moves to its limit) or message
     * @param overflow called for each pipe without room
     * @return where it was written when there is one pipe only, so that the caller wakes the consumer there; else
     *     {@code null}: the consumers are woken
     */
    public @Nullable MessageWriter send(Object content, OverflowListener overflow) {
        try {
            if (count == 1) {
                return sendToSole(pipes[0], content, overflow);
            }
            if (count > 1) {
                writeToAll(encoded.encode(content), overflow);
                wakeAll();
            }
            finish(content);
            return null;
        } finally {
            encoded.clear();
            clear();
        }
    }

    private static @Nullable MessageWriter sendToSole(Pipe pipe, Object content, OverflowListener overflow) {
        if (write(pipe, content, true)) {
            return pipe.requireWriter();
        }
        overflow.overflowed(pipe);
        finish(content);
        return null;
    }

    private void writeToAll(EncodedMessage message, OverflowListener overflow) {
        boolean assisted = count <= ASSISTED_PIPES;
        for (int i = 0; i < count; i++) {
            if (!write(pipes[i], message, assisted)) {
                overflow.overflowed(pipes[i]);
            }
        }
    }

    private static boolean write(Pipe pipe, Object content, boolean assisted) {
        if (pipe.isClosedToSend()) {
            return true;
        }
        MessageWriter writer = pipe.requireWriter();
        if (writer.write(content, false)) {
            return true;
        }
        FrameQueue queue = pipe.outgoing();
        return assisted && queue.assist(writer.position(), writer.messages()) && writer.write(content, false)
                || writer.write(content, true);
    }

    /**
     * Writes a message to all pipes or to none, and forgets the pipes. A pipe without room waits for it.
     *
     * @param content as {@link #send} takes it
     * @return whether it was written, and the consumers are woken
     */
    public boolean sendToAllOrWait(Object content) {
        try {
            encoded.encode(content);
            for (int i = 0; i < count; i++) {
                if (!pipes[i].isClosedToSend() && !pipes[i].reserveOrWait(encoded)) {
                    return false;
                }
            }
            for (int i = 0; i < count; i++) {
                if (!pipes[i].isClosedToSend()) {
                    pipes[i].requireWriter().write(encoded, true);
                }
            }
            wakeAll();
            finish(content);
            return true;
        } finally {
            encoded.clear();
            clear();
        }
    }

    private void wakeAll() {
        for (int i = 0; i < count; i++) {
            ConsumerEnd consumer = pipes[i].requireWriter().consumer();
            if (consumer.isResting()) {
                consumer.wakeAmongMany();
            }
        }
    }

    private static void finish(Object content) {
        if (content instanceof ByteBuffer body) {
            body.position(body.limit());
        }
    }
}
