package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.time.NanoClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReceiveSideTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PATIENCE_NS = PATIENCE.toNanos();

    private final BufferPool pool = new BufferPool(1 << 20);
    private final ReceiveSide side = new ReceiveSide(
            "a socket", new FairQueue(), new IdleStrategy(WaitStrategy.SPIN_THEN_PARK, NanoClock.SYSTEM), () -> null);

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
    void shouldWakeOneReceiverForAMessage() {
        Pipe pipe = attach();
        List<Calls.Running<byte[]>> waiting = receivers(8);
        Map<Thread, Long> before = waits(waiting);

        bring(pipe, 1);

        Awaitility.await()
                .until(() -> waiting.stream().anyMatch(call -> call.result().isDone()));
        Map<Thread, Long> after = waits(waiting);
        assertThat(waiting.stream().filter(call -> call.result().isDone())).hasSize(1);
        assertThat(waiting.stream()
                        .filter(call ->
                                !call.result().isDone() && after.get(call.thread()) > before.get(call.thread())))
                .as("woken for nothing")
                .isEmpty();
        side.close(() -> {});
        for (Calls.Running<byte[]> call : waiting) {
            Awaitility.await().until(call.result()::isDone);
        }
    }

    @Test
    void shouldHandTheWakeUpOnUntilEveryMessageIsTaken() {
        Pipe pipe = attach();
        List<Calls.Running<byte[]>> waiting = receivers(16);

        bring(pipe, 16);

        for (Calls.Running<byte[]> call : waiting) {
            assertThat(call.result()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldPassTheWakeUpOnWhenTheWokenReceiverFailsOrIsInterrupted() throws Exception {
        for (int round = 0; round < 10; round++) {
            ReceiveSide each = new ReceiveSide(
                    "a socket", new FairQueue(), new IdleStrategy(WaitStrategy.PARK, NanoClock.SYSTEM), () -> null);
            Pipe pipe = new Pipe(queue(), queue(), false, true);
            each.attach(pipe);
            Calls.Running<Integer> tooSmall = Calls.start(() -> each.receiveInto(ByteBuffer.allocate(0), PATIENCE_NS))
                    .awaitWaiting();
            Calls.Running<byte[]> interrupted =
                    Calls.start(() -> each.receive(PATIENCE_NS)).awaitWaiting();
            Calls.Running<byte[]> last =
                    Calls.start(() -> each.receive(PATIENCE_NS)).awaitWaiting();

            bring(pipe, 1);
            if (round % 2 == 0) {
                assertThat(tooSmall.result()).failsWithin(PATIENCE);
                Awaitility.await()
                        .until(() ->
                                interrupted.result().isDone() || last.result().isDone());
            } else {
                interrupted.thread().interrupt();
                if (exceptionOf(interrupted) != null) {
                    assertThat(last.result()).succeedsWithin(Duration.ofSeconds(5));
                }
            }
            each.close(() -> {});
        }
    }

    @Test
    void shouldGiveTheMessageAndWakeTheNextWhenTheRoundFailsBehindIt() throws Exception {
        Pipe pipe = attach();
        List<Calls.Running<byte[]>> waiting = receivers(2);
        AtomicInteger signals = new AtomicInteger();
        pipe.incoming().producer().signal(() -> {
            if (signals.incrementAndGet() == 1) {
                throw new OutOfMemoryError("at the producer's signal");
            }
        });
        write(pipe, 1);
        assertThat(pipe.incoming().producer().waitBelow(0)).isTrue();
        pipe.incoming().consumer().wakeAfterPublish();
        Awaitility.await()
                .until(() -> waiting.stream().anyMatch(call -> call.result().isDone()));
        bring(pipe, 1);

        for (Calls.Running<byte[]> call : waiting) {
            assertThat(call.result()).succeedsWithin(PATIENCE);
        }
        assertThat(signals).as("the producer is told by the next call").hasValue(2);
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

    private static @Nullable Throwable exceptionOf(Calls.Running<?> call) {
        return call.result()
                .handle((value, thrown) -> thrown)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void shouldEndTheWaitForAnotherThreadsHandlerByInterruptAndDeadlineAndClose() throws Exception {
        Pipe pipe = attach();
        bring(pipe, 2);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Calls.Running<Integer> polling = Calls.start(() -> side.poll(
                (body, more) -> {
                    inside.countDown();
                    await(goOn);
                },
                1,
                0));
        await(inside);

        assertThat(side.receive(0)).isNull();
        long start = System.nanoTime();
        assertThat(side.receive(50_000_000)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(50), Duration.ofMillis(500));

        Calls.Running<byte[]> interrupted =
                Calls.start(() -> side.receive(PATIENCE_NS)).awaitWaiting();
        interrupted.thread().interrupt();
        assertThat(interrupted.result())
                .failsWithin(Duration.ofMillis(500))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqInterruptedException.class);
        assertThat(interrupted.interrupted()).succeedsWithin(PATIENCE).isEqualTo(true);

        Calls.Running<byte[]> closed =
                Calls.start(() -> side.receive(PATIENCE_NS)).awaitWaiting();
        side.close(() -> {});
        assertThat(closed.result())
                .failsWithin(Duration.ofMillis(500))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqClosedException.class);
        goOn.countDown();
        assertThat(polling.result()).succeedsWithin(PATIENCE);
    }

    @Test
    void shouldReceiveOnceAnotherThreadsHandlerHasReturned() {
        for (int round = 0; round < 200; round++) {
            Pipe pipe = attach();
            bring(pipe, 3);
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Calls.Running<Integer> polling = Calls.start(() -> side.poll(
                    (body, more) -> {
                        inside.countDown();
                        await(goOn);
                    },
                    1,
                    0));
            await(inside);
            Calls.Running<byte[]> first = Calls.start(() -> side.receive(PATIENCE_NS));
            Calls.Running<byte[]> second = Calls.start(() -> side.receive(PATIENCE_NS));
            if (round % 20 == 0) {
                first.awaitWaiting();
                second.awaitWaiting();
            }

            goOn.countDown();

            assertThat(first.result()).succeedsWithin(Duration.ofSeconds(5));
            assertThat(second.result()).succeedsWithin(Duration.ofSeconds(5));
            assertThat(polling.result()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldFindTheMessageThatWaitsWhileAnotherThreadTakesOne() {
        Pipe pipe = attach();
        final int messages = 200_000;
        bring(pipe, messages);
        Calls.Running<Integer> other = Calls.start(() -> takeWhileThereIs(messages / 2));

        int mine = takeWhileThereIs(messages / 2);

        assertThat(mine).isEqualTo(messages / 2);
        assertThat(other.result()).succeedsWithin(PATIENCE).isEqualTo(messages / 2);
    }

    private int takeWhileThereIs(int most) {
        int count = 0;
        while (count < most && side.receive(0) != null) {
            count++;
        }
        return count;
    }

    private List<Calls.Running<byte[]>> receivers(int count) {
        List<Calls.Running<byte[]>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(Calls.start(() -> side.receive(PATIENCE_NS)).awaitWaiting());
        }
        return calls;
    }

    private static Map<Thread, Long> waits(List<Calls.Running<byte[]>> calls) {
        Map<Thread, Long> waits = new HashMap<>();
        for (Calls.Running<byte[]> call : calls) {
            ThreadInfo info = ManagementFactory.getThreadMXBean()
                    .getThreadInfo(call.thread().getId());
            waits.put(call.thread(), info == null ? 0 : info.getWaitedCount());
        }
        return waits;
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

    private Pipe attach() {
        Pipe pipe = new Pipe(queue(), queue(), false, true);
        side.attach(pipe);
        return pipe;
    }

    private static void bring(Pipe pipe, int messages) {
        write(pipe, messages);
        pipe.incoming().consumer().wakeAfterPublish();
    }

    private static void write(Pipe pipe, int messages) {
        MessageWriter writer = new MessageWriter(pipe.incoming());
        for (int i = 0; i < messages; i++) {
            assertThat(writer.write(new byte[1], true)).isTrue();
        }
    }

    private FrameQueue queue() {
        return new FrameQueue(pool, 0, 64 << 20);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_NS, TimeUnit.NANOSECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
