package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A receiving half, and pipes with messages for it. */
abstract class ReceiveSideFixture {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final long PATIENCE_NS = PATIENCE.toNanos();

    final BufferPool pool = new BufferPool(1 << 20);
    final ReceiveSide side = new ReceiveSide(
            "a socket", new FairQueue(), new IdleStrategy(WaitStrategy.SPIN_THEN_PARK, NanoClock.SYSTEM), () -> null);

    final Pipe attach() {
        Pipe pipe = new Pipe(queue(), queue(), false, true);
        side.attach(pipe);
        return pipe;
    }

    static void bring(Pipe pipe, int messages) {
        write(pipe, messages);
        pipe.incoming().consumer().wakeAfterPublish();
    }

    static void write(Pipe pipe, int messages) {
        MessageWriter writer = new MessageWriter(pipe.incoming());
        for (int i = 0; i < messages; i++) {
            assertThat(writer.write(new byte[1], true)).isTrue();
        }
    }

    final FrameQueue queue() {
        return new FrameQueue(pool, 0, 64 << 20);
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_NS, TimeUnit.NANOSECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
