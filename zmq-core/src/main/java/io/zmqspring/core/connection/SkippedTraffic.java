package io.zmqspring.core.connection;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.pipe.MessageSkipper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Traffic of a connection whose messages nobody receives: it is read, its commands are handed on, its messages are
 * counted as dropped. The loop's owner.
 */
final class SkippedTraffic {

    /** Most bytes of one read, so that a flood of commands in it is over soon. */
    private static final int MAX_BYTES_AT_ONCE = 1 << 14;

    private final EventLoop loop;
    private final TrafficListener listener;
    private final LongConsumer dropped;
    private final int maxCommandsPerTurn;
    private @Nullable MessageSkipper skipper;
    private long counted;
    private int commands;
    private boolean closed;

    /**
     * Creates it; messages are received until {@link #begin}.
     *
     * @param loop of the connection
     * @param listener the connection
     * @param dropped counts messages
     * @param maxCommandsPerTurn at which reading ends until the next turn of the loop
     */
    SkippedTraffic(EventLoop loop, TrafficListener listener, LongConsumer dropped, int maxCommandsPerTurn) {
        this.loop = loop;
        this.listener = listener;
        this.dropped = dropped;
        this.maxCommandsPerTurn = maxCommandsPerTurn;
    }

    /** {@return whether messages are skipped} */
    boolean hasBegun() {
        return skipper != null;
    }

    /**
     * Skips from now on.
     *
     * @param from where reading stopped
     */
    void begin(MessageSkipper from) {
        skipper = from;
        count(from);
    }

    /** A turn of the loop begins. */
    void beginTurn() {
        commands = 0;
    }

    /** A command has come. */
    void countCommand() {
        commands++;
    }

    /**
     * Takes bytes that were read.
     *
     * @param bytes from position to limit, all of them taken
     * @return whether messages are skipped; if not, the bytes are the caller's
     */
    boolean take(ByteBuffer bytes) {
        MessageSkipper passing = skipper;
        if (passing == null) {
            return false;
        }
        skip(passing, bytes);
        return true;
    }

    /**
     * Reads what is there, within the share of one turn of the loop.
     *
     * @param channel of the connection
     * @return whether the stream goes on
     * @throws IOException when the connection is broken
     */
    boolean read(ReadableByteChannel channel) throws IOException {
        for (int reads = 0; reads < ConnectionReader.MAX_READS_PER_TURN && !closed; reads++) {
            MessageSkipper passing = skipper;
            if (passing == null || commands >= maxCommandsPerTurn) {
                return true;
            }
            ByteBuffer scratch = loop.scratch();
            int most = Math.min(scratch.capacity(), MAX_BYTES_AT_ONCE);
            int read = channel.read(scratch.clear().limit(most));
            if (read < 0) {
                return false;
            }
            if (read > 0) {
                listener.onRead();
                skip(passing, scratch.flip());
            }
            if (read < most) {
                return true;
            }
        }
        return true;
    }

    /** The connection is closed: a call of {@link #read} that runs now reads no more. */
    void close() {
        closed = true;
    }

    private void skip(MessageSkipper passing, ByteBuffer bytes) {
        try {
            passing.skip(bytes);
        } finally {
            count(passing);
        }
    }

    private void count(MessageSkipper passing) {
        if (passing.skipped() != counted) {
            dropped.accept(passing.skipped() - counted);
            counted = passing.skipped();
        }
    }
}
