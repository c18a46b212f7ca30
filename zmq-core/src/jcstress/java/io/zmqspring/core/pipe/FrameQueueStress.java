package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.SpinLock;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * No wake-up is lost between the ends of a queue. The first number of each outcome says whether an end went to rest (1)
 * or goes on by itself (0), the second how often it was signalled.
 */
public class FrameQueueStress {

    private static final BufferPool POOL = new BufferPool(0);

    private FrameQueueStress() {}

    private static FrameQueue queue() {
        return new FrameQueue(POOL, 1_000, 1 << 20);
    }

    /** Publishes by a fence, as the I/O thread does. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "rests, and is signalled")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "sees the message and goes on")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "lost wake-up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "signalled although it went on, or twice")
    @State
    public static class ConsumerRestsByFence {

        private final FrameQueue queue = queue();
        private final AtomicInteger signals = new AtomicInteger();

        /** The consumer is awake. */
        public ConsumerRestsByFence() {
            queue.consumer().resume();
            queue.consumer().signal(signals::incrementAndGet);
        }

        /** Publishes one message. */
        @Actor
        public void producer() {
            queue.produced.advance(10, 1);
            queue.consumer().wakeAfterPublish();
        }

        /** Goes to rest. */
        @Actor
        public void consumer(II_Result result) {
            result.r1 = queue.consumer().rest() ? 1 : 0;
        }

        /** Looks. */
        @Arbiter
        public void end(II_Result result) {
            result.r2 = signals.get();
        }
    }

    /** Publishes under a lock and without a fence, as a sender does. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "rests, and is signalled")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "sees the message and goes on")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "lost wake-up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "signalled although it went on, or twice")
    @State
    public static class ConsumerRestsUnderLock {

        private final FrameQueue queue = queue();
        private final SpinLock lock = new SpinLock();
        private final AtomicInteger signals = new AtomicInteger();

        /** The consumer is awake. */
        public ConsumerRestsUnderLock() {
            queue.consumer().producerLock(lock);
            queue.consumer().resume();
            queue.consumer().signal(signals::incrementAndGet);
        }

        /** Publishes one message. */
        @Actor
        public void producer() {
            lock.lock();
            queue.produced.advance(10, 1);
            boolean wake = queue.consumer().isResting();
            lock.unlock();
            if (wake) {
                queue.consumer().wake();
            }
        }

        /** Goes to rest. */
        @Actor
        public void consumer(II_Result result) {
            result.r1 = queue.consumer().rest() ? 1 : 0;
        }

        /** Looks. */
        @Arbiter
        public void end(II_Result result) {
            result.r2 = signals.get();
        }
    }

    /** Two senders at a queue at rest: exactly one wakes the consumer. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "woken once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "not woken, or twice")
    @State
    public static class TwoSendersWakeOnce {

        private final FrameQueue queue = queue();
        private final SpinLock lock = new SpinLock();
        private final AtomicInteger signals = new AtomicInteger();
        private long written;

        /** The consumer is at rest. */
        public TwoSendersWakeOnce() {
            queue.consumer().producerLock(lock);
            queue.consumer().signal(signals::incrementAndGet);
        }

        private void send() {
            lock.lock();
            written++;
            queue.produced.advance(10 * written, written);
            boolean wake = queue.consumer().isResting();
            lock.unlock();
            if (wake) {
                queue.consumer().wake();
            }
        }

        /** Sends one message. */
        @Actor
        public void first() {
            send();
        }

        /** Sends one message. */
        @Actor
        public void second() {
            send();
        }

        /** Looks. */
        @Arbiter
        public void end(II_Result result) {
            result.r1 = 1;
            result.r2 = signals.get();
        }
    }

    /** A producer without room, and a consumer that makes room. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "waits, and is signalled")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "sees the room and goes on")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "lost wake-up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "signalled although it went on, or twice")
    @State
    public static class ProducerWaits {

        private final FrameQueue queue = queue();
        private final AtomicInteger signals = new AtomicInteger();

        /** One message of 10 bytes is there. */
        public ProducerWaits() {
            queue.produced.advance(10, 1);
            queue.producer().signal(signals::incrementAndGet);
        }

        /** Waits until the queue is empty. */
        @Actor
        public void producer(II_Result result) {
            result.r1 = queue.producer().waitBelow(0) ? 1 : 0;
        }

        /** Takes the message. */
        @Actor
        public void consumer() {
            queue.consumed.advance(10, 1);
            queue.producer().wakeAfterRelease();
        }

        /** Looks. */
        @Arbiter
        public void end(II_Result result) {
            result.r2 = signals.get();
        }
    }

    /** A producer that waits for the mark, while the mark is raised and a message is taken. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "waits, and is signalled")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "sees the room and goes on")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "lost wake-up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "signalled although it went on, or twice")
    @State
    public static class ProducerWaitsWhileMarkIsRaised {

        private final FrameQueue queue = new FrameQueue(POOL, 1, 1 << 20);
        private final AtomicInteger signals = new AtomicInteger();

        /** One message of 10 bytes is there, which is as many as may be. */
        public ProducerWaitsWhileMarkIsRaised() {
            queue.produced.advance(10, 1);
            queue.producer().signal(signals::incrementAndGet);
        }

        /** Waits. */
        @Actor
        public void producer(II_Result result) {
            result.r1 = queue.producer().waitForRoom(10, Long.MAX_VALUE) ? 1 : 0;
        }

        /** Takes the message. */
        @Actor
        public void consumer() {
            queue.consumed.advance(10, 1);
            queue.producer().wakeAfterRelease();
        }

        /** Raises the mark before the producer waits or afterwards. */
        @Actor
        public void owner() {
            queue.limit(1_000, 1 << 20);
        }

        /** Looks. */
        @Arbiter
        public void end(II_Result result) {
            result.r2 = signals.get();
        }
    }
}
