package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.ring.Cursor;
import io.zmqspring.core.ring.MemoryAccount;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Whole messages in wire format between one producer and one consumer at a time: a chain of {@link ByteRing rings},
 * large bodies beside it, and the high-water mark.
 *
 * <p>How its two ends wake each other: {@link ConsumerEnd}, {@link ProducerEnd}.
 */
public final class FrameQueue {

    /** A bound without effect, small enough to be added to a position. */
    static final long MAX_BYTES = Long.MAX_VALUE >> 2;

    final BufferPool pool;
    final Cursor produced = new Cursor();
    final Cursor consumed = new Cursor();
    final ConcurrentLinkedQueue<LargeBody> largeBodies = new ConcurrentLinkedQueue<>();
    final BodyBytes largeBytes;

    /**
     * Taken from {@link #largeBodies} and not yet released: the consumer's, and where the next consuming end begins.
     */
    final List<LargeBody> fetchedLarge = new ArrayList<>();

    private final DeliveryAttempts attempts = new DeliveryAttempts(consumed);

    ByteRing producerRing = ByteRing.empty(0);
    ByteRing consumerRing = producerRing;
    private boolean outgrown;
    private volatile boolean shared;
    private volatile boolean abandoned;
    private volatile @Nullable Mailbox mailbox;

    private volatile long highWaterMark;
    private volatile long highWaterMarkBytes;
    private final ConsumerEnd consumerEnd = new ConsumerEnd(this);
    private final ProducerEnd producerEnd = new ProducerEnd(this);
    private volatile SenderAssist senderAssist = SenderAssist.NONE;

    /**
     * Creates an empty queue whose large bodies have no limit of their own.
     *
     * @param pool where ring memory comes from
     * @param highWaterMark most messages, 0 for no limit
     * @param highWaterMarkBytes most bytes
     */
    public FrameQueue(BufferPool pool, int highWaterMark, long highWaterMarkBytes) {
        this(pool, MemoryAccount.unlimited(), highWaterMark, highWaterMarkBytes);
    }

    /**
     * Creates an empty queue.
     *
     * @param pool where ring memory comes from
     * @param bodies account of the large bodies
     * @param highWaterMark most messages, 0 for no limit
     * @param highWaterMarkBytes most bytes
     */
    public FrameQueue(BufferPool pool, MemoryAccount bodies, int highWaterMark, long highWaterMarkBytes) {
        this.pool = pool;
        this.largeBytes = new BodyBytes(bodies);
        limit(highWaterMark, highWaterMarkBytes);
    }

    /**
     * Replaces the bounds. A producer that waits looks at once; another sees the new bounds when it reaches the old.
     *
     * @param messages most messages, 0 for no limit
     * @param bytes most bytes
     */
    public void limit(int messages, long bytes) {
        this.highWaterMark = messages == 0 ? Long.MAX_VALUE : messages;
        this.highWaterMarkBytes = Math.min(bytes, MAX_BYTES);
        producerEnd.wakeForNewBounds();
    }

    /**
     * From now on no message waits but the newest, and the high-water marks are without effect. The caller holds the
     * producing end, whose {@link MessageWriter#forgetCredit} is called if there is one. Nothing happens when it was
     * called before.
     *
     * @param forgotten called for each message that is forgotten, on the producer's thread or the consumer's
     */
    public void keepNewest(Runnable forgotten) {
        if (mailbox == null) {
            mailbox = new Mailbox(this, true, forgotten);
        }
    }

    /**
     * From now on a message for which the high-water marks leave no room takes the place of the oldest that waits; as
     * {@link #keepNewest}.
     *
     * @param forgotten called for each message that is forgotten, on the producer's thread
     */
    public void dropOldest(Runnable forgotten) {
        if (mailbox == null) {
            mailbox = new Mailbox(this, false, forgotten);
        }
    }

    /** {@return whether no message waits but the newest} */
    public boolean keepsNewest() {
        Mailbox ahead = mailbox;
        return ahead != null && ahead.keepsNewest();
    }

    /** @param listener called from now on for each message that is forgotten */
    public void onForgotten(Runnable listener) {
        Mailbox ahead = mailbox;
        if (ahead != null) {
            ahead.onForgotten(listener);
        }
    }

    /** {@return a new queue of the same memory, without a high-water mark} */
    public FrameQueue createUnlimited() {
        return new FrameQueue(pool, bodyAccount(), 0, MAX_BYTES);
    }

    /** {@return what is ahead of the ring, or {@code null}: then the producer writes to the ring} */
    @Nullable Mailbox mailbox() {
        return mailbox;
    }

