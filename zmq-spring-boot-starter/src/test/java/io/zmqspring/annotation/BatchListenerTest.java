package io.zmqspring.annotation;

import static io.zmqspring.annotation.ListenerApplication.LIMIT;
import static io.zmqspring.annotation.ListenerApplication.container;
import static io.zmqspring.annotation.ListenerApplication.counters;
import static io.zmqspring.annotation.ListenerApplication.send;
import static io.zmqspring.annotation.ListenerApplication.sendFrames;
import static io.zmqspring.annotation.ListenerApplication.take;
import static io.zmqspring.annotation.ListenerApplication.with;
import static io.zmqspring.annotation.ListenerApplication.withPushAndPull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.FailedDelivery;
import io.zmqspring.listener.FailureResolution;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.RetryingErrorHandler;
import io.zmqspring.listener.ZmqBatchListenerFailedException;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.support.ZmqListenerDefinitionException;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.backoff.FixedBackOff;
import org.springframework.validation.annotation.Validated;

@Timeout(60)
class BatchListenerTest {

    @ParameterizedTest
    @ValueSource(strings = {"bytes", "texts", "messages", "frames"})
    void shouldHandOverAsManyAsTheBatchSizeSays(String id) {
        withPushAndPull().withUserConfiguration(Kinds.class).run(context -> {
            send(context, "out", "1", "2", "3", "4", "5");

            container(context, id).start();

            BlockingQueue<List<?>> seen = context.getBean(Kinds.class).seen;
            assertThat(take(seen)).isEqualTo(List.of("1", "2"));
            assertThat(take(seen)).isEqualTo(List.of("3", "4"));
            assertThat(take(seen)).isEqualTo(List.of("5"));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(counters(context, id)).isEqualTo(new ListenerCounters(5, 5, 0, 0)));
        });
    }

    @Test
    void shouldReadRecordsAndSpringMessagesOfThem() {
        withPushAndPull().withUserConfiguration(Kinds.class).run(context -> {
            BlockingQueue<List<?>> seen = context.getBean(Kinds.class).seen;
            String[] prices = {"{\"symbol\":\"EUR\",\"cents\":1}", "{\"symbol\":\"USD\",\"cents\":2}"};

            send(context, "out", prices);
            container(context, "records").start();
            assertThat(take(seen)).isEqualTo(List.of(new Price("EUR", 1), new Price("USD", 2)));
            container(context, "records").stop();

            send(context, "out", prices);
            container(context, "recordMessages").start();
            assertThat(take(seen)).isEqualTo(List.of("in EUR", "in USD"));
        });
    }

    @Test
    void shouldTakeSizeAndTimeoutFromProperties() {
        withPushAndPull()
                .withUserConfiguration(FactoryBatches.class)
                .withPropertyValues("zmq.listener.batch.size=3", "zmq.listener.batch.timeout=10m")
                .run(context -> {
                    send(context, "out", "1", "2");
                    await().atMost(LIMIT)
                            .until(() -> context.getBean("in", PullSocket.class)
                                            .counters()
                                            .received()
                                    == 2);
                    assertThat(context.getBean(FactoryBatches.class).seen).isEmpty();

                    send(context, "out", "3");

                    assertThat(take(context.getBean(FactoryBatches.class).seen)).isEqualTo(List.of("1", "2", "3"));
                });
    }

    @Test
    void shouldGiveTheOthersAgainWhenOneIsNamedAsFailed() {
        withPushAndPull().withUserConfiguration(Indexed.class).run(context -> {
            Indexed listeners = context.getBean(Indexed.class);

            send(context, "out", "1", "2", "bad", "4", "5");
            container(context, "indexed").start();

            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(counters(context, "indexed")).isEqualTo(new ListenerCounters(5, 4, 1, 0)));
            assertThat(listeners.calls)
                    .containsExactly(List.of("1", "2", "bad", "4", "5"), List.of("bad", "4", "5"), List.of("4", "5"));
            assertThat(listeners.failed).extracting(FailedDelivery::batchIndex).containsExactly(2, 0);
            assertThat(listeners.failed).extracting(FailedDelivery::attempt).containsExactly(1, 2);
            assertThat(listeners.failed).extracting(FailedDelivery::message).containsOnly(ZmqMessage.ofStrings("bad"));
        });
    }

    @Test
    void shouldHandOverTheWholeBatchAgainWhenItFailsAsAWhole() {
        withPushAndPull().withUserConfiguration(Whole.class).run(context -> {
            Whole listeners = context.getBean(Whole.class);

            send(context, "out", "1", "2");
            container(context, "whole").start();

            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(counters(context, "whole")).isEqualTo(new ListenerCounters(2, 2, 0, 0)));
            assertThat(listeners.calls).containsExactly(List.of("1", "2"), List.of("1", "2"), List.of("1", "2"));
            assertThat(listeners.recovered).containsExactly(ZmqMessage.ofStrings("1"), ZmqMessage.ofStrings("2"));
        });
    }

    @Test
    void shouldHandOverTheOthersWhenOneCannotBeRead() {
        withPushAndPull().withUserConfiguration(Kinds.class).run(context -> {
            send(context, "out", "{\"symbol\":\"EUR\",\"cents\":1}", "no JSON", "{\"symbol\":\"USD\",\"cents\":2}");

            container(context, "records").start();

            assertThat(take(context.getBean(Kinds.class).seen))
                    .isEqualTo(List.of(new Price("EUR", 1), new Price("USD", 2)));
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(counters(context, "records")).isEqualTo(new ListenerCounters(3, 2, 1, 0)));
        });
    }

    @Test
    void shouldValidateEachElement() {
        withPushAndPull()
                .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                .withUserConfiguration(Checked.class)
                .run(context -> {
                    send(context, "out", "{\"amount\":1}", "{\"amount\":0}");

                    container(context, "checked").start();

                    assertThat(take(context.getBean(Checked.class).seen)).isEqualTo(List.of(new Amount(1)));
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(counters(context, "checked"))
                                    .isEqualTo(new ListenerCounters(2, 1, 1, 0)));
                });
    }

    @Test
    void shouldWaitForAFutureAndForwardEachElementOfAResult() {
        with(
                        "in pull bind inproc://in",
                        "out push connect inproc://in",
                        "results push bind inproc://results",
                        "results-in pull connect inproc://results")
                .withUserConfiguration(Forwarding.class)
                .run(context -> {
                    sendFrames(context, "out", "1");
                    sendFrames(context, "out", "2");

                    container(context, "forwarding").start();

                    BlockingQueue<Object> results = context.getBean(Forwarding.class).results;
                    assertThat(take(results)).isEqualTo("<1>");
                    assertThat(take(results)).isEqualTo("<2>");
                });
    }

    @Test
    void shouldRefuseWhatCannotTakeBatches() {
        assertRefused(withPushAndPull(), TwoParameters.class, "only parameter must be a java.util.List");
        assertRefused(withPushAndPull(), Returning.class, "takes batches and returns java.lang.String");
        assertRefused(with("in rep bind inproc://in"), Replying.class, "of type REP answers each request by itself");
        assertRefused(withPushAndPull(), WrongSize.class, "batchSize is '0', wanted is a number, 1 or more");
        assertRefused(withPushAndPull(), WrongTimeout.class, "batchTimeout is 'soon', wanted is a duration");
    }

    private static void assertRefused(ApplicationContextRunner runner, Class<?> listeners, String reason) {
        runner.withUserConfiguration(listeners)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ZmqListenerDefinitionException.class)
                        .hasMessageContaining(reason));
    }

    record Price(String symbol, int cents) {}

    record Amount(@Min(1) int amount) {}

    static class Kinds {

        final BlockingQueue<List<?>> seen = new LinkedBlockingQueue<>();

        @ZmqListener(
                id = "bytes",
                value = "in",
                batch = "true",
                batchSize = "2",
                batchTimeout = "0",
                autoStartup = "false")
        void bytes(List<byte[]> payloads) {
            seen.add(payloads.stream()
                    .map(each -> new String(each, StandardCharsets.UTF_8))
                    .toList());
        }

        @ZmqListener(
                id = "texts",
                value = "in",
                batch = "true",
                batchSize = "2",
                batchTimeout = "0",
                autoStartup = "false")
        void texts(List<String> payloads) {
            seen.add(List.copyOf(payloads));
        }

        @ZmqListener(id = "messages", value = "in", batchSize = "2", batchTimeout = "0", autoStartup = "false")
        void messages(List<Message<String>> messages) {
            seen.add(messages.stream().map(Message::getPayload).toList());
        }

        @ZmqListener(id = "frames", value = "in", batchSize = "2", batchTimeout = "0", autoStartup = "false")
        void frames(List<ZmqMessage> messages) {
            seen.add(messages.stream().map(each -> each.string(0)).toList());
        }

        @ZmqListener(
                id = "records",
                value = "in",
                batch = "true",
                batchTimeout = "1s",
                batchSize = "#{3}",
                autoStartup = "false")
        void records(List<Price> payloads) {
            seen.add(List.copyOf(payloads));
        }

        @ZmqListener(id = "recordMessages", value = "in", batchTimeout = "0", autoStartup = "false")
        void recordMessages(List<Message<Price>> messages) {
            seen.add(messages.stream()
                    .map(each -> each.getHeaders().get(ZmqHeaders.RECEIVED_SOCKET) + " "
                            + each.getPayload().symbol())
                    .toList());
        }
    }

    static class FactoryBatches {

        final BlockingQueue<List<?>> seen = new LinkedBlockingQueue<>();

        @ZmqListener(value = "in", batch = "true")
        void on(List<String> payloads) {
            seen.add(List.copyOf(payloads));
        }
    }

    static class Indexed {

        final List<List<String>> calls = new CopyOnWriteArrayList<>();
        final List<FailedDelivery> failed = new CopyOnWriteArrayList<>();

        @Bean
        ZmqContainerErrorHandler errorHandler() {
            return failure -> {
                failed.add(failure);
                return failure.attempt() == 1
                        ? FailureResolution.retryAfter(Duration.ZERO)
                        : FailureResolution.giveUp();
            };
        }

        @ZmqListener(id = "indexed", value = "in", batch = "true", batchTimeout = "0", autoStartup = "false")
        void on(List<String> payloads) {
            calls.add(List.copyOf(payloads));
            int index = payloads.indexOf("bad");
            if (index >= 0) {
                throw new ZmqBatchListenerFailedException("on purpose", index, null);
            }
        }
    }

    static class Whole {

        final List<List<String>> calls = new CopyOnWriteArrayList<>();
        final List<ZmqMessage> recovered = new CopyOnWriteArrayList<>();

        @Bean
        RetryingErrorHandler errorHandler() {
            return new RetryingErrorHandler(new FixedBackOff(0, 2), failed -> recovered.add(failed.message()));
        }

        @ZmqListener(id = "whole", value = "in", batch = "true", batchTimeout = "0", autoStartup = "false")
        void on(List<String> payloads) {
            calls.add(List.copyOf(payloads));
            throw new IllegalStateException("on purpose");
        }
    }

    static class Checked {

        final BlockingQueue<List<?>> seen = new LinkedBlockingQueue<>();

        @ZmqListener(id = "checked", value = "in", batch = "true", batchTimeout = "0", autoStartup = "false")
        void on(@Payload @Validated List<Amount> payloads) {
            seen.add(List.copyOf(payloads));
        }
    }

    static class Forwarding {

        final BlockingQueue<Object> results = new LinkedBlockingQueue<>();

        @ZmqListener(id = "forwarding", value = "in", batch = "true", batchTimeout = "0", autoStartup = "false")
        @SendTo("results")
        CompletableFuture<List<String>> on(List<String> payloads) {
            return CompletableFuture.supplyAsync(
                    () -> payloads.stream().map(each -> "<" + each + ">").toList());
        }

        @ZmqListener("results-in")
        void result(String result) {
            results.add(result);
        }
    }

    static class TwoParameters {

        @ZmqListener(value = "in", batch = "true")
        void on(List<String> payloads, String other) {}
    }

    static class Returning {

        @ZmqListener(value = "in", batch = "true")
        String on(List<String> payloads) {
            return "";
        }
    }

    static class Replying {

        @ZmqListener(value = "in", batch = "true")
        void on(List<String> payloads) {}
    }

    static class WrongSize {

        @ZmqListener(value = "in", batch = "true", batchSize = "0")
        void on(List<String> payloads) {}
    }

    static class WrongTimeout {

        @ZmqListener(value = "in", batch = "true", batchTimeout = "soon")
        void on(List<String> payloads) {}
    }
}
