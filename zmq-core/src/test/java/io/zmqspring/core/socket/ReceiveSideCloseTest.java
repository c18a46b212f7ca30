package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiving half that is closed in a handler while the handler before has not quite returned. */
@Timeout(60)
class ReceiveSideCloseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 64 << 20);
    private final Pipe pipe = new Pipe(new FrameQueue(new BufferPool(1 << 20), 0, 1), queue, false, true);
    private final ReceiveSide side = new ReceiveSide(
            "a socket", new FairQueue(), new IdleStrategy(WaitStrategy.PARK, NanoClock.SYSTEM), () -> null);

    @Test
    void shouldRunTheActionBehindTheHandlerThatClosesWhenAnotherReturnsMeanwhile() {
        side.attach(pipe);
        MessageWriter writer = new MessageWriter(queue);
        writer.write(new byte[1], true);
        writer.write(new byte[1], true);
        queue.consumer().wakeAfterPublish();
        CountDownLatch hasReturned = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        queue.producer().signal(() -> {
            hasReturned.countDown();
            await(closed);
        });
        // A producer that waits until one message of 3 bytes is left is signalled by the first call behind its handler,
        // when the lock is free again.
        assertThat(queue.producer().waitBelow(3)).isTrue();
        Calls.Running<Integer> first = Calls.start(() -> side.poll((body, more) -> {}, 1, 0));
        await(hasReturned);
        List<String> order = new ArrayList<>();

        int shown = side.poll(
                (body, more) -> {
                    side.close(() -> order.add("quiet"));
                    closed.countDown();
                    assertThat(first.result()).succeedsWithin(PATIENCE).isEqualTo(1);
                    order.add("handler returns");
                },
                1,
                0);

        assertThat(shown).isEqualTo(1);
        assertThat(order).containsExactly("handler returns", "quiet");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
