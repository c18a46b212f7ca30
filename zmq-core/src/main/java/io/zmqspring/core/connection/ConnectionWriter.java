package io.zmqspring.core.connection;

import io.zmqspring.core.loop.DeferredWriter;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.pipe.EncodingSource;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageSource;
import io.zmqspring.core.pipe.QueueSignal;
import io.zmqspring.core.pipe.QueueToChannel;
import io.zmqspring.core.pipe.SenderAssist;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.ring.SpinLock;
import io.zmqspring.core.zmtp.FrameEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes one connection: commands at once, messages as the pipe has them. The holder of the flush lock writes: the
 * loop, or a sender that finds the lock free.
 *
 * <p>At most one party has the duty to write what is published. While the queue is at rest, nobody has: its consumer
 * waits, and the next sender is signalled. That sender then has the duty. It writes at once, or hands the duty to the
 * loop when it sends faster than single writes are worth. While the channel takes no more, the selector has the duty;
 * before the connection is open and after it is closed, the connection has it.
 */
public final class ConnectionWriter extends DeferredWriter implements QueueSignal, SenderAssist {

    /**
     * A sender that comes back sooner than this after a write of its own is a stream: the loop collects its messages.
     */
    private static final long STREAM_GAP_NS = 2_000;

    private static final long WRITE_BUDGET = 1 << 20;

    /**
     * So many bytes that came while a thread wrote are worth a write at once; fewer wait for the next look. Senders
     * publish all the time: a loop that went on for whatever it finds would write a few bytes at a time on a core that
     * sender and receiver need.
     */
    private static final long WORTH_A_WRITE = 1 << 16;

    private static final int LOOKS_UNTIL_REST = 4;

    /**
     * No position: the next look only notes how far the queue is, and leaves the writing to a sender that comes anyway.
     */
    private static final long UNSEEN = -1;

    private final EventLoop loop;
    private final StagedWrites channel;
    private final WriteListener listener;
    private final SpinLock lock = new SpinLock();
    private final ConcurrentLinkedQueue<ByteBuffer> commands = new ConcurrentLinkedQueue<>();
    private @Nullable ByteBuffer command;

    /** How many of the commands belong to the handshake, and are sent as they are. */
    private int handshakeCommands;

    private volatile @Nullable MessageSource queueToChannel;
    private volatile boolean blocked;
    private volatile boolean closed;
    private long unblockedNs;
    private volatile @Nullable Throwable failure;
    private boolean draining;
    private long lastDirectNs;
    private long seenHead;
    private int restingLooks;
    private boolean watched;

    ConnectionWriter(EventLoop loop, GatheringByteChannel channel, WriteListener listener) {
        this.loop = loop;
        this.channel = new StagedWrites(loop, DirectMemory.ofThisJvm(), channel);
        this.listener = listener;
        this.unblockedNs = loop.clock().nanoTime();
        this.lastDirectNs = unblockedNs - 2 * STREAM_GAP_NS;
    }

    /**
     * Queues a greeting or complete command frames, to be written together ahead of all messages, between two of them.
     * A peer that does not read must not make this queue grow: what answers a peer asks {@link #hasUnsentCommands}
     * first. The loop's owner.
     */
    void command(byte[] frames) {
        commands.add(ByteBuffer.wrap(frames));
        flush();
        if (hasUnsentCommands() && !blocked) {
            // A sender holds the lock, and may leave once its messages are written.
            loop.flushSoon(this);
        }
    }

    /**
     * Lets messages flow. The loop's owner.
     *
     * @param queue of the messages
     * @param encoder of all that is sent from now on, or {@code null} when it is sent as it is
     * @param first frame to be sent ahead of all messages, or {@code null}
     */
    void open(FrameQueue queue, @Nullable FrameEncoder encoder, byte @Nullable [] first) {
        MessageSource opened = encoder == null ? new QueueToChannel(queue) : new EncodingSource(queue, encoder);
        lock.lock();
        handshakeCommands = commands.size();
        if (first != null) {
            commands.add(ByteBuffer.wrap(first));
        }
        queueToChannel = opened;
        lock.unlock();
        queue.consumer().signal(this);
        queue.consumer().resume();
        flush();
        if (!settle()) {
            loop.flushSoon(this);
        }
    }

