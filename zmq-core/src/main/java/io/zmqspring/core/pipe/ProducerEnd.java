package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.MemoryAccount;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Wait and wake-up of the producer of a {@link FrameQueue}. The producer owns it; the consumer only calls {@link #wake}
 * and {@link #wakeAfterRelease}.
 *
 * <pre>
 *                  waitBelow(), waitForRoom(): no room
 *        WRITING ──────────────────────────────────────► WAITING
 *          ▲                                                │
 *          └── resume(), or the consumer's wake() once ─────┘
 *              there is room, which calls the signal once
 * </pre>
 *
 * <p>No wake-up is lost. The producer says that it waits, executes a full fence and looks whether there is room; the
 * consumer releases messages and then looks whether the producer waits. A consumer that calls {@link #wake} again and
 * again needs no fence: the next call sees what this one missed. So only the last call before it stops needs one:
 * {@link #wakeAfterRelease} has it, and so has a lock given back with {@code SpinLock.unlockWithFence} before {@code
 * wake}.
 */
public final class ProducerEnd {

    private static final VarHandle WAITS;

    static {
        try {
            WAITS = MethodHandles.lookup().findVarHandle(ProducerEnd.class, "waits", boolean.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private final FrameQueue queue;
    private volatile boolean waits;
    private volatile long resumeBytes;
    private volatile long starvedBytes = Long.MAX_VALUE;

    /** Memory came back after {@link #starve}, before the producer waited. */
    private volatile boolean memoryIsBack;

    private @Nullable MemoryAccount starving;
    private @Nullable Runnable memoryBack;
    private volatile QueueSignal signal = QueueSignal.NONE;

    ProducerEnd(FrameQueue queue) {
        this.queue = queue;
    }

    /** @param whenWoken what to do for the producer when there is room again */
    public void signal(QueueSignal whenWoken) {
        this.signal = whenWoken;
    }

    /**
     * Waits to be signalled once half of either bound is free again, so that the producer is not woken for every
     * message.
     *
     * @param neededBytes how much it wants to write
     * @param maxBytes a bound below the high-water mark in bytes, or {@link Long#MAX_VALUE}
     * @return whether it waits; {@code false} when there is room after all, and it goes on
     */
    public boolean waitForRoom(long neededBytes, long maxBytes) {
        long mark = Math.min(maxBytes, queue.highWaterMarkBytes());
        return waitBelow(Math.max(0, Math.min(mark >> 1, mark - neededBytes)));
    }

    /**
     * Waits to be signalled once few enough bytes are left, and half the high-water mark in messages.
     *
     * @param bytes at most so many
     * @return whether it waits; {@code false} when there is room after all, and it goes on
     */
    public boolean waitBelow(long bytes) {
        resumeBytes = bytes;
        waits = true;
        VarHandle.fullFence();
        if (memoryIsBack) {
            memoryIsBack = false;
            return !resume();
        }
        return !resumeIfRoom();
    }

    /**
     * The producer goes on by itself if there is the room it waited for.
     *
     * @return whether it does
     */
    public boolean resumeIfRoom() {
        return hasRoom() && resume();
    }

    /**
     * The producer goes on by itself.
     *
     * @return whether it did; if not, the consumer has signalled, or is about to
     */
    public boolean resume() {
        return WAITS.compareAndSet(this, true, false);
    }

    /** {@return whether the producer waits, so that the signal will be called; any thread} */
    public boolean isWaiting() {
        return waits;
    }

    /** {@return whether there is as much room as the waiting producer asked for, and memory, if that was missing} */
    boolean hasRoom() {
        return queue.isBelowHalf() && queue.sizeBytes() <= Math.min(resumeBytes, starvedBytes);
    }

    /**
     * Wakes the producer if it waits and there is room. Called by the consumer after it released messages. When the
     * signal throws, the producer still waits, so that the next call signals it.
     */
    public void wake() {
        if (waits && hasRoom() && resume()) {
            signalProducer();
        }
    }

    /** Wakes the producer if it waits and there is room. Called by a consumer that may not call again for long. */
    public void wakeAfterRelease() {
        VarHandle.fullFence();
        wake();
    }

    /**
     * Wakes the producer as {@link #wake} or {@link #wakeAfterRelease}, and throws nothing, since the caller has its
     * message. When the signal fails, for lack of memory, the producer still waits, and the next call signals it.
     *
     * @param mayBeLast whether the caller may not call again for long, and no lock was given back with a fence
     * @return {@code false} when the signal failed
     */
    public boolean wakeQuietly(boolean mayBeLast) {
        try {
            if (mayBeLast) {
                wakeAfterRelease();
            } else {
                wake();
            }
            return true;
        } catch (RuntimeException | Error signalledLater) {
            // It is marked as waiting again.
            return false;
        }
    }

    /** The bounds have changed: a producer that waits looks again. */
    void wakeForNewBounds() {
        if (resume()) {
            signalProducer();
        }
    }

    private void signalProducer() {
        boolean signalled = false;
        try {
            signal.signalled();
            signalled = true;
        } finally {
            if (!signalled) {
                waits = true;
            }
        }
    }

    /**
     * The producer found no memory: from now on it has room only when there may be memory, or when half of what is
     * queued is consumed. It must then wait.
     *
     * @param account that refused it
     * @param bytes wanted
     */
    void starve(MemoryAccount account, long bytes) {
        long queued = queue.sizeBytes();
        starvedBytes = queued == 0 ? -1 : queued >> 1;
        Runnable action = memoryBack;
        if (action == null) {
            action = this::memoryCameBack;
            memoryBack = action;
        }
        if (starving != null && starving != account) {
            starving.withdraw(action);
        }
        starving = account;
        memoryIsBack = false;
        account.await(bytes, action);
    }

    /** The producer has what it needs, or is gone. */
    void endStarving() {
        MemoryAccount account = starving;
        Runnable action = memoryBack;
        if (account != null && action != null) {
            account.withdraw(action);
            starving = null;
            starvedBytes = Long.MAX_VALUE;
            memoryIsBack = false;
        }
    }

    private void memoryCameBack() {
        starvedBytes = Long.MAX_VALUE;
        memoryIsBack = true;
        VarHandle.fullFence();
        if (resume()) {
            memoryIsBack = false;
            signalProducer();
        }
    }
}
