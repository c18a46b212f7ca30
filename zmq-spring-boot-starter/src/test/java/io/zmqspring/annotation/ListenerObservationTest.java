package io.zmqspring.annotation;

import static io.zmqspring.annotation.ListenerApplication.LIMIT;
import static io.zmqspring.annotation.ListenerApplication.counters;
import static io.zmqspring.annotation.ListenerApplication.send;
import static io.zmqspring.annotation.ListenerApplication.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.zmqspring.core.PubSocket;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.observation.DefaultZmqListenerObservationConvention;
import io.zmqspring.observation.ZmqListenerObservationConvention;
import io.zmqspring.template.ZmqTemplate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(60)
class ListenerObservationTest {

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final ApplicationContextRunner runner = with(
                    "in pull bind inproc://in",
                    "out push connect inproc://in",
                    "news pub bind inproc://news",
                    "news-in sub connect inproc://news")
            .withBean(ObservationRegistry.class, () -> registry)
            .withUserConfiguration(Listeners.class);

    @Test
    void shouldObserveNothingByDefault() {
        runner.run(context -> {
            send(context, "out", "x");

            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(counters(context, "texts")).isEqualTo(new ListenerCounters(1, 1, 0, 0)));
            TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
        });
    }

    @Test
    void shouldObserveEachMessageWhileTheListenerHandlesIt() {
        runner.withPropertyValues("zmq.listener.observation-enabled=true").run(context -> {
            send(context, "out", "x");

            await().atMost(LIMIT)
                    .untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
                            .hasSingleObservationThat()
                            .hasNameEqualTo("zmq.listener")
                            .hasContextualNameEqualTo("in process")
                            .hasLowCardinalityKeyValue("zmq.listener.id", "texts")
                            .hasLowCardinalityKeyValue("messaging.system", "zeromq")
                            .hasLowCardinalityKeyValue("messaging.operation", "process")
                            .hasLowCardinalityKeyValue("messaging.destination.name", "in")
                            .hasBeenStopped()
                            .doesNotHaveError());
            assertThat(context.getBean(Listeners.class).current.get()).isEqualTo("zmq.listener");
        });
    }

    @Test
    void shouldObserveAFutureUntilItHasFailed() {
        runner.withPropertyValues("zmq.listener.observation-enabled=true").run(context -> {
            Listeners listeners = context.getBean(Listeners.class);
            send(context, "out", "later");
            await().atMost(LIMIT).until(() -> listeners.current.get() != null);
            TestObservationRegistryAssert.assertThat(registry)
                    .hasSingleObservationThat()
                    .isNotStopped();

            listeners.result.completeExceptionally(new IllegalStateException("on purpose"));

            await().atMost(LIMIT)
                    .untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
                            .hasSingleObservationThat()
                            .hasBeenStopped()
                            .hasError());
        });
    }

    @Test
    void shouldTellTheTopicAndUseTheConventionOfTheApplication() {
        runner.withPropertyValues("zmq.listener.observation-enabled=true")
                .withBean(ZmqListenerObservationConvention.class, Renaming::new)
                .run(context -> {
                    assertThat(context.getBean("news", PubSocket.class).awaitSubscription("", LIMIT))
                            .isTrue();

                    context.getBean(ZmqTemplate.class).publish("news", "EUR", "1");

                    await().atMost(LIMIT)
                            .untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
                                    .hasSingleObservationThat()
                                    .hasNameEqualTo("of.application")
                                    .hasHighCardinalityKeyValue("zmq.topic", "EUR")
                                    .hasBeenStopped());
                });
    }

    static class Renaming extends DefaultZmqListenerObservationConvention {

        @Override
        public String getName() {
            return "of.application";
        }
    }

    static class Listeners {

        final AtomicReference<String> current = new AtomicReference<>();
        final CompletableFuture<Void> result = new CompletableFuture<>();
        private final ObservationRegistry registry;

        Listeners(ObservationRegistry registry) {
            this.registry = registry;
        }

        @ZmqListener(id = "texts", value = "in")
        CompletableFuture<Void> on(String text) {
            Observation observation = registry.getCurrentObservation();
            current.set(observation == null ? "none" : observation.getContext().getName());
            return text.equals("later") ? result : CompletableFuture.completedFuture(null);
        }

        @ZmqListener("news-in")
        void news(String text) {}
    }
}