    /** {@return whether the message was put into a mailbox; if not, there is none} */
    boolean putAhead(Object content) {
        Mailbox ahead = mailbox;
        if (ahead != null) {
            ahead.put(content);
        }
        return ahead != null;
    }

    /** As {@link Mailbox#moveToRing}, where there is a mailbox. */
    boolean moveToRing() {
        Mailbox ahead = mailbox;
        return ahead != null && ahead.moveToRing();
    }

    /** {@return the account of ring memory} */
    public MemoryAccount ringAccount() {
        return pool.account();
    }

    /** {@return the account of large bodies} */
    public MemoryAccount bodyAccount() {
        return largeBytes.account();
    }

    /**
     * {@return most messages, {@link Long#MAX_VALUE} for no limit; far below 0 when the producer writes nothing to the
     * ring}
     */
    long highWaterMark() {
        return mailbox == null ? highWaterMark : Long.MIN_VALUE >> 1;
    }

    /** {@return most messages, {@link Long#MAX_VALUE} for no limit} */
    long markInMessages() {
        return highWaterMark;
    }

    /** {@return most bytes} */
    long highWaterMarkBytes() {
        return highWaterMarkBytes;
    }

    /** {@return rest and wake-up of the consumer} */
    public ConsumerEnd consumer() {
        return consumerEnd;
    }

    /** {@return wait and wake-up of the producer} */
    public ProducerEnd producer() {
        return producerEnd;
    }

    /** {@return messages published and not consumed, a snapshot} */
    public long size() {
        Mailbox ahead = mailbox;
        long taken = consumed.messages();
        return Math.max(0, produced.messages() - taken) + (ahead == null ? 0 : ahead.size());
    }

    /** {@return position behind the last message consumed, a snapshot} */
    public long headPosition() {
        return consumed.position();
    }

    /** {@return how often the messages in it were sent in part} */
    public DeliveryAttempts attempts() {
        return attempts;
    }

    /** {@return whether a high-water mark says to write no more now} */
    public boolean isFull() {
        return size() >= highWaterMark || sizeBytes() >= highWaterMarkBytes;
    }

    /** {@return whether no more than half the high-water mark in messages waits} */
    boolean isBelowHalf() {
        return size() <= highWaterMark >> 1;
    }

    /** {@return whether every published message is consumed} */
    public boolean isEmpty() {
        Mailbox ahead = mailbox;
        return consumed.position() == produced.position() && (ahead == null || ahead.size() == 0);
    }

    /** {@return whether everything in the ring is consumed} */
    boolean isRingEmpty() {
        return consumed.position() == produced.position();
    }

    /** {@return bytes published and not consumed, large bodies included, a snapshot} */
    public long sizeBytes() {
        Mailbox ahead = mailbox;
        long from = consumed.position();
        return produced.position() - from + largeBytes.get() + (ahead == null ? 0 : ahead.bytes());
    }

    /** @param senderAssist moves the queue on from a sender's thread */
    public void senderAssist(SenderAssist senderAssist) {
        this.senderAssist = senderAssist;
    }

    /** {@return whether this queue leads to a connection that is open} */
    public boolean hasSenderAssist() {
        return senderAssist != SenderAssist.NONE;
    }

    /** {@return whether the operating system takes what is handed to it, as far as is known} */
    boolean isFlowing() {
        return senderAssist.isFlowing();
    }

    /**
     * Moves the queue on from a sender's thread.
     *
     * @param position where a message ends that is published
     * @param messages how many end there or before, since the queue was made
     * @return whether it could
     */
    public boolean assist(long position, long messages) {
        return senderAssist.assist(position, messages);
    }

    /** As {@link ProducerEnd#starve}. */
    void starve(MemoryAccount account, long bytes) {
        producerEnd.starve(account, bytes);
    }

    /** As {@link ProducerEnd#endStarving}. */
    void endStarving() {
        producerEnd.endStarving();
    }

    /**
     * Both ends are applications', and no moment is known at which both are free: its memory is left to the collector.
     */
    public void share() {
        shared = true;
    }

    /** {@return whether {@link #share} was called} */
    public boolean isShared() {
        return shared;
    }

    /**
     * Nobody will consume what is queued: it is no longer counted, and its memory is given back. The caller must hold
     * both ends.
     */
    public void abandon() {
        forget();
        fetchedLarge.forEach(LargeBody::releaseShare);
        if (shared) {
            pool.leave();
        } else {
            abandoned = true;
            giveBackRings();
        }
    }

    /** As {@link #abandon}, but somebody may hold an end: the memory is left to the collector. */
    public void forget() {
        endStarving();
        Mailbox ahead = mailbox;
        if (ahead != null) {
            ahead.clear();
        }
        largeBytes.abandon();
        largeBodies.forEach(LargeBody::releaseShare);
        pool.leave();
    }

