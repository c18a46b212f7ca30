package io.zmqspring.core.ring;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * No buffer has two owners, and the pool keeps no more than it may. All buffers share the same memory: the pool looks
 * neither at it nor into it.
 */
public class BufferPoolStress {

    private static final int SIZE = BufferPool.MIN_CAPACITY;

    private static final ByteBuffer MEMORY = ByteBuffer.allocateDirect(SIZE);

    private BufferPoolStress() {}

    private static BufferPool poolWith(long mostKept, ByteBuffer... buffers) {
        BufferPool pool = new BufferPool(mostKept);
        for (ByteBuffer buffer : buffers) {
            pool.give(buffer);
        }
        return pool;
    }

    /** Two takers and two buffers. */
    @JCStressTest
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "one each")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the same for both, a new one, or a wrong count")
    @State
    public static class TwoTake {

        private final ByteBuffer one = MEMORY.slice();
        private final ByteBuffer other = MEMORY.slice();
        private final BufferPool pool = poolWith(2 * SIZE, one, other);
        private ByteBuffer first;
        private ByteBuffer second;

        /** Takes one. */
        @Actor
        public void first() {
            first = pool.take(SIZE);
        }

        /** Takes one. */
        @Actor
        public void second() {
            second = pool.take(SIZE);
        }

        /** Looks. */
        @Arbiter
        public void end(IJ_Result result) {
            result.r1 = first == one && second == other || first == other && second == one ? 2 : 1;
            result.r2 = pool.keptBytes();
        }
    }

    /** Two givers and room for one buffer. */
    @JCStressTest
    @Outcome(id = "4096", expect = Expect.ACCEPTABLE, desc = "one is kept")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both, or a wrong count")
    @State
    public static class TwoGive {

        private final BufferPool pool = new BufferPool(SIZE);

        /** Gives one. */
        @Actor
        public void first() {
            pool.give(MEMORY.slice());
        }

        /** Gives one. */
        @Actor
        public void second() {
            pool.give(MEMORY.slice());
        }

        /** Looks. */
        @Arbiter
        public void end(J_Result result) {
            result.r1 = pool.keptBytes();
        }
    }

    /** A taker and a giver, and room for one more buffer than there is. */
    @JCStressTest
    @Outcome(
            id = "1, 4096",
            expect = Expect.ACCEPTABLE,
            desc = "the first or the second buffer is taken, the other kept")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a buffer is lost, or a wrong count")
    @State
    public static class TakeAndGive {

        private final ByteBuffer kept = MEMORY.slice();
        private final ByteBuffer given = MEMORY.slice();
        private final BufferPool pool = poolWith(2 * SIZE, kept);
        private ByteBuffer taken;

        /** Takes one. */
        @Actor
        public void taker() {
            taken = pool.take(SIZE);
        }

        /** Gives another. */
        @Actor
        public void giver() {
            pool.give(given);
        }

        /** Looks. */
        @Arbiter
        public void end(IJ_Result result) {
            result.r1 = taken == kept || taken == given ? 1 : 0;
            result.r2 = pool.keptBytes();
        }
    }
}
