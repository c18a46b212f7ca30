package io.zmqspring.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * One thread at a time holds the lock and sees what the last holder wrote; unlocking with a fence executes a full
 * fence.
 */
public class SpinLockStress {

    private SpinLockStress() {}

    /** Plain reads and writes under the lock by three threads. */
    @JCStressTest
    @Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "two at once, or one did not see the other's write")
    @State
    public static class Counts {

        private final SpinLock lock = new SpinLock();
        private int value;

        /** Increments. */
        @Actor
        public void first() {
            lock.lock();
            value++;
            lock.unlock();
        }

        /** Increments. */
        @Actor
        public void second() {
            while (!lock.tryLock()) {
                Thread.onSpinWait();
            }
            value++;
            lock.unlockWithFence();
        }

        /** Increments. */
        @Actor
        public void third() {
            while (!lock.tryLock(1_000_000L)) {
                Thread.onSpinWait();
            }
            value++;
            lock.unlock();
        }

        /** Looks. */
        @Arbiter
        public void end(I_Result result) {
            result.r1 = value;
        }
    }

    /** A failed attempt takes nothing and frees nothing. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "the first has it")
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "the second has it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both, or none")
    @State
    public static class Attempts {

        private final SpinLock lock = new SpinLock();

        /** Attempts once. */
        @Actor
        public void first(III_Result result) {
            result.r1 = lock.tryLock() ? 1 : 0;
        }

        /** Attempts once. */
        @Actor
        public void second(III_Result result) {
            result.r2 = lock.tryLock() ? 1 : 0;
        }

        /** Looks. */
        @Arbiter
        public void end(III_Result result) {
            result.r3 = lock.isLocked() ? 1 : 0;
        }
    }

    /** A store under the lock, {@link SpinLock#unlockWithFence}, a load; against a store, a full fence, a load. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "neither saw the other: no fence")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "at least one saw the other")
    @State
    public static class FenceOfUnlock {

        private static final VarHandle X;
        private static final VarHandle Y;

        static {
            try {
                X = MethodHandles.lookup().findVarHandle(FenceOfUnlock.class, "x", int.class);
                Y = MethodHandles.lookup().findVarHandle(FenceOfUnlock.class, "y", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final SpinLock lock = new SpinLock();
        private int x;
        private int y;

        /** Holds the lock. */
        @Actor
        public void holder(II_Result result) {
            lock.lock();
            X.setOpaque(this, 1);
            lock.unlockWithFence();
            result.r1 = (int) Y.getOpaque(this);
        }

        /** Does not. */
        @Actor
        public void other(II_Result result) {
            Y.setOpaque(this, 1);
            VarHandle.fullFence();
            result.r2 = (int) X.getOpaque(this);
        }
    }
}
