package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.SpinLock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Rest and wake-up of the consumer of a {@link FrameQueue}. The consumer owns it; the producer only calls {@link
 * #isResting}, {@link #wake} and {@link #wakeAfterPublish}.
 *
 * <pre>
 *                  rest(): the queue is empty
 *        AWAKE ──────────────────────────────────► RESTING
 *          ▲                                          │
 *          └── resume(), or the producer's wake() ────┘
 *                         which calls the signal once
 * </pre>
 *
 * <p>No wake-up is lost. The consumer says that it rests and then looks whether the queue is empty; the producer
 * publishes and then looks whether the consumer rests. At least one of them sees the other's store, since each does
 * both steps under the producer's lock, or executes a full fence between them. The fences are here: in {@link #rest}
 * and in {@link #wakeAfterPublish}. {@link #wake} has none: it is for a producer that looked under its lock.
 */
public final class ConsumerEnd {

    private static final VarHandle RESTS;

    static {
        try {
            RESTS = MethodHandles.lookup().findVarHandle(ConsumerEnd.class, "rests", boolean.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private final FrameQueue queue;
    private volatile boolean rests = true;
    private volatile @Nullable SpinLock producerLock;
    private volatile QueueSignal signal = QueueSignal.NONE;

    /** A new queue is empty: its consumer rests. */
    ConsumerEnd(FrameQueue queue) {
        this.queue = queue;
    }

    /** @param whenWoken what to do for the consumer when there are messages again */
    public void signal(QueueSignal whenWoken) {
        this.signal = whenWoken;
    }

    /**
     * Sets the lock under which the producer publishes. Then it needs no fence: it looks at {@link #isResting} before
     * it gives the lock back, and the consumer goes to rest under the same lock.
     *
     * @param lock the sending socket's
     */
    public void producerLock(SpinLock lock) {
        this.producerLock = lock;
    }

    /**
     * The consumer goes to rest if there is nothing to do.
     *
     * @return whether it rests: nothing is there, and its {@link QueueSignal} will be called when something comes
     */
    public boolean rest() {
        SpinLock lock = producerLock;
        if (lock != null) {
            lock.lock();
            try {
                rests = queue.isEmpty();
                return rests;
            } finally {
                lock.unlock();
            }
        }
        rests = true;
        VarHandle.fullFence();
        return queue.isEmpty() || !resume();
    }

    /**
     * The consumer goes to rest if there is nothing to do, as {@link #rest}, but does not wait for the producer's lock
     * longer than some microseconds: a producer that writes without a pause may keep it from everybody else for a
     * second.
     *
     * @return whether it rests; if not, something is there or may be, and the consumer looks again
     */
    public boolean tryRest() {
        SpinLock lock = producerLock;
        if (lock == null) {
            return rest();
        }
        if (!lock.tryLock(0)) {
            return false;
        }
        try {
            rests = queue.isEmpty();
            return rests;
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@return whether the producer, which has published under its lock and still has it, must call {@link
     * #wakeAfterPublish}}
     */
    public boolean mayRest() {
        return rests || producerLock == null;
    }

    /**
     * The consumer goes on by itself.
     *
     * @return whether it did; if not, the producer has signalled, or is about to
     */
    public boolean resume() {
        return RESTS.compareAndSet(this, true, false);
    }

    /** {@return whether the consumer rests; the producer asks under its lock, or after a full fence} */
    public boolean isResting() {
        return rests;
    }

    /**
     * Wakes the consumer if it rests. Called by the producer after it published and found that the consumer {@link
     * #isResting}. When the signal throws, the consumer still rests, so that the next call signals it.
     */
    public void wake() {
        wake(false);
    }

    /** As {@link #wake}, of one consumer among many: what it has to do is left to its I/O thread. */
    public void wakeAmongMany() {
        wake(true);
    }

    private void wake(boolean amongMany) {
        if (rests && RESTS.compareAndSet(this, true, false)) {
            boolean signalled = false;
            try {
                if (amongMany) {
                    signal.signalledAmongMany();
                } else {
                    signal.signalled();
                }
                signalled = true;
            } finally {
                if (!signalled) {
                    rests = true;
                }
            }
        }
    }

    /** Wakes the consumer if it rests. Called by a producer that published without a lock. */
    public void wakeAfterPublish() {
        VarHandle.fullFence();
        wake();
    }
}
