package io.zmqspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.event.ListenerContainerFailedEvent;
import io.zmqspring.event.ListenerContainerIdleEvent;
import io.zmqspring.event.ListenerContainerPausedEvent;
import io.zmqspring.event.ListenerContainerResumedEvent;
import io.zmqspring.event.ListenerContainerStartedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Timeout(60)
class ListenerContainerTest extends ListenerContainerFixture {

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
}
