package io.zmqspring.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages that a listener could not handle. */
@Timeout(60)
class ListenerFailureTest extends ListenerContainerFixture {

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
}
