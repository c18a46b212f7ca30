package io.zmqspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.event.ListenerContainerEvent;
import io.zmqspring.event.ListenerContainerFailedEvent;
import io.zmqspring.event.ListenerContainerIdleEvent;
import io.zmqspring.event.ListenerContainerPausedEvent;
import io.zmqspring.event.ListenerContainerResumedEvent;
import io.zmqspring.event.ListenerContainerStartedEvent;
import io.zmqspring.event.ListenerContainerStoppedEvent;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Timeout(60)
class ListenerContainerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
    private final ContainerProperties properties = new ContainerProperties();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<ListenerContainerEvent> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private RestartableSocket in;
    private PushSocket out;
    private @Nullable DefaultZmqMessageListenerContainer container;

    @BeforeEach
    void openSockets() {
        in = registry.register(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://listener"));
        out = (PushSocket)
                registry.register(SocketDefinition.of("out", SocketType.PUSH).withConnect("inproc://listener"));
        in.start();
        ((RestartableSocket) out).start();
    }

    @AfterEach
    void closeAll() {
        release.countDown();
        if (container != null) {
            container.destroy();
        }
        registry.destroy();
        context.close();
    }

    @Test
    void shouldHandOverMessagesInOrder() {
        start(this::record);

        send(1, 1000);

        awaiting().untilAsserted(() -> assertThat(received).hasSize(1000));
        assertThat(received).containsExactlyElementsOf(numbers(1, 1000));
        awaiting()
                .untilAsserted(
                        () -> assertThat(container.getCounters()).isEqualTo(new ListenerCounters(1000, 1000, 0, 0)));
    }

    @Test
    void shouldCallTheListenerOnThreadsNamedByItsId() {
        List<String> threads = new CopyOnWriteArrayList<>();
        start(message -> threads.add(Thread.currentThread().getName()));

        send(1, 1);

        awaiting().untilAsserted(() -> assertThat(threads).containsExactly("mine-1"));
    }

    @Test
    void shouldCallTheListenerAsManyTimesAtOnceAsItsConcurrencySays() {
        properties.setConcurrency(3);
        CyclicBarrier allThere = new CyclicBarrier(3);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        start(message -> {
            allThere.await(10, TimeUnit.SECONDS);
            threads.add(Thread.currentThread().getName());
            record(message);
        });

        send(1, 30);

        awaiting().untilAsserted(() -> assertThat(received).hasSize(30));
        assertThat(threads).containsExactlyInAnyOrder("mine-1", "mine-2", "mine-3");
        assertThat(container.getCounters().failed()).isZero();
    }

    @Test
    void shouldGoOnAfterAnythingTheListenerThrows() {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        create(message -> {
            switch (message.string(0)) {
                case "1" -> throw new IllegalStateException("one");
                case "2" -> throw new java.io.IOException("two");
                case "3" -> throw new AssertionError("three");
                case "4" -> Thread.currentThread().interrupt();
                default -> record(message);
            }
        });
        container.setErrorHandler(failed -> {
            failures.add(failed.cause());
            assertThat(failed.container()).isSameAs(container);
            throw new IllegalStateException("the handler fails too");
        });
        container.start();

        send(1, 6);

        awaiting().untilAsserted(() -> assertThat(received).containsExactly("5", "6"));
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("one", "two", "three");
        assertThat(container.getState()).isEqualTo(ContainerState.RUNNING);
        assertThat(container.getLastListenerFailure()).get().isInstanceOf(AssertionError.class);
        awaiting().untilAsserted(() -> assertThat(container.getCounters()).isEqualTo(new ListenerCounters(6, 3, 3, 0)));
    }

    @Test
    void shouldReceiveNothingWhilePaused() {
        start(this::record);
        send(1, 1);
        awaiting().until(() -> received.size() == 1);

        container.pause();
        awaiting().until(this::workersWait);
        for (int i = 0; i < 200; i++) {
            out.send(new byte[] {(byte) i});
            assertThat(((PullSocket) in).receive(LIMIT)).containsExactly((byte) i);
        }
        send(2, 3);
        assertThat(container.isPaused()).isTrue();
        assertThat(received).containsExactly("1");

        container.resume();
        awaiting().untilAsserted(() -> assertThat(received).containsExactly("1", "2", "3"));
        assertThat(kinds())
                .containsExactly(
                        ListenerContainerStartedEvent.class,
                        ListenerContainerPausedEvent.class,
                        ListenerContainerResumedEvent.class);
    }

    @Test
    void shouldHandOverWhatHadArrivedBeforeItStops() {
        CountDownLatch entered = new CountDownLatch(1);
        start(message -> {
            entered.countDown();
            release.await();
            record(message);
        });
        send(1, 20);
        await(entered);
        awaiting().until(() -> in.counters().queuedToReceive() == 19);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(container::stop);
        awaiting().until(() -> container.getState() == ContainerState.STOPPING);
        release.countDown();

        assertThat(stopped).succeedsWithin(LIMIT);
        assertThat(received).containsExactlyElementsOf(numbers(1, 20));
        assertThat(container.getState()).isEqualTo(ContainerState.STOPPED);
        assertThat(in.state()).isEqualTo(SocketState.OPEN);
    }

    @Test
    void shouldLeaveWhatHadArrivedInTheSocketWhenItStopsAtOnce() {
        properties.setImmediateStop(true);
        CountDownLatch entered = new CountDownLatch(1);
        start(message -> {
            record(message);
            entered.countDown();
            release.await();
        });
        send(1, 3);
        await(entered);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(container::stop);
        awaiting().until(() -> container.getState() == ContainerState.STOPPING);
        release.countDown();
        assertThat(stopped).succeedsWithin(LIMIT);
        assertThat(received).containsExactly("1");

        container.start();
        awaiting().untilAsserted(() -> assertThat(received).containsExactly("1", "2", "3"));
    }

    @Test
    void shouldInterruptAListenerThatDoesNotReturnInTime() {
        properties.setShutdownTimeout(Duration.ofMillis(50));
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        start(message -> {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException stopping) {
                interrupted.set(true);
            }
        });
        send(1, 1);
        await(entered);

        container.stop();

        assertThat(interrupted).isTrue();
        assertThat(container.getState()).isEqualTo(ContainerState.STOPPED);
    }

    @Test
    void shouldStopWhenTheListenerItselfSaysSo() {
        start(message -> {
            record(message);
            container.stop();
        });

        send(1, 1);

        awaiting().until(() -> container.getState() == ContainerState.STOPPED);
        assertThat(received).containsExactly("1");
    }

    @Test
    void shouldStartAgainWhenTheListenerStopsAndStartsIt() {
        start(message -> {
            record(message);
            if (received.size() == 1) {
                container.stop();
                container.start();
            }
        });

        send(1, 1);
        awaiting()
                .untilAsserted(() -> assertThat(kinds())
                        .containsExactly(
                                ListenerContainerStartedEvent.class,
                                ListenerContainerStoppedEvent.class,
                                ListenerContainerStartedEvent.class));
        assertThat(container.getState()).isEqualTo(ContainerState.RUNNING);

        send(2, 2);
        awaiting().untilAsserted(() -> assertThat(received).containsExactly("1", "2"));
    }

    @Test
    void shouldStayStoppedWhenAnotherThreadStopsItAfterTheListenerHasRestartedIt() {
        CountDownLatch restarted = new CountDownLatch(1);
        start(message -> {
            container.stop();
            container.start();
            restarted.countDown();
            release.await();
        });
        send(1, 1);
        await(restarted);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(container::stop);
        awaiting().until(() -> isWaiting("beginStop"));
        release.countDown();

        assertThat(stopped).succeedsWithin(LIMIT);
        assertThat(container.getState()).isEqualTo(ContainerState.STOPPED);
    }

    private static boolean isWaiting(String methodName) {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(thread -> thread.getKey().getState() == Thread.State.WAITING
                        && Arrays.stream(thread.getValue())
                                .anyMatch(call -> call.getMethodName().equals(methodName)));
    }

    @Test
    void shouldStopWhileItWaitsForAMessage() {
        start(this::record);
        awaiting().until(this::workersWait);

        CompletableFuture<Void> stopped = new CompletableFuture<>();
        container.stop(() -> stopped.complete(null));

        assertThat(stopped).succeedsWithin(LIMIT);
        assertThat(container.isRunning()).isFalse();
        awaiting()
                .untilAsserted(() -> assertThat(kinds())
                        .containsExactly(ListenerContainerStartedEvent.class, ListenerContainerStoppedEvent.class));
    }

    @Test
    void shouldReceiveAgainWhenItsSocketHasBeenRestarted() {
        start(this::record);
        send(1, 1);
        awaiting().until(() -> received.size() == 1);

        in.stop();
        awaiting().until(this::workersWait);
        assertThat(container.getState()).isEqualTo(ContainerState.RUNNING);
        in.start();
        send(2, 2);

        awaiting().untilAsserted(() -> assertThat(received).containsExactly("1", "2"));
    }

    @Test
    void shouldFailWhenItsSocketIsClosedForGood() {
        start(this::record);

        in.close();

        awaiting().until(() -> container.getState() == ContainerState.FAILED);
        assertThat(container.isRunning()).isFalse();
        assertThat(container.getFailure()).get().asString().contains("socket 'in' is closed");
        awaiting().untilAsserted(() -> assertThat(kinds()).contains(ListenerContainerFailedEvent.class));
    }

    @Test
    void shouldOpenItsSocketWhenItStarts() {
        in.stop();

        start(this::record);

        assertThat(in.state()).isEqualTo(SocketState.OPEN);
    }

    @Test
    void shouldTellThatNothingComes() {
        properties.setIdleEventInterval(Duration.ofMillis(20));
        start(this::record);

        awaiting()
                .untilAsserted(() -> assertThat(events)
                        .filteredOn(ListenerContainerIdleEvent.class::isInstance)
                        .hasSizeGreaterThan(1)
                        .allSatisfy(event -> assertThat(((ListenerContainerIdleEvent) event).getIdleTime())
                                .isGreaterThanOrEqualTo(Duration.ofMillis(20))));
    }

    @Test
    void shouldWaitForResultsThatComeLaterWhenItStops() {
        CompletableFuture<String> later = new CompletableFuture<>();
        start(new Asynchronous(later));
        send(1, 1);
        awaiting().until(() -> container.getCounters().pending() == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(container::stop);
        awaiting().until(() -> container.getState() == ContainerState.STOPPING);
        assertThat(stopped).isNotDone();
        later.complete("done");

        assertThat(stopped).succeedsWithin(LIMIT);
        assertThat(container.getCounters()).isEqualTo(new ListenerCounters(1, 1, 0, 0));
    }

    @Test
    void shouldNotTakeMoreMessagesThanMayBePending() {
        properties.setMaxPending(2);
        CompletableFuture<String> later = new CompletableFuture<>();
        start(new Asynchronous(later));

        send(1, 5);

        awaiting().until(this::workersWait);
        assertThat(container.getCounters()).isEqualTo(new ListenerCounters(2, 0, 0, 2));
        later.complete("done");
        awaiting().untilAsserted(() -> assertThat(container.getCounters()).isEqualTo(new ListenerCounters(5, 5, 0, 0)));
    }

    @Test
    void shouldTellTheErrorHandlerOfAResultThatFailsLater() {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        create(new Asynchronous(CompletableFuture.failedFuture(new IllegalStateException("later"))));
        container.setErrorHandler(failed -> {
            told.complete(failed.cause());
            return FailureResolution.giveUp();
        });
        container.start();

        send(1, 1);

        assertThat(told).succeedsWithin(LIMIT).isInstanceOf(IllegalStateException.class);
        awaiting().untilAsserted(() -> assertThat(container.getCounters()).isEqualTo(new ListenerCounters(1, 0, 1, 0)));
    }

    @Test
    void shouldHandOverAMessageAgainBeforeTheNextWhileTheErrorHandlerSaysSo() {
        List<FailedDelivery> failures = new CopyOnWriteArrayList<>();
        create(message -> {
            record(message);
            if (message.string(0).equals("1") && received.size() < 3) {
                throw new IllegalStateException("not yet");
            }
        });
        container.setErrorHandler(failed -> {
            failures.add(failed);
            return FailureResolution.retryAfter(Duration.ofMillis(1));
        });
        container.start();

        send(1, 2);

        awaiting().untilAsserted(() -> assertThat(container.getCounters()).isEqualTo(new ListenerCounters(2, 2, 0, 0)));
        assertThat(received).containsExactly("1", "1", "1", "2");
        assertThat(failures).extracting(FailedDelivery::attempt).containsExactly(1, 2);
        assertThat(failures)
                .allSatisfy(failed -> assertThat(failed.message().string(0)).isEqualTo("1"));
        assertThat(failures).extracting(FailedDelivery::batchIndex).containsOnly(0);
    }

    @Test
    void shouldHandOverAMessageAgainWhoseFutureFailed() {
        CompletableFuture<String> second = new CompletableFuture<>();
        AtomicInteger attempts = new AtomicInteger();
        create(new ZmqMessageListener() {
            @Override
            public void onMessage(ZmqMessage message) {
                throw new AssertionError("the container calls handle");
            }

            @Override
            public CompletionStage<?> handle(ZmqMessage message) {
                return attempts.incrementAndGet() == 1
                        ? CompletableFuture.failedFuture(new IllegalStateException("not yet"))
                        : second;
            }
        });
        container.setErrorHandler(failed -> FailureResolution.retryAfter(Duration.ZERO));
        container.start();

        send(1, 1);

        awaiting().until(() -> attempts.get() == 2);
        assertThat(container.getCounters()).isEqualTo(new ListenerCounters(1, 0, 0, 1));
        second.complete("done");
        awaiting().untilAsserted(() -> assertThat(container.getCounters()).isEqualTo(new ListenerCounters(1, 1, 0, 0)));
    }

    @Test
    void shouldCountAMessageTheErrorHandlerTookCareOfAsHandled() {
        create(message -> {
            throw new IllegalStateException("never");
        });
        container.setErrorHandler(failed -> {
            record(failed.message());
            return FailureResolution.recovered();
        });
        container.start();

        send(1, 2);

        awaiting().untilAsserted(() -> assertThat(container.getCounters()).isEqualTo(new ListenerCounters(2, 2, 0, 0)));
        assertThat(received).containsExactly("1", "2");
    }

    @Test
    void shouldGiveUpARetryThatOutlastsTheShutdownTimeout() {
        properties.setShutdownTimeout(Duration.ofMillis(50));
        CountDownLatch waits = new CountDownLatch(1);
        create(message -> {
            throw new IllegalStateException("never");
        });
        container.setErrorHandler(failed -> {
            waits.countDown();
            return FailureResolution.retryAfter(Duration.ofDays(1));
        });
        container.start();
        send(1, 1);
        await(waits);

        container.stop();

        awaiting().untilAsserted(() -> assertThat(container.getCounters()).isEqualTo(new ListenerCounters(1, 0, 1, 0)));
        assertThat(container.getState()).isEqualTo(ContainerState.STOPPED);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void shouldUseVirtualThreadsWhenAsked() throws ReflectiveOperationException {
        properties.setVirtualThreads(true);
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        start(message -> worker.complete(Thread.currentThread()));

        send(1, 1);

        assertThat(worker).succeedsWithin(LIMIT);
        assertThat(Thread.class.getMethod("isVirtual").invoke(worker.join())).isEqualTo(true);
    }

    @Test
    void shouldRefuseASocketThatCannotReceive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DefaultZmqMessageListenerContainer(
                        "mine", registry.getSocket("out"), properties, this::record))
                .withMessage("a listener needs a socket that receives: socket='out', type=PUSH");
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties.setConcurrency(0))
                .withMessageContaining("concurrency=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties.setMaxPending(0))
                .withMessageContaining("maxPending=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties.setShutdownTimeout(Duration.ofSeconds(-1)))
                .withMessageContaining("shutdownTimeout=PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties.setIdleEventInterval(Duration.ZERO))
                .withMessageContaining("idleEventInterval=PT0S");
    }

    private void create(ZmqMessageListener listener) {
        container = new DefaultZmqMessageListenerContainer("mine", in, properties, listener);
        container.setApplicationEventPublisher(event -> events.add((ListenerContainerEvent) event));
    }

    private void start(ZmqMessageListener listener) {
        create(listener);
        container.start();
    }

    private void record(ZmqMessage message) {
        received.add(message.string(0));
    }

    private void send(int first, int last) {
        numbers(first, last).forEach(number -> out.send(number.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Class<?>> kinds() {
        return events.stream().<Class<?>>map(Object::getClass).toList();
    }

    /** A worker that waits is a thread in a timed or untimed wait. */
    private boolean workersWait() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mine-"))
                .allMatch(thread ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }

    private static void await(CountDownLatch latch) {
        awaiting().until(() -> latch.getCount() == 0);
    }

    private static ConditionFactory awaiting() {
        return Awaitility.await().atMost(LIMIT);
    }

    private record Asynchronous(CompletionStage<?> result) implements ZmqMessageListener {

        @Override
        public void onMessage(ZmqMessage message) {
            throw new AssertionError("the container calls handle");
        }

        @Override
        public CompletionStage<?> handle(ZmqMessage message) {
            return result;
        }
    }
}
