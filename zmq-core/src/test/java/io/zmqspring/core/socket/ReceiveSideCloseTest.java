package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.time.NanoClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiving half that is closed, also by a handler or while one runs. */
@Timeout(60)
class ReceiveSideCloseTest extends ReceiveSideFixture {

    @Test
    void shouldRunTheActionBehindTheHandlerThatClosesWhenAnotherReturnsMeanwhile() {
        Pipe pipe = attach();
        FrameQueue queue = pipe.incoming();
        bring(pipe, 2);
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

    @Test
    void shouldRunTheActionOfCloseOnTheClosingThreadWhenNoHandlerRuns() {
        Pipe pipe = attach();
        bring(pipe, 1);
        List<Thread> ran = new ArrayList<>();

        side.close(() -> ran.add(Thread.currentThread()));

        assertThat(ran).containsExactly(Thread.currentThread());
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> side.receive(0));
        assertThat(ran).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRunTheActionOfCloseOnTheHandlersThreadOnceItIsThrough(boolean handlerThrows) throws Exception {
        Pipe pipe = attach();
        bring(pipe, 1);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Thread> ran = new ArrayList<>();
        Calls.Running<Integer> polling = Calls.start(() -> side.poll(
                (body, more) -> {
                    inside.countDown();
                    await(goOn);
                    if (handlerThrows) {
                        throw new IllegalStateException("by the handler");
                    }
                },
                10,
                PATIENCE_NS));
        await(inside);

        Calls.Running<Void> closing = Calls.start(() -> side.close(() -> ran.add(Thread.currentThread())));
        assertThat(closing.result()).succeedsWithin(PATIENCE);
        assertThat(ran).isEmpty();
        goOn.countDown();

        if (handlerThrows) {
            assertThat(polling.result())
                    .failsWithin(PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("by the handler");
        } else {
            assertThat(polling.result()).succeedsWithin(PATIENCE).isEqualTo(1);
        }
        assertThat(ran).containsExactly(polling.thread());
    }

    @Test
    void shouldRunTheActionOfCloseBehindTheHandlerThatCloses() {
        Pipe pipe = attach();
        bring(pipe, 3);
        List<String> order = new ArrayList<>();

        int shown = side.poll(
                (body, more) -> {
                    side.close(() -> order.add("quiet"));
                    order.add("handler returns");
                },
                10,
                0);

        assertThat(shown).isEqualTo(1);
        assertThat(order).containsExactly("handler returns", "quiet");
    }

    @Test
    void shouldRunTheActionOfCloseOnceAndReceiveNothingAfterIt() throws Exception {
        for (int round = 0; round < 300; round++) {
            ReceiveSide each = new ReceiveSide(
                    "a socket",
                    new FairQueue(),
                    new IdleStrategy(WaitStrategy.SPIN_THEN_PARK, NanoClock.SYSTEM),
                    () -> null);
            Pipe pipe = new Pipe(queue(), queue(), false, true);
            each.attach(pipe);
            bring(pipe, 5_000);
            AtomicInteger ran = new AtomicInteger();
            AtomicInteger afterwards = new AtomicInteger();
            List<Calls.Running<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                calls.add(Calls.start(() -> takeUntilClosed(each, ran, afterwards)));
            }
            int target = round;
            while (each.received() < target) {
                Thread.onSpinWait();
            }

            each.close(ran::incrementAndGet);

            for (Calls.Running<Void> call : calls) {
                assertThat(call.result()).succeedsWithin(PATIENCE);
            }
            assertThat(ran).hasValue(1);
            assertThat(afterwards).hasValue(0);
        }
    }

    @Test
    void shouldRunTheActionOfCloseAlsoWhenTheRoundFailsBehindTheHandler() throws Exception {
        for (int round = 0; round < 20; round++) {
            ReceiveSide each = new ReceiveSide(
                    "a socket", new FairQueue(), new IdleStrategy(WaitStrategy.PARK, NanoClock.SYSTEM), () -> null);
            Pipe pipe = new Pipe(queue(), queue(), false, true);
            each.attach(pipe);
            AtomicInteger ran = new AtomicInteger();
            FrameHandler closing = (body, more) -> {
                pipe.incoming().producer().signal(() -> {
                    throw new OutOfMemoryError("at the producer's signal");
                });
                assertThat(pipe.incoming().producer().waitBelow(0)).isTrue();
                each.close(ran::incrementAndGet);
            };
            List<Calls.Running<Integer>> polling = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                polling.add(
                        Calls.start(() -> each.poll(closing, 1, PATIENCE_NS)).awaitWaiting());
            }

            bring(pipe, 1);

            for (Calls.Running<Integer> call : polling) {
                Awaitility.await().until(call.result()::isDone);
            }
            assertThat(ran).hasValue(1);
        }
    }

    private static void takeUntilClosed(ReceiveSide side, AtomicInteger ran, AtomicInteger afterwards) {
        try {
            while (true) {
                side.receive(0);
                side.poll((body, more) -> afterwards.addAndGet(ran.get()), 3, 0);
            }
        } catch (ZmqClosedException expected) {
            return;
        }
    }
}
