package io.zmqspring.core.ring;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Asks for garbage collections that free direct memory, as the JDK does when that memory is used up, but without
 * waiting, and so rarely that they take at most a twentieth of the time. Any thread.
 */
public final class CollectionPace {

    private static final CollectionPace OF_THIS_JVM = new CollectionPace(System::nanoTime, System::gc);
    private static final long MIN_PAUSE_NS = 1_000_000_000L;
    private static final int PAUSE_PER_COLLECTION = 20;

    /** After it a collection counts as lost, for instance with the executor that was to run it. */
    private static final long MAX_COLLECTION_NS = 60_000_000_000L;

    private final LongSupplier clock;
    private final Runnable collect;
    private final AtomicLong nextNs;

    CollectionPace(LongSupplier clock, Runnable collect) {
        this.clock = clock;
        this.collect = collect;
        this.nextNs = new AtomicLong(clock.getAsLong());
    }

    /** {@return that of this JVM; all contexts share it} */
    public static CollectionPace ofThisJvm() {
        return OF_THIS_JVM;
    }

    /**
     * Starts a collection unless one is under way or was a short while ago.
     *
     * @param executor runs it; may refuse with an exception, and the next call tries again
     */
    public void ask(Executor executor) {
        long next = nextNs.get();
        long now = clock.getAsLong();
        if (now - next >= 0 && nextNs.compareAndSet(next, now + MAX_COLLECTION_NS)) {
            try {
                executor.execute(this::collect);
            } catch (RuntimeException | Error noThread) {
                nextNs.set(now);
            }
        }
    }

    private void collect() {
        long began = clock.getAsLong();
        try {
            collect.run();
        } finally {
            long ended = clock.getAsLong();
            nextNs.set(ended + Math.max(MIN_PAUSE_NS, PAUSE_PER_COLLECTION * (ended - began)));
        }
    }
}
