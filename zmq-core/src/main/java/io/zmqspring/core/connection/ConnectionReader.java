package io.zmqspring.core.connection;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.loop.DeferredWriter;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.pipe.ChannelToQueue;
import io.zmqspring.core.pipe.DecodingChannel;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageLimits;
import io.zmqspring.core.pipe.QueueSignal;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.zmtp.FrameDecoder;
import io.zmqspring.core.zmtp.mechanism.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the traffic of one connection into the incoming queue of its pipe, pauses while the queue is full, and goes on
 * when there is room. Where nobody receives, {@link SkippedTraffic} takes it. The loop's owner calls everything here.
 */
final class ConnectionReader {

    static final int MAX_READS_PER_TURN = 8;
    private static final long GROW_AFTER_NS = 2_000_000;

    /** Pause before the rest of a flood of commands is taken, when nothing else is to be read. */
    private static final long GO_ON_AFTER_NS = 1_000_000;

    private final EventLoop loop;
    private final StagedReads source;
    private final ReadableByteChannel channel;
    private final @Nullable DecodingChannel decoding;
    private final SelectionKey key;
    private final FrameQueue queue;
    private final ChannelToQueue channelToQueue;
    private final TrafficListener listener;
    private final SkippedTraffic skipped;
    private final long receiveHwmBytes;
    private final MemoryShares shares;
    private final boolean conflates;
    private boolean paused;
    private boolean waitingForOthers;
    private boolean goingOn;
    private boolean closed;

    /**
     * Creates a reader.
     *
     * @param loop of the connection
     * @param channel connected, its handshake is complete
     * @param key of the channel
     * @param decoder of what comes through the channel, or {@code null} when that is frames of ZMTP 3
     * @param queue takes the messages
     * @param receives whether the socket receives; if not, messages are passed over
     * @param options of the socket
     * @param listener the connection
     * @param dropped counts messages passed over
     */
    ConnectionReader(
            EventLoop loop,
            ReadableByteChannel channel,
            SelectionKey key,
            @Nullable FrameDecoder decoder,
            FrameQueue queue,
            boolean receives,
            SocketOptions options,
            TrafficListener listener,
            LongConsumer dropped) {
        this.loop = loop;
        this.key = key;
        this.conflates = queue.keepsNewest();
        this.queue = ConflatedArrivals.queueFor(queue, dropped);
        this.listener = listener;
        this.receiveHwmBytes = options.receiveHwmBytes();
        MessageLimits limits = MessageLimits.of(options);
        this.skipped = new SkippedTraffic(loop, listener, dropped, limits.maxCommandsPerTurn());
        this.source = new StagedReads(loop, DirectMemory.ofThisJvm(), channel);
        this.channelToQueue = new ChannelToQueue(this.queue, this::onCommand, limits);
        this.decoding = decoder == null
                ? null
                : new DecodingChannel(source, decoder, channelToQueue, this.queue, listener::onRead);
        this.channel = decoding == null ? source : decoding;
        this.shares = new MemoryShares(this.queue, channelToQueue, loop, listener);
        if (!receives) {
            skip();
        }
        Resumption resumption = new Resumption();
        this.queue.producer().signal(() -> loop.flushSoon(resumption));
    }

    /**
     * Reading goes on, on the loop. Asking for it allocates nothing: a receiver that has taken the last message asks
     * once, and would wait for ever if the request were lost for lack of memory.
     */
    private final class Resumption extends DeferredWriter {

        private final ConnectionStep step = ConnectionReader.this::resume;

        @Override
        protected boolean look(boolean last) {
            listener.run(step);
            return false;
        }
    }

    private void skip() {
        skipped.begin(channelToQueue.skipFromHere());
        if (decoding != null) {
            decoding.neverWait();
        }
    }

    private void onCommand(byte[] body) {
        skipped.countCommand();
        listener.onCommand(body);
    }

    /**
     * Reads nothing until {@link #goAhead}: what earlier peers left has to be received first. Called before anything is
     * read.
     */
    void waitForOthers() {
        waitingForOthers = true;
        channelToQueue.bounds().hold(true);
        key.interestOpsAnd(~SelectionKey.OP_READ);
    }

    /** {@return whether it reads nothing yet, so that the end of the connection is found only when it does} */
    boolean isWaitingForOthers() {
        return waitingForOthers;
    }

    /** Begins to read after {@link #waitForOthers}. */
    void goAhead() {
        if (waitingForOthers && !closed) {
            waitingForOthers = false;
            channelToQueue.bounds().hold(false);
            paused = true;
            resume();
        }
    }

