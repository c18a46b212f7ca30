package io.zmqspring.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.event.ListenerContainerStartedEvent;
import io.zmqspring.event.ListenerContainerStoppedEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a container stops, from inside and outside of its listener. */
@Timeout(60)
class ListenerStopTest extends ListenerContainerFixture {

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
    void shouldRunWhenStartedWhileItsStopIsUnderWay() {
        start(this::record);

        for (int i = 0; i < 100; i++) {
            CountDownLatch stopped = new CountDownLatch(1);
            container.stop(stopped::countDown);
            container.start();
            await(stopped);

            assertThat(container.getState()).isEqualTo(ContainerState.RUNNING);
        }
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

    private static boolean isWaiting(String methodName) {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(thread -> thread.getKey().getState() == Thread.State.WAITING
                        && Arrays.stream(thread.getValue())
                                .anyMatch(call -> call.getMethodName().equals(methodName)));
    }
}
