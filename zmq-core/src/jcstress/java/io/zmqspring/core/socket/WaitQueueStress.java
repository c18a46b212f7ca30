package io.zmqspring.core.socket;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Threads that wait for one thing each get it, although one is woken a thing: 0 not parked, 1 woken, 2 slept too long.
 */
public class WaitQueueStress {

    /** Far longer than another actor may be without a core. */
    private static final long TOO_LONG_NS = TimeUnit.SECONDS.toNanos(10);

    private WaitQueueStress() {}

    private static void bring(WaitQueue waitQueue, AtomicInteger things) {
        things.incrementAndGet();
        waitQueue.wakeOne();
    }

    private static int take(WaitQueue waitQueue, AtomicInteger things) {
        Thread me = Thread.currentThread();
        boolean taken = false;
        waitQueue.add(me);
        try {
            long start = System.nanoTime();
            int parked = 0;
            while (true) {
                waitQueue.renew(me);
                taken = things.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
                if (taken) {
                    return parked;
                }
                if (System.nanoTime() - start >= TOO_LONG_NS) {
                    return 2;
                }
                if (waitQueue.isWaiting(me)) {
                    parked = 1;
                    LockSupport.parkNanos(TOO_LONG_NS);
                }
            }
        } finally {
            if (!waitQueue.remove(me) && (!taken || things.get() > 0)) {
                waitQueue.wakeOne();
            }
        }
    }

    /** One waits for one. */
    @JCStressTest
    @Outcome(id = "[01]", expect = Expect.ACCEPTABLE, desc = "saw it, or was woken")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost wake-up")
    @State
    public static class One {

        private final WaitQueue waitQueue = new WaitQueue();
        private final AtomicInteger things = new AtomicInteger();

        /** Brings it. */
        @Actor
        public void bringer() {
            bring(waitQueue, things);
        }

        /** Waits for it. */
        @Actor
        public void waiter(I_Result result) {
            result.r1 = take(waitQueue, things);
        }
    }

    /** Two wait, and two things are brought one after the other. */
    @JCStressTest
    @Outcome(id = "[01], [01]", expect = Expect.ACCEPTABLE, desc = "saw it, or was woken")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost wake-up")
    @State
    public static class TwoOfOneBringer {

        private final WaitQueue waitQueue = new WaitQueue();
        private final AtomicInteger things = new AtomicInteger();

        /** Brings both. */
        @Actor
        public void bringer() {
            bring(waitQueue, things);
            bring(waitQueue, things);
        }

        /** Waits for one. */
        @Actor
        public void first(II_Result result) {
            result.r1 = take(waitQueue, things);
        }

        /** Waits for one. */
        @Actor
        public void second(II_Result result) {
            result.r2 = take(waitQueue, things);
        }
    }

    /** Two wait, and two bring one thing each. */
    @JCStressTest
    @Outcome(id = "[01], [01]", expect = Expect.ACCEPTABLE, desc = "saw it, or was woken")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost wake-up")
    @State
    public static class TwoOfTwoBringers {

        private final WaitQueue waitQueue = new WaitQueue();
        private final AtomicInteger things = new AtomicInteger();

        /** Brings one. */
        @Actor
        public void firstBringer() {
            bring(waitQueue, things);
        }

        /** Brings one. */
        @Actor
        public void secondBringer() {
            bring(waitQueue, things);
        }

        /** Waits for one. */
        @Actor
        public void first(II_Result result) {
            result.r1 = take(waitQueue, things);
        }

        /** Waits for one. */
        @Actor
        public void second(II_Result result) {
            result.r2 = take(waitQueue, things);
        }
    }
}