    /** Takes bytes that were read with the end of the handshake. */
    void append(ByteBuffer bytes) {
        if (decoding != null) {
            decoding.put(bytes);
            readDecodedLater();
        } else {
            appendFrames(bytes);
        }
    }

    /** Takes frames of ZMTP 3 as if the peer had sent them. */
    void appendFrames(ByteBuffer bytes) {
        if (skipped.take(bytes)) {
            return;
        }
        channelToQueue.bounds().beginTurn();
        try {
            channelToQueue.append(bytes);
        } finally {
            published();
        }
        walkOn();
        listener.onTurnEnd();
    }

    /**
     * Reads what is there, within the share of one turn of the loop.
     *
     * @return whether the stream goes on; {@code false} when the peer has ended it
     * @throws IOException when the connection is broken
     */
    boolean read() throws IOException {
        channelToQueue.bounds().beginTurn();
        skipped.beginTurn();
        boolean goesOn;
        try {
            goesOn = skipped.hasBegun() ? skipped.read(channel) : readMessages();
        } finally {
            listener.onTurnEnd();
        }
        readDecodedLater();
        if (source.lacksMemory() && !paused && !closed) {
            waitForMemory();
        }
        return goesOn;
    }

    private void waitForMemory() {
        key.interestOpsAnd(~SelectionKey.OP_READ);
        loop.schedule(StagedWrites.LOOK_FOR_MEMORY_NS, () -> {
            if (!paused && !waitingForOthers && !closed) {
                key.interestOpsOr(SelectionKey.OP_READ);
            }
        });
    }

    /** Has bytes read later that have arrived already, which the selector does not know of. */
    private void readDecodedLater() {
        if (decoding != null && decoding.hasMore() && !paused && !waitingForOthers && !closed) {
            loop.execute(() -> listener.run(this::readAgain));
        }
    }

    private boolean readMessages() throws IOException {
        for (int reads = 0; reads < MAX_READS_PER_TURN && !closed; reads++) {
            if (!walkOn() || queue.isFull() && reads > 0) {
                return true;
            }
            boolean full = queue.isFull();
            int read = full ? readAhead() : readIntoQueue();
            if (full && read <= 0 && read != ChannelToQueue.END_OF_STREAM) {
                pause(receiveHwmBytes >> 1);
                return true;
            }
            if (read == ChannelToQueue.END_OF_STREAM) {
                return false;
            }
            if (read == ChannelToQueue.NO_ROOM) {
                if (pause(queue.capacity() >> 1)) {
                    growIfStillPaused();
                    return true;
                }
                continue;
            }
            if (read > 0) {
                listener.onRead();
            }
            if (!channelToQueue.hasHeldBack() && !channelToQueue.filledWhatWasOffered()) {
                return true;
            }
        }
        walkOn();
        return true;
    }

    /**
     * Walks over what was read and held back.
     *
     * @return whether nothing is held back now, so that more may be read; if not, reading goes on by itself later
     */
    private boolean walkOn() {
        while (channelToQueue.hasHeldBack()) {
            if (waitingForOthers) {
                return false;
            }
            if (channelToQueue.bounds().isOutOfCommands()) {
                goOnSoon();
                return false;
            }
            channelToQueue.bounds().hold(queue.isFull());
            try {
                channelToQueue.goOn();
            } finally {
                channelToQueue.bounds().hold(false);
                published();
            }
            if (channelToQueue.hasHeldBack()
                    && !channelToQueue.bounds().isOutOfCommands()
                    && pause(receiveHwmBytes >> 1)) {
                return false;
            }
        }
        return true;
    }

    private void goOnSoon() {
        if (!goingOn) {
            goingOn = true;
            loop.schedule(GO_ON_AFTER_NS, () -> {
                goingOn = false;
                listener.run(this::readAgain);
            });
        }
    }

    private void readAgain() throws IOException {
        if (!paused && !waitingForOthers && !closed && !read()) {
            listener.onEndOfStream();
        }
    }

    /**
     * Reads what had arrived before the connection broke, also beyond the high-water mark: it is not more than the
     * operating system holds, and nothing can follow it.
     */
    void readWhatHadArrived() {
        channelToQueue.bounds().beginTurn();
        try {
            channelToQueue.publishAll();
            int read;
            do {
                read = skipped.hasBegun() ? readSkipped() : readIntoQueue();
                if (read == ChannelToQueue.NO_ROOM && channelToQueue.growAlthoughUnread()) {
                    read = 1;
                }
            } while (read > 0 && !closed);
        } catch (IOException broken) {
            // Everything before it is read.
            closed |= !channel.isOpen();
        } finally {
            published();
        }
    }

