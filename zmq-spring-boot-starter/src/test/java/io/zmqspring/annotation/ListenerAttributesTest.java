package io.zmqspring.annotation;

import static io.zmqspring.annotation.ListenerApplication.LIMIT;
import static io.zmqspring.annotation.ListenerApplication.container;
import static io.zmqspring.annotation.ListenerApplication.counters;
import static io.zmqspring.annotation.ListenerApplication.send;
import static io.zmqspring.annotation.ListenerApplication.take;
import static io.zmqspring.annotation.ListenerApplication.with;
import static io.zmqspring.annotation.ListenerApplication.withPushAndPull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.ListenerContainerGroup;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.template.ZmqTemplate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** Attributes of a listener that say how it runs: group, executor, advice, content type of replies. */
@Timeout(60)
class ListenerAttributesTest {

    @Test
    void shouldStopAndStartTheListenersOfAGroup() {
        grouped().run(context -> {
            ListenerContainerGroup group = context.getBean("nightly.group", ListenerContainerGroup.class);
            assertThat(group.getContainers())
                    .extracting(ZmqMessageListenerContainer::getListenerId)
                    .containsExactly("a", "b");
            assertThat(context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainerGroup("nightly"))
                    .isSameAs(group);

            group.stop();

            assertThat(container(context, "a").isRunning()).isFalse();
            assertThat(container(context, "b").isRunning()).isFalse();
            assertThat(container(context, "c").isRunning()).isTrue();

            group.start();
            send(context, "out", "x");

            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(counters(context, "a")).isEqualTo(new ListenerCounters(1, 1, 0, 0)));
        });
    }

    @Test
    void shouldPauseAndResumeTheListenersOfAGroup() {
        grouped().run(context -> {
            ListenerContainerGroup group = context.getBean("nightly.group", ListenerContainerGroup.class);

            group.pause();
            assertThat(container(context, "a").isPaused()).isTrue();
            assertThat(container(context, "c").isPaused()).isFalse();

            group.resume();
            assertThat(container(context, "a").isPaused()).isFalse();
        });
    }

    @Test
    void shouldForgetAListenerOfAGroupThatIsUnregistered() {
        grouped().run(context -> {
            context.getBean(ZmqListenerEndpointRegistry.class).unregisterListenerContainer("a");

            assertThat(context.getBean("nightly.group", ListenerContainerGroup.class)
                            .getContainers())
                    .extracting(ZmqMessageListenerContainer::getListenerId)
                    .containsExactly("b");
        });
    }

    @Test
    void shouldRefuseAGroupThatHasTheNameOfABean() {
        grouped()
                .withBean("nightly.group", String.class, () -> "taken")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("its group 'nightly' becomes a bean 'nightly.group'")
                        .hasStackTraceContaining("java.lang.String"));
    }

    @Test
    void shouldRunWorkersOnAnExecutor() {
        withPushAndPull()
                .withBean("own", SimpleAsyncTaskExecutor.class, () -> new SimpleAsyncTaskExecutor("own-"))
                .withUserConfiguration(OnExecutor.class)
                .run(context -> {
                    send(context, "out", "x");

                    assertThat(take(context.getBean(OnExecutor.class).threads)).startsWith("own-");

                    ZmqMessageListenerContainer listener = container(context, "texts");
                    listener.stop();
                    listener.start();
                    send(context, "out", "x");
                    assertThat(take(context.getBean(OnExecutor.class).threads)).startsWith("own-");
                });
    }

    @Test
    void shouldTellThatAnExecutorHasNoThread() {
        withPushAndPull()
                .withBean("own", Executor.class, () -> task -> {
                    throw new RejectedExecutionException("no thread left");
                })
                .withUserConfiguration(OnExecutor.class)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("no thread left"));
    }

    @Test
    void shouldRefuseWhatIsNoExecutor() {
        withPushAndPull()
                .withBean("own", String.class, () -> "text")
                .withUserConfiguration(OnExecutor.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("executor is 'own', that is 'text', wanted is an Executor"));
    }

    @Test
    void shouldPutAdviceAroundEachCallOfTheListener() {
        advised().withUserConfiguration(Advised.class).run(context -> {
            BlockingQueue<String> seen = context.getBean("seen", Seen.class).calls;
            send(context, "out", "x");

            assertThat(take(seen)).isEqualTo("factory handle");
            assertThat(take(seen)).isEqualTo("first handle");
            assertThat(take(seen)).isEqualTo("second handle");
            assertThat(take(seen)).isEqualTo("x");
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(counters(context, "texts")).isEqualTo(new ListenerCounters(1, 1, 0, 0)));
            assertThat(seen).isEmpty();
        });
    }

    @Test
    void shouldPutAdviceAroundEachBatch() {
        advised().withUserConfiguration(AdvisedBatches.class).run(context -> {
            BlockingQueue<String> seen = context.getBean("seen", Seen.class).calls;
            send(context, "out", "x");

            assertThat(take(seen)).isEqualTo("factory onBatch");
            assertThat(take(seen)).isEqualTo("first onBatch");
            assertThat(take(seen)).isEqualTo("[x]");
        });
    }

    @Test
    void shouldFailAMessageThatAdviceDoesNotLetThrough() {
        withPushAndPull()
                .withBean("seen", Seen.class)
                .withBean("first", MethodInterceptor.class, () -> invocation -> {
                    throw new IllegalStateException("not today");
                })
                .withBean("second", MethodInterceptor.class, () -> invocation -> invocation.proceed())
                .withUserConfiguration(Advised.class)
                .run(context -> {
                    send(context, "out", "x");

                    await().atMost(LIMIT)
                            .untilAsserted(() ->
                                    assertThat(counters(context, "texts")).isEqualTo(new ListenerCounters(1, 0, 1, 0)));
                });
    }

    @Test
    void shouldReplyWithAContentType() {
        with("server rep bind inproc://server", "client req connect inproc://server")
                .withPropertyValues("zmq.listener.wire-format=headers", "zmq.template.wire-format=headers")
                .withUserConfiguration(Typed.class)
                .run(context -> {
                    Message<?> reply =
                            context.getBean(ZmqTemplate.class).sendAndReceive("client", "EUR", Message.class);

                    assertThat(reply).isNotNull();
                    assertThat(reply.getHeaders().get(MessageHeaders.CONTENT_TYPE))
                            .isEqualTo("application/json");
                    assertThat(reply.getPayload()).isEqualTo("{\"symbol\":\"EUR\"}".getBytes(StandardCharsets.UTF_8));
                });
    }

    @Test
    void shouldRefuseAContentTypeThatIsNone() {
        with("server rep bind inproc://server")
                .withUserConfiguration(WronglyTyped.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("replyContentType is 'json', wanted is such as application/json"));
    }

    private static ApplicationContextRunner grouped() {
        return with(
                        "in pull bind inproc://in",
                        "out push connect inproc://in",
                        "in-b pull bind inproc://in-b",
                        "in-c pull bind inproc://in-c")
                .withUserConfiguration(Grouped.class);
    }

    private static ApplicationContextRunner advised() {
        return withPushAndPull().withBean("seen", Seen.class).withUserConfiguration(Chain.class);
    }

    static class Grouped {

        @ZmqListener(id = "a", value = "in", group = "nightly")
        void a(String text) {}

        @ZmqListener(id = "b", value = "in-b", group = "#{'night' + 'ly'}")
        void b(String text) {}

        @ZmqListener(id = "c", value = "in-c")
        void c(String text) {}
    }

    static class OnExecutor {

        final BlockingQueue<String> threads = new LinkedBlockingQueue<>();

        @ZmqListener(id = "texts", value = "in", executor = "own")
        void on(String text) {
            threads.add(Thread.currentThread().getName());
        }
    }

    static class Seen {

        final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

        MethodInterceptor advice(String name) {
            return invocation -> {
                calls.add(name + " " + invocation.getMethod().getName());
                return invocation.proceed();
            };
        }
    }

    static class Chain {

        Chain(DefaultZmqListenerContainerFactory factory, Seen seen) {
            factory.setAdviceChain(seen.advice("factory"));
        }

        @Bean
        MethodInterceptor first(Seen seen) {
            return seen.advice("first");
        }

        @Bean
        MethodInterceptor second(Seen seen) {
            return seen.advice("second");
        }
    }

    static class Advised {

        private final Seen seen;

        Advised(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener(
                id = "texts",
                value = "in",
                adviceChain = {"first", "#{@second}"})
        void on(String text) {
            seen.calls.add(text);
        }
    }

    static class AdvisedBatches {

        private final Seen seen;

        AdvisedBatches(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener(id = "texts", value = "in", batch = "true", adviceChain = "first")
        void on(List<String> texts) {
            seen.calls.add(texts.toString());
        }
    }

    static class Typed {

        @ZmqListener(value = "server", replyContentType = "application/json")
        String on(String symbol) {
            return "{\"symbol\":\"" + symbol + "\"}";
        }
    }

    static class WronglyTyped {

        @ZmqListener(value = "server", replyContentType = "json")
        String on(String symbol) {
            return symbol;
        }
    }
}
