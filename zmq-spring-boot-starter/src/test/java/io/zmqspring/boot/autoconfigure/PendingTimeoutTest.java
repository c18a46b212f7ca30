package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.listener.ZmqHandlingTimeoutException;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Listeners whose futures never complete. */
@Timeout(60)
class PendingTimeoutTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withPropertyValues("zmq.listener.max-pending=1");

    @Test
    void shouldGiveUpARequestWhoseFutureIsNotCompleteInTimeAndTakeTheNext() {
        runner.withBean(Asked.class)
                .withPropertyValues(
                        "zmq.listener.pending-timeout=100ms",
                        "zmq.listener.retry.enabled=true",
                        "zmq.sockets.client.type=req",
                        "zmq.sockets.client.connect=inproc://asked")
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    ZmqMessageListenerContainer container = context.getBean("asked", ZmqMessageListenerContainer.class);

                    assertThat(template.sendAndReceive("client", "never", String.class, LIMIT))
                            .isEqualTo("error");

                    assertThat(container.getLastListenerFailure())
                            .get()
                            .isInstanceOf(ZmqHandlingTimeoutException.class)
                            .asString()
                            .contains("listener 'asked' on ", "never", "has no result after PT0.1S (pending-timeout)");
                    assertThat(container.getCounters().failed()).isEqualTo(1);
                    Asked asked = context.getBean(Asked.class);
                    assertThat(asked.never).hasSize(1);
                    asked.never.get(0).complete("late");
                    assertThat(template.sendAndReceive("client", "now", String.class, LIMIT))
                            .isEqualTo("now");
                    await().atMost(LIMIT)
                            .until(() -> container.getCounters().pending() == 0
                                    && container.getCounters().handled() == 1);
                });
    }

    @Test
    void shouldGiveUpABatchWhoseFutureIsNotCompleteInTimeAndTakeTheNext() {
        runner.withBean(Batches.class)
                .withPropertyValues(
                        "zmq.listener.containers.batches.pending-timeout=100ms",
                        "zmq.listener.batch.size=1",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://batches")
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    ZmqMessageListenerContainer container =
                            context.getBean("batches", ZmqMessageListenerContainer.class);

                    template.send("out", "never");
                    template.send("out", "now");

                    await().atMost(LIMIT).until(() -> container.getCounters().handled() == 1);
                    assertThat(container.getCounters().failed()).isEqualTo(1);
                    assertThat(container.getLastListenerFailure())
                            .get()
                            .asString()
                            .contains("has no result after PT0.1S");
                    assertThat(context.getBean(Batches.class).seen).containsExactly("never", "now");
                });
    }

    static class Asked {

        final List<CompletableFuture<String>> never = new CopyOnWriteArrayList<>();

        @ZmqListener(id = "asked", type = "rep", bind = "inproc://asked")
        CompletableFuture<String> on(String text) {
            if (!text.equals("never")) {
                return CompletableFuture.completedFuture(text);
            }
            CompletableFuture<String> future = new CompletableFuture<>();
            never.add(future);
            return future;
        }
    }

    static class Batches {

        final List<String> seen = new CopyOnWriteArrayList<>();

        @ZmqListener(id = "batches", type = "pull", bind = "inproc://batches", batch = "true")
        CompletableFuture<Void> on(List<String> texts) {
            seen.addAll(texts);
            return texts.contains("never") ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
        }
    }
}