    private int readSkipped() throws IOException {
        return skipped.read(channel) ? 0 : ChannelToQueue.END_OF_STREAM;
    }

    /**
     * Reads a little although reading pauses, unseen by receivers: so PINGs are answered, and a peer that has gone is
     * noticed. Writing to it would show that too, but lose what is still on its way.
     *
     * @throws IOException when the connection is broken
     */
    void lookAhead() throws IOException {
        if (!paused || waitingForOthers || closed || skipped.hasBegun()) {
            return;
        }
        int capacity = queue.capacity();
        channelToQueue.bounds().beginTurn();
        int read;
        do {
            read = channelToQueue.hasHeldBack() ? channelToQueue.readBehindHeldBack(channel) : readAhead();
            if (read > 0) {
                listener.onRead();
            }
        } while (read > 0);
        if (channelToQueue.hasHeldBack()) {
            // The commands are taken out of it, and nothing is published.
            channelToQueue.bounds().hold(true);
            try {
                channelToQueue.goOn();
            } finally {
                channelToQueue.bounds().hold(false);
            }
        }
        listener.onTurnEnd();
        if (read == ChannelToQueue.END_OF_STREAM) {
            listener.onEndOfStream();
        } else if (queue.capacity() > capacity
                ? queue.producer().resume()
                : queue.producer().resumeIfRoom()) {
            // The ring may have grown, so that its old bound is too low; or while this starved, the receiver may have
            // taken it for one that waits for memory.
            resume();
        }
    }

    /**
     * Reads once into what room there is although the queue is full, unseen by receivers: the end of the stream may be
     * next.
     */
    private int readAhead() throws IOException {
        channelToQueue.bounds().hold(true);
        try {
            return readIntoQueue();
        } finally {
            channelToQueue.bounds().hold(false);
        }
    }

    private int readIntoQueue() throws IOException {
        try {
            return channelToQueue.readFrom(channel, loop.scratch());
        } finally {
            published();
            shares.update();
            if (queue.hasOutgrownRings()
                    && channelToQueue.unfinishedRingBytes() > MemoryShare.SMALL_MESSAGE
                    && queue.isEmpty()) {
                listener.onRingsOutgrown();
            }
        }
    }

    private void published() {
        queue.consumer().wakeAfterPublish();
    }

    /** {@return whether nothing is read now; {@code false} when there is room after all} */
    private boolean pause(long resumeBytes) {
        if (!queue.producer().waitBelow(resumeBytes)) {
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
        if (queue.producer().resume() && channelToQueue.growAlthoughUnread()) {
            resume();
            return;
        }
        if (!queue.producer().waitBelow(queue.capacity() >> 1)) {
            resume();
        }
    }

    private void resume() {
        if (paused && !waitingForOthers && !closed) {
            paused = false;
            listener.onPaused(false);
            key.interestOpsOr(SelectionKey.OP_READ);
            channelToQueue.bounds().beginTurn();
            if (!skipped.hasBegun()) {
                walkOn();
                listener.onTurnEnd();
            }
            readDecodedLater();
        }
    }

    /**
     * From now on messages are passed over and counted as dropped: nobody will receive them. What is in the queue
     * stays.
     */
    void skipFromNowOn() {
        if (!skipped.hasBegun() && !closed) {
            skip();
            resume();
        }
    }

    /** Ends reading: whole messages that were read are published, an unfinished one is forgotten. */
    void close() {
        closed = true;
        skipped.close();
        queue.producer().signal(QueueSignal.NONE);
        try {
            if (!skipped.hasBegun()) {
                channelToQueue.publishAll();
            }
        } catch (ZmqProtocolViolationException | RefusedException e) {
            // What was whole before it is published.
            closed = true;
        } finally {
            published();
            channelToQueue.dropPartialMessage();
            if (decoding != null) {
                decoding.discard();
            }
            shares.leave();
            releaseMemoryIfEmpty();
        }
    }

    /** {@return whether a message has arrived in part} */
    boolean hasPartialMessage() {
        return channelToQueue.hasPartialMessage() || decoding != null && decoding.hasUnread();
    }

    /** Gives back memory besides that of the queue, where nothing is in it. */
    void releaseMemoryIfEmpty() {
        if (decoding != null) {
            decoding.releaseMemoryIfEmpty();
        }
        if (conflates && queue.releaseMemoryIfEmpty()) {
            channelToQueue.refreshRing();
        }
    }

    /** {@return the producing end of the queue} */
    ChannelToQueue channelToQueue() {
        return channelToQueue;
    }
}