    /**
     * Ends writing; nobody touches the channel or the queue from here afterwards. The loop's owner.
     *
     * @return whether it ends in the middle of a message
     */
    boolean close() {
        lock.lock();
        closed = true;
        MessageSource ended = queueToChannel;
        queueToChannel = null;
        boolean cut = ended != null && !ended.isAtMessageStart();
        if (ended != null) {
            ended.close();
        }
        lock.unlock();
        return cut;
    }

    /** Calls {@link WriteListener#onDrained} once everything queued is written. The loop's owner. */
    void notifyWhenDrained() {
        draining = true;
        loop.flushSoon(this);
    }

    private boolean reportDrained() {
        if (draining && failure == null && !closed && isDrained()) {
            draining = false;
            listener.onDrained();
            return true;
        }
        return false;
    }

    /** {@return whether everything queued is handed to the operating system} */
    boolean isDrained() {
        MessageSource messages = queueToChannel;
        return commands.isEmpty() && command == null && (messages == null || messages.isDrained());
    }

    /** {@return whether commands wait because the channel takes no more, a sign of a peer that does not read} */
    boolean hasUnsentCommands() {
        return !commands.isEmpty() || command != null;
    }

    /**
     * {@return how long the channel has taken what is written, in nanoseconds; 0 while it takes no more. The loop's
     * owner}
     */
    long flowingNs() {
        return blocked || hasUnsentCommands() ? 0 : loop.clock().nanoTime() - unblockedNs;
    }

    /** The channel takes bytes again. The loop's owner. */
    void onWritable() {
        unblockedNs = loop.clock().nanoTime();
        if (failure != null) {
            return;
        }
        blocked = false;
        flush();
        if (!reportDrained() && !settle()) {
            watched = true;
            seenHead = UNSEEN;
            loop.flushSoon(this);
        }
    }