    /**
     * {@return whether the queue holds no memory now: it was empty, and has given it back. The caller must hold both
     * ends}
     */
    public boolean releaseMemoryIfEmpty() {
        boolean unused = isEmpty() || abandoned;
        if (unused) {
            giveBackRings();
        }
        return unused;
    }

    /** As {@link #releaseMemoryIfEmpty}; nothing will be written here. The caller must hold the consuming end. */
    public void releaseMemoryAtEnd() {
        if (shared) {
            pool.leave();
        } else {
            releaseMemoryIfEmpty();
        }
    }

    private void giveBackRings() {
        ByteRing passed = consumerRing;
        if (producerRing.capacity() > 0 || passed != producerRing) {
            ByteRing nothing = ByteRing.empty(produced.positionPlain());
            producerRing = nothing;
            consumerRing = nothing;
            for (ByteRing each = passed; each != null; each = each.next()) {
                each.giveBack(pool);
            }
            Mailbox ahead = mailbox;
            if (ahead != null) {
                ahead.refreshRing();
            }
        }
    }

    /**
     * Releases what a connection has written. For the consumer.
     *
     * @param position behind the last message that is written
     * @param messages written since the queue was made
     * @param window large bodies taken off the queue and not released, in order; what is released is removed
     * @param written how many of those are written
     * @return how many were removed
     */
    int release(long position, long messages, List<LargeBody> window, int written) {
        int removed = 0;
        while (removed < written && window.get(0).position() <= position) {
            largeBytes.taken(window.remove(0));
            removed++;
        }
        consumed.advance(position, messages);
        return removed;
    }

    /** {@return whether rings were outgrown that nobody is known to have passed; for the producer} */
    public boolean hasOutgrownRings() {
        return outgrown;
    }

    /**
     * Gives back the rings before the producer's when the queue is empty: the consumer passes a ring only when a
     * message lies behind it, and an unfinished one may outgrow several. The caller must hold both ends.
     */
    public void releaseOutgrownRings() {
        if (isEmpty()) {
            while (consumerRing != producerRing) {
                nextConsumerRing();
            }
            outgrown = false;
        }
    }

    /** {@return bytes of ring memory at the producing end} */
    public int capacity() {
        return producerRing.capacity();
    }

    /**
     * Puts a larger or smaller ring behind the producer's. The producer calls it at a message boundary.
     *
     * @param capacity of the new ring
     * @param from position from which the new ring is in force
     * @param to one behind the last byte already written there
     * @return whether there was memory; if not, nothing is changed
     */
    boolean relink(int capacity, long from, long to) {
        ByteBuffer memory = pool.take(capacity);
        if (memory == null) {
            return false;
        }
        relink(memory, from, to);
        return true;
    }

    /** As {@link #relink(int, long, long)}, also beyond the limit: for bytes that are read already. */
    void relinkAnyway(int capacity, long from, long to) {
        relink(pool.takeAnyway(capacity), from, to);
    }

    private void relink(ByteBuffer memory, long from, long to) {
        endStarving();
        ByteRing next = ByteRing.over(memory, from);
        if (to > from) {
            next.copyFrom(producerRing, from, to);
        }
        link(next);
    }

    /** Puts a ring behind the producer's, as {@link #relink} does. Nothing here fails. */
    void link(ByteRing next) {
        ByteRing old = producerRing;
        outgrown |= old.capacity() > 0;
        producerRing = next;
        old.link(next);
    }

    /** {@return the large bodies in their order, none of which is taken; for the consumer} */
    Iterator<LargeBody> largeBodies() {
        if (fetchedLarge.isEmpty()) {
            return largeBodies.iterator();
        }
        List<LargeBody> all = new ArrayList<>(fetchedLarge);
        all.addAll(largeBodies);
        return all.iterator();
    }

    /** {@return the next large body, or {@code null}; for the consumer} */
    @Nullable LargeBody peekLarge() {
        return fetchedLarge.isEmpty() ? largeBodies.peek() : fetchedLarge.get(0);
    }

    /** {@return the next large body, which must be there; for the consumer} */
    LargeBody takeLarge() {
        return fetchedLarge.isEmpty() ? Objects.requireNonNull(largeBodies.poll()) : fetchedLarge.remove(0);
    }

    /** Moves the consumer on to the next ring. The consumer calls it when it has read the present one to its end. */
    ByteRing nextConsumerRing() {
        ByteRing passed = consumerRing;
        ByteRing next = Objects.requireNonNull(passed.next());
        consumerRing = next;
        passed.giveBack(pool);
        return next;
    }
}
