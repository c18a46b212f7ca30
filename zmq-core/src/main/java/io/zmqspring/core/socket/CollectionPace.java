package io.zmqspring.core.socket;

import io.zmqspring.core.time.NanoClock;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks for garbage collections that free direct memory, as the JDK does when that memory is used up, but without
 * waiting, and so rarely that they take at most a twentieth of the time. Any thread.
 */
final class CollectionPace {

    private static final CollectionPace OF_THIS_JVM = new CollectionPace(NanoClock.SYSTEM, System::gc);
    private static final long MIN_PAUSE_NS = 1_000_000_000L;
    private static final int PAUSE_PER_COLLECTION = 20;

    /** After it a collection counts as lost, for instance with the executor that was to run it. */
    private static final long MAX_COLLECTION_NS = 60_000_000_000L;

    private final NanoClock clock;
    private final Runnable collect;
    private final AtomicLong nextNs;

    CollectionPace(NanoClock clock, Runnable collect) {
        this.clock = clock;
        this.collect = collect;
        this.nextNs = new AtomicLong(clock.nanoTime());
    }

    /** {@return that of this JVM; all contexts share it} */
    static CollectionPace ofThisJvm() {
        return OF_THIS_JVM;
    }

    /**
     * Starts a collection unless one is under way or was a short while ago.
     *
     * @param executor runs it; may refuse with an exception
     * @return whether it will be run; if not, the caller must ask again later
     */
    boolean ask(Executor executor) {
        long next = nextNs.get();
        long now = clock.nanoTime();
        if (now - next >= 0 && nextNs.compareAndSet(next, now + MAX_COLLECTION_NS)) {
            try {
                executor.execute(this::collect);
                return true;
            } catch (RuntimeException | Error noThread) {
                nextNs.set(now);
            }
        }
        return false;
    }

    private void collect() {
        long began = clock.nanoTime();
        try {
            collect.run();
        } finally {
            long ended = clock.nanoTime();
            nextNs.set(ended + Math.max(MIN_PAUSE_NS, PAUSE_PER_COLLECTION * (ended - began)));
        }
    }
}