    /** The queue has messages again: the calling sender is responsible for them. */
    @Override
    public void signalled() {
        if (queueToChannel == null || blocked || closed) {
            return;
        }
        try {
            writeOrLeaveToLoop();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** A message for many peers: the loop writes to each of them. */
    @Override
    public void signalledAmongMany() {
        if (queueToChannel != null && !blocked && !closed) {
            loop.flushSoon(this);
        }
    }

    private void writeOrLeaveToLoop() {
        if (loop.clock().nanoTime() - lastDirectNs > STREAM_GAP_NS) {
            flush();
            lastDirectNs = loop.clock().nanoTime();
            if (settle()) {
                return;
            }
        }
        loop.flushSoon(this);
    }

    @Override
    public boolean isFlowing() {
        return queueToChannel != null && !blocked && !closed;
    }

    @Override
    public boolean assist(long position, long messages) {
        MessageSource sending = queueToChannel;
        if (sending == null || blocked || closed) {
            return false;
        }
        long before = sending.queue().headPosition();
        flush(position, messages);
        return sending.queue().headPosition() != before;
    }

    @Override
    protected boolean look(boolean last) {
        Throwable broken = failure;
        if (broken != null) {
            watched = false;
            if (!closed) {
                reportFailure(broken);
            }
            return false;
        }
        if (draining) {
            flush();
            if (reportDrained()) {
                watched = false;
                return false;
            }
        }
        MessageSource messages = queueToChannel;
        if (messages == null || blocked || closed) {
            watched = false;
            return false;
        }
        wakeSenders(messages);
        boolean first = !watched;
        watched = true;
        long head = messages.queue().headPosition();
        if (!isDrained()) {
            if (first || last || head == seenHead) {
                flush();
                head = messages.queue().headPosition();
                foundBytes();
            }
            restingLooks = 0;
        } else {
            restingLooks = head == seenHead ? restingLooks + 1 : 0;
        }
        seenHead = head;
        watched = !last && restingLooks < LOOKS_UNTIL_REST || !settle();
        return watched;
    }

    /** {@return whether nobody needs to look after the queue any more: it is at rest, or the selector has it} */
    private boolean settle() {
        MessageSource messages = queueToChannel;
        if (messages == null || blocked || closed) {
            return true;
        }
        return messages.queue().consumer().tryRest();
    }

    /**
     * Runs an action that needs the flush lock, unless somebody writes now.
     *
     * @param action holds both the queue's consuming end and the lock while it runs
     * @return whether it was run
     */
    public boolean whileNotWriting(Runnable action) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            action.run();
            MessageSource messages = queueToChannel;
            if (messages != null) {
                messages.refreshRing();
            }
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void flush() {
        flush(0, 0);
    }

    private void flush(long knownPosition, long knownMessages) {
        long budget = waitingBytes();
        while (budget > 0 && !blocked && !closed) {
            if (!lock.tryLock()) {
                return;
            }
            boolean taken = false;
            MessageSource messages = queueToChannel;
            try {
                if (!closed) {
                    long before = budget;
                    if (messages != null) {
                        messages.knows(knownPosition, knownMessages);
                    }
                    budget -= write(messages, budget);
                    taken = before != budget;
                }
            } catch (IOException | RuntimeException | Error e) {
                fail(e);
            } finally {
                lock.unlockWithFence();
            }
            if (messages != null && taken) {
                wakeSenders(messages);
            }
            if (isDrained()) {
                return;
            }
        }
        if (budget <= 0 && waitingBytes() >= WORTH_A_WRITE) {
            loop.flushSoon(this);
        }
    }

    /** What cannot be reported for lack of memory is reported at the next look: nobody else closes the connection. */
    private void reportFailure(Throwable broken) {
        boolean reported = false;
        try {
            listener.onWriteFailed(broken);
            reported = true;
        } finally {
            if (!reported) {
                loop.flushSoon(this);
            }
        }
    }

    /** Senders that cannot be woken now, for lack of memory, still wait: the next look wakes them. */
    private void wakeSenders(MessageSource messages) {
        if (!messages.queue().producer().wakeQuietly(false)) {
            loop.flushSoon(this);
        }
    }

    /**
     * Nothing more is written; the loop closes the connection. Allocates nothing, since memory may be what is missing.
     */
    private void fail(Throwable cause) {
        failure = cause;
        blocked = true;
        loop.flushSoon(this);
    }

    /**
     * {@return how many bytes a flush writes: those that are published now. A sender that publishes more meanwhile asks
     * for a flush itself}
     */
    private long waitingBytes() {
        MessageSource messages = queueToChannel;
        return messages == null
                ? WRITE_BUDGET
                : Math.min(WRITE_BUDGET, Math.max(1, messages.queue().sizeBytes()));
    }

    private long write(@Nullable MessageSource messages, long budget) throws IOException {
        long total = 0;
        if (hasUnsentCommands()) {
            if (messages != null && !messages.isAtMessageStart()) {
                total += messages.finishMessage(channel, budget);
                if (!messages.isAtMessageStart()) {
                    return messages.isStalled() ? block(total) : total;
                }
            }
            for (ByteBuffer next = nextCommand(messages); next != null; next = nextCommand(messages)) {
                total += channel.write(next);
                if (next.hasRemaining()) {
                    return block(total);
                }
                command = null;
            }
        }
        if (messages != null) {
            long written = messages.writeTo(channel, budget);
            total += written;
            if (messages.isStalled()) {
                return block(total);
            }
        }
        return total;
    }

    private @Nullable ByteBuffer nextCommand(@Nullable MessageSource messages) {
        if (command == null) {
            ByteBuffer next = commands.poll();
            if (handshakeCommands > 0) {
                handshakeCommands--;
            } else if (next != null && messages != null) {
                next = messages.encodeCommands(next);
            }
            command = next;
        }
        return command;
    }

    private long block(long total) {
        blocked = true;
        if (channel.lacksMemory() && loop.isOwner()) {
            loop.schedule(StagedWrites.LOOK_FOR_MEMORY_NS, this::onWritable);
        } else if (loop.isOwner()) {
            listener.onBlocked();
        } else {
            loop.execute(listener::onBlocked);
        }
        return total;
    }
}
