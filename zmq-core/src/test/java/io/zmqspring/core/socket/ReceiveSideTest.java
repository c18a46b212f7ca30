package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pipe.Pipe;
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

@Timeout(60)
class ReceiveSideTest extends ReceiveSideFixture {

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
}
