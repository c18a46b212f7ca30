package io.zmqspring.core.session;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.pipe.CommandHandler;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageSkipper;
import io.zmqspring.core.pipe.QueueSignal;
import io.zmqspring.core.pipe.WireSink;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the traffic of one connection into the incoming queue of its pipe, pauses while the queue is full, and goes on when there is room.
 * Where nobody receives it passes over the messages and counts them. The loop's owner calls everything here.
 */
final class ConnectionReader {

    private static final int MAX_READS_PER_TURN = 8;
    private static final long GROW_AFTER_NS = 2_000_000;

    private final EventLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final FrameQueue queue;
    private final WireSink sink;
    private final TrafficListener listener;
    private final LongConsumer dropped;
    private final long receiveHwmBytes;
    private @Nullable MessageSkipper skipper;
    private long skippedBefore;
    private boolean paused;
    private boolean closed;

    /** Connection of a reader; called on its loop. */
    interface TrafficListener extends CommandHandler {

        /** Bytes came. */
        void onRead();

        /** @param paused whether nothing is read from now on, since the queue is full; or reading goes on */
        void onPaused(boolean paused);

        /**
         * Runs a step on the loop now; what it throws closes the connection.
         *
         * @param step of the reader
         */
        void run(ConnectionStep step);
    }

    /**
     * Makes a reader.
     *
     * @param loop of the connection
     * @param channel connected, its handshake is complete
     * @param key of the channel
     * @param queue takes the messages
     * @param receives whether the socket receives; if not, messages are passed over
     * @param options of the socket
     * @param listener the connection
     * @param dropped counts messages passed over
     */
    ConnectionReader(
            EventLoop loop,
            SocketChannel channel,
            SelectionKey key,
            FrameQueue queue,
            boolean receives,
            SocketOptions options,
            TrafficListener listener,
            LongConsumer dropped) {
        this.loop = loop;
        this.channel = channel;
        this.key = key;
        this.queue = queue;
        this.listener = listener;
        this.dropped = dropped;
        this.receiveHwmBytes = options.receiveHwmBytes();
        this.sink = new WireSink(queue, listener, options.maxMessageSize());
        this.skipper = receives ? null : sink.skipFromHere();
        queue.producer(() -> loop.execute(() -> listener.run(this::resume)));
    }

    /** Takes bytes that were read with the end of the handshake. */
    void append(ByteBuffer bytes) {
        MessageSkipper passing = skipper;
        if (passing != null) {
            skip(passing, bytes);
            return;
        }
        try {
            sink.append(bytes);
        } finally {
            published();
        }
    }

    /**
     * Reads what is there, within the share of one turn of the loop.
     *
     * @return whether the stream goes on; {@code false} when the peer has ended it
     * @throws IOException when the connection is broken
     */
    boolean read() throws IOException {
        for (int reads = 0; reads < MAX_READS_PER_TURN; reads++) {
            MessageSkipper passing = skipper;
            if (passing == null && sink.isFull() && (reads > 0 || pause(receiveHwmBytes >> 1))) {
                return true;
            }
            int read = passing == null ? readIntoQueue() : readPast(passing);
            if (read == WireSink.END_OF_STREAM) {
                return false;
            }
            if (read == WireSink.NO_ROOM) {
                if (pause(sink.capacity() >> 1)) {
                    growIfStillPaused();
                    return true;
                }
                continue;
            }
            if (read > 0) {
                listener.onRead();
            }
            boolean more = passing == null
                    ? sink.filledWhatWasOffered()
                    : read == loop.scratch().capacity();
            if (!more || closed) {
                return true;
            }
        }
        return true;
    }

    /**
     * Reads what had arrived before the connection broke, also beyond the high-water mark: it is not more than the operating system holds, and
     * nothing can follow it.
     */
    void readWhatHadArrived() {
        resume();
        try {
            int read;
            do {
                MessageSkipper passing = skipper;
                read = passing == null ? readIntoQueue() : readPast(passing);
                if (read == WireSink.NO_ROOM && sink.growAlthoughUnread()) {
                    read = 1;
                }
            } while (read > 0 && !closed);
        } catch (IOException broken) {
            // Everything before it is read.
            closed |= !channel.isOpen();
        }
    }

    private int readIntoQueue() throws IOException {
        try {
            return sink.readFrom(channel, loop.scratch());
        } finally {
            published();
        }
    }

    private int readPast(MessageSkipper passing) throws IOException {
        ByteBuffer scratch = loop.scratch();
        int read = channel.read(scratch.clear());
        if (read > 0) {
            skip(passing, scratch.flip());
        }
        return read;
    }

    private void skip(MessageSkipper passing, ByteBuffer bytes) {
        try {
            passing.skip(bytes);
        } finally {
            if (passing.skipped() != skippedBefore) {
                dropped.accept(passing.skipped() - skippedBefore);
                skippedBefore = passing.skipped();
            }
        }
    }

    private void published() {
        VarHandle.fullFence();
        queue.signalConsumer();
    }

    private boolean pause(long resumeBytes) {
        queue.producerWaitsBelow(resumeBytes);
        if (queue.hasRoomToResume() && queue.producerResumes()) {
            return false;
        }
        paused = true;
        listener.onPaused(true);
        key.interestOpsAnd(~SelectionKey.OP_READ);
        return true;
    }

    private void growIfStillPaused() {
        loop.schedule(
                GROW_AFTER_NS,
                () -> listener.run(() -> {
                    if (paused && !closed) {
                        growOrWait();
                    }
                }));
    }

    private void growOrWait() {
        if (queue.producerResumes() && sink.growAlthoughUnread()) {
            resume();
            return;
        }
        queue.producerWaitsBelow(sink.capacity() >> 1);
        if (queue.hasRoomToResume() && queue.producerResumes()) {
            resume();
        }
    }

    private void resume() {
        if (paused && !closed) {
            paused = false;
            listener.onPaused(false);
            key.interestOpsOr(SelectionKey.OP_READ);
        }
    }

    /** From now on messages are passed over and counted as dropped: nobody will receive them. What is in the queue stays. */
    void skipFromNowOn() {
        if (skipper == null && !closed) {
            skipper = sink.skipFromHere();
            resume();
        }
    }

    /** Ends reading; an unfinished message is forgotten. */
    void close() {
        closed = true;
        queue.producer(QueueSignal.NONE);
        sink.dropPartialMessage();
    }

    /** {@return whether a message has arrived in part} */
    boolean hasPartialMessage() {
        return sink.hasPartialMessage();
    }

    /** {@return the producing end of the queue} */
    WireSink sink() {
        return sink;
    }
}
