package io.zmqspring.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReceiveLoopTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final RestartableSocket in =
            RestartableSocket.of(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://loop"), () -> context);
    private final PushSocket out = context.push();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private ReceiveLoop loop;

    @BeforeEach
    void open() {
        in.start();
        out.connect("inproc://loop");
    }

    @AfterEach
    void close() {
        release.countDown();
        if (loop != null) {
            loop.stopNow(LIMIT);
        }
        in.close();
        context.close();
    }

    @Test
    void shouldHandleMessagesInOrder() {
        start(this::record);

        send(1, 1000);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).hasSize(1000));
        assertThat(received).containsExactlyElementsOf(numbers(1, 1000));
    }

    @Test
    void shouldHandleAsManyAtOnceAsItsConcurrencySays() {
        CyclicBarrier allThere = new CyclicBarrier(3);
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        loop = loop(in, message -> {
                    try {
                        allThere.await(10, TimeUnit.SECONDS);
                    } catch (Exception alone) {
                        throw new AssertionError(alone);
                    }
                    used.add(Thread.currentThread());
                    record(message);
                })
                .concurrency(3)
                .build();
        loop.start(this::run);

        send(1, 30);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).hasSize(30));
        assertThat(used).hasSize(3);
    }

    @Test
    void shouldGoOnAfterWhateverTheHandlerThrowsOrLeavesBehind() {
        start(message -> {
            switch (message.string(0)) {
                case "1" -> throw new IllegalStateException("expected by this test");
                case "2" -> throw new StackOverflowError("expected by this test");
                case "3" -> Thread.currentThread().interrupt();
                default -> record(message);
            }
        });

        send(1, 5);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("4", "5"));
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldTakeNothingOnceAPauseHasReturned() {
        start(this::record);
        for (int round = 1; round <= 200; round++) {
            loop.pause();
            out.send(new byte[] {(byte) round});
            assertThat(((PullSocket) in).receive(LIMIT)).containsExactly((byte) round);
            loop.resume();
        }
        loop.pause();
        send(1, 2);
        await().atMost(LIMIT).until(() -> in.counters().queuedToReceive() == 2);
        assertThat(received).isEmpty();

        loop.resume();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("1", "2"));
    }

    @Test
    void shouldLoseNothingWhileItIsPausedAndResumed() {
        start(this::record);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(1, 20_000));
        while (!sending.isDone()) {
            loop.pause();
            loop.resume();
        }

        await().atMost(LIMIT).until(() -> received.size() == 20_000);
        assertThat(received).containsExactlyElementsOf(numbers(1, 20_000));
    }

    @Test
    void shouldPauseWhenTheHandlerSaysSo() {
        start(message -> {
            record(message);
            loop.pause();
        });

        send(1, 2);

        await().atMost(LIMIT).until(() -> received.size() == 1 && in.counters().queuedToReceive() == 1);
        loop.resume();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("1", "2"));
    }

    @Test
    void shouldHandleWhatHadArrivedBeforeItStops() {
        start(this::holdFirst);
        send(1, 20);
        awaitEntered();
        await().atMost(LIMIT).until(() -> in.counters().queuedToReceive() == 19);

        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> loop.stop(LIMIT));
        release.countDown();

        assertThat(stopped).succeedsWithin(LIMIT).isEqualTo(true);
        assertThat(received).containsExactlyElementsOf(numbers(1, 20));
        assertThat(ends).hasValue(1);
        assertThat(in.state()).isEqualTo(SocketState.OPEN);
    }

    @Test
    void shouldLeaveWhatHadArrivedWhenItStopsAtOnceOrIsPaused() {
        start(this::holdFirst);
        send(1, 3);
        awaitEntered();
        Thread stopping = new Thread(() -> loop.stopNow(LIMIT));
        stopping.start();
        await().atMost(LIMIT).until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        await().atMost(LIMIT).until(() -> ends.get() == 1);
        assertThat(received).containsExactly("1");

        loop = loop(in, this::record).paused(true).build();
        loop.start(this::run);
        assertThat(loop.stop(LIMIT)).isTrue();

        assertThat(received).containsExactly("1");
        assertThat(in.counters().queuedToReceive()).isEqualTo(2);
    }

    @Test
    void shouldStopWhileItWaitsForAMessage() {
        start(this::record);
        awaitWaiting();

        assertThat(loop.stop(LIMIT)).isTrue();

        assertThat(ends).hasValue(1);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldInterruptTheHandlerOnlyWhenTheTimeOfAStopIsOver() {
        start(this::holdFirst);
        send(1, 1);
        awaitEntered();

        boolean ended = loop.stop(Duration.ofMillis(50));

        assertThat(ended).isTrue();
        assertThat(interrupted).isTrue();
    }

    @Test
    void shouldEndAfterTheHandlerWhenTheHandlerStopsIt() {
        start(message -> {
            assertThat(loop.isWorker()).isTrue();
            record(message);
            received.add("stop returned " + loop.stop(LIMIT));
        });

        send(1, 1);

        await().atMost(LIMIT).until(() -> ends.get() == 1);
        assertThat(received).containsExactly("1", "stop returned false");
    }

    @Test
    void shouldGoOnWhenItsSocketHasBeenRestarted() {
        start(this::record);
        send(1, 1);
        await().atMost(LIMIT).until(() -> received.size() == 1);

        in.stop();
        awaitWaiting();
        in.start();
        send(2, 2);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("1", "2"));
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldStopWhileItsSocketIsStopped() {
        start(this::record);
        in.stop();
        awaitWaiting();

        assertThat(loop.stop(LIMIT)).isTrue();
    }

    @Test
    void shouldFailWhenItsSocketIsClosedForGood() {
        start(this::record);

        in.close();

        await().atMost(LIMIT).until(() -> ends.get() == 1);
        assertThat(failures).singleElement().isInstanceOf(ZmqClosedException.class);
    }

    @Test
    void shouldFailWhenTheContextOfARestartableSocketIsClosed() {
        start(this::record);

        context.close();

        await().atMost(LIMIT).until(() -> ends.get() == 1);
        assertThat(failures).singleElement().isInstanceOf(ZmqClosedException.class);
    }

    @Test
    void shouldFailWhenAPlainSocketIsClosed() {
        PullSocket plain = context.pull();
        loop = loop(plain, this::record).build();
        loop.start(this::run);

        plain.close();

        await().atMost(LIMIT).until(() -> ends.get() == 1);
        assertThat(failures).singleElement().isInstanceOf(ZmqClosedException.class);
    }

    @Test
    void shouldFailWhenItsThreadIsInterruptedFromOutsideWhileItWaits() {
        start(this::record);
        awaitWaiting();

        threads.get(0).interrupt();

        await().atMost(LIMIT).until(() -> ends.get() == 1);
        assertThat(failures).singleElement().isInstanceOf(ZmqInterruptedException.class);
    }

    @Test
    void shouldEndTheStartedWorkersWhenTheExecutorRefusesOne() {
        AtomicInteger accepted = new AtomicInteger();
        loop = loop(in, this::record).concurrency(3).build();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> loop.start(task -> {
                    if (accepted.incrementAndGet() > 1) {
                        throw new RejectedExecutionException("full");
                    }
                    run(task);
                }));

        await().atMost(LIMIT).until(() -> ends.get() == 1);
        assertThat(loop.stop(LIMIT)).isTrue();
    }

    @Test
    void shouldCallBackWhenNothingComes() {
        List<Duration> idle = new CopyOnWriteArrayList<>();
        loop = loop(in, this::record).idle(Duration.ofMillis(20), idle::add).build();
        loop.start(this::run);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(idle)
                        .hasSizeGreaterThan(1)
                        .allSatisfy(time -> assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(20))));
    }

    @Test
    void shouldRefuseWhatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReceiveLoop.builder(out, this::record))
                .withMessageContaining("needs a socket that receives");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReceiveLoop.builder(in, this::record).concurrency(0))
                .withMessageContaining("concurrency=0");
    }

    private void start(Consumer<ZmqMessage> handler) {
        loop = loop(in, handler).build();
        loop.start(this::run);
    }

    private ReceiveLoop.Builder loop(ZmqSocket socket, Consumer<ZmqMessage> handler) {
        return ReceiveLoop.builder(socket, handler).onFailure(failures::add).onEnd(ends::incrementAndGet);
    }

    private void run(Runnable task) {
        Thread thread = new Thread(task, "loop");
        threads.add(thread);
        thread.start();
    }

    private void record(ZmqMessage message) {
        received.add(message.string(0));
    }

    private void holdFirst(ZmqMessage message) {
        entered.countDown();
        try {
            release.await();
        } catch (InterruptedException stopping) {
            interrupted.set(true);
        }
        record(message);
    }

    private void awaitEntered() {
        await().atMost(LIMIT).until(() -> entered.getCount() == 0);
    }

    /** A worker that waits is a thread in a timed or untimed wait. */
    private void awaitWaiting() {
        await().atMost(LIMIT)
                .until(() -> threads.stream()
                        .allMatch(thread -> thread.getState() == Thread.State.WAITING
                                || thread.getState() == Thread.State.TIMED_WAITING));
    }

    private void send(int first, int last) {
        numbers(first, last).forEach(number -> out.send(ZmqMessage.ofStrings(number)));
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }
}
