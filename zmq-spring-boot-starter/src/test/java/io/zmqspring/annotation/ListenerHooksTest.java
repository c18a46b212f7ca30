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

import io.zmqspring.config.ZmqListenerContainerCustomizer;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.event.ListenerContainerEvent;
import io.zmqspring.event.ListenerContainerIdleEvent;
import io.zmqspring.event.ListenerContainerNoLongerIdleEvent;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.ZmqMessageInterceptor;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.util.MimeTypeUtils;

@Timeout(60)
class ListenerHooksTest {

    @Test
    void shouldGiveTheListenerOnlyWhatItsFilterAccepts() {
        withPushAndPull().withUserConfiguration(Filtered.class).run(context -> {
            send(context, "out", "no 1", "yes 2", "no 3", "yes 4");

            assertThat(take(context.getBean(Filtered.class).seen)).isEqualTo("yes 2");
            assertThat(take(context.getBean(Filtered.class).seen)).isEqualTo("yes 4");
            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(counters(context, "filtered")).isEqualTo(new ListenerCounters(4, 4, 0, 0)));
        });
    }

    @Test
    void shouldAnswerARequestThatIsSkippedAsIfThereWereNoResult() {
        with("in rep bind inproc://in")
                .withUserConfiguration(FilteredRequests.class)
                .run(context -> {
                    try (ReqSocket req = context.getBean(ZmqContext.class).req()) {
                        req.connect("inproc://in");

                        req.send("no".getBytes(StandardCharsets.UTF_8));
                        assertThat(req.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings(""));
                        req.send("yes".getBytes(StandardCharsets.UTF_8));
                        assertThat(req.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("YES"));
                    }
                });
    }

    @Test
    void shouldCallInterceptorsInOrderAroundTheListener() {
        withPushAndPull().withUserConfiguration(Intercepted.class).run(context -> {
            BlockingQueue<String> seen = context.getBean(Intercepted.class).seen;

            send(context, "out", "a");
            assertThat(List.of(take(seen), take(seen), take(seen), take(seen), take(seen), take(seen), take(seen)))
                    .containsExactly(
                            "1 before a",
                            "2 before a1",
                            "listener a12",
                            "1 success a12",
                            "2 success a12",
                            "1 after a12",
                            "2 after a12");

            send(context, "out", "skip");
            assertThat(take(seen)).isEqualTo("1 before skip");

            send(context, "out", "future");
            assertThat(List.of(take(seen), take(seen), take(seen))).contains("listener future12");
            assertThat(List.of(take(seen), take(seen)))
                    .containsExactly("1 failure future12 later", "2 failure future12 later");
        });
    }

    @Test
    void shouldConvertWithTheConverterOfTheListener() {
        withPushAndPull().withUserConfiguration(Converted.class).run(context -> {
            send(context, "out", "7");

            assertThat(take(context.getBean(Converted.class).seen)).isEqualTo(new Celsius(7));
        });
    }

    @Test
    void shouldTellOfTheFirstMessageAfterAnIdleTime() {
        withPushAndPull()
                .withPropertyValues("zmq.listener.idle-event-interval=10ms")
                .withUserConfiguration(Idle.class)
                .run(context -> {
                    BlockingQueue<ListenerContainerEvent> events = context.getBean(Idle.class).events;
                    assertThat(take(events)).isInstanceOf(ListenerContainerIdleEvent.class);

                    send(context, "out", "x");

                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(events)
                                    .hasAtLeastOneElementOfType(ListenerContainerNoLongerIdleEvent.class));
                });
    }

    @Test
    void shouldGiveThePeerAndItsAddress() {
        with("in pull bind tcp://127.0.0.1:*")
                .withUserConfiguration(Peers.class)
                .run(context -> {
                    String endpoint = context.getBean("in", io.zmqspring.core.PullSocket.class)
                            .lastEndpoint()
                            .orElseThrow();
                    try (var push = context.getBean(ZmqContext.class).push()) {
                        push.connect(endpoint);
                        push.send(new byte[] {'x'});

                        String byHeader = take(context.getBean(Peers.class).seen);

                        assertThat(byHeader).startsWith("tcp://127.0.0.1:").endsWith(" PUSH true");
                    }
                });
    }

    @Test
    void shouldLetCustomizersChangeContainers() {
        withPushAndPull().withUserConfiguration(Customized.class).run(context -> {
            send(context, "out", "x");

            assertThat(take(context.getBean(Customized.class).seen)).isEqualTo("customized");
            assertThat(container(context, "customized").isRunning()).isTrue();
        });
    }

    @Test
    void shouldTakeSettingsOfOneListenerFromProperties() {
        withPushAndPull()
                .withPropertyValues(
                        "zmq.listener.containers.filtered.concurrency=3",
                        "zmq.listener.containers.filtered.auto-startup=false")
                .withUserConfiguration(Filtered.class)
                .run(context -> {
                    assertThat(container(context, "filtered").getConcurrency()).isEqualTo(3);
                    assertThat(container(context, "filtered").isRunning()).isFalse();
                    assertThat(context.getBean(ZmqListenerEndpointRegistry.class)
                                    .getListenerContainersMatching((id, container) -> !container.isAutoStartup()))
                            .containsExactly(container(context, "filtered"));
                });
        withPushAndPull()
                .withPropertyValues("zmq.listener.containers.filtered.concurrency=0")
                .withUserConfiguration(Filtered.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("zmq.listener.containers.filtered.concurrency"));
    }

    @Test
    void shouldRefuseHooksOfAnotherType() {
        withPushAndPull()
                .withUserConfiguration(WrongFilter.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ZmqListenerDefinitionException.class)
                        .hasMessageContaining("filter is '#{1}', that is '1', wanted is a Predicate<ZmqMessage>"));
    }

    record Celsius(int degrees) {}

    static class Filtered {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @Bean
        Predicate<ZmqMessage> onlyYes() {
            return message -> message.string(0).startsWith("yes");
        }

        @ZmqListener(id = "filtered", value = "in", filter = "onlyYes")
        void on(String text) {
            seen.add(text);
        }
    }

    static class FilteredRequests {

        @Bean
        Predicate<ZmqMessage> onlyYes() {
            return message -> message.string(message.frameCount() - 1).startsWith("yes");
        }

        @ZmqListener(value = "in", filter = "#{@onlyYes}")
        String on(String text) {
            return text.toUpperCase(java.util.Locale.ROOT);
        }
    }

    static class Intercepted {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @Bean
        @Order(2)
        ZmqMessageInterceptor second() {
            return interceptor("2");
        }

        @Bean
        @Order(1)
        ZmqMessageInterceptor first() {
            return interceptor("1");
        }

        private ZmqMessageInterceptor interceptor(String name) {
            return new ZmqMessageInterceptor() {

                @Override
                public ZmqMessage intercept(ZmqMessage message, ZmqMessageListenerContainer container) {
                    seen.add(name + " before " + message.string(0));
                    return message.string(0).equals("skip") ? null : ZmqMessage.ofStrings(message.string(0) + name);
                }

                @Override
                public void success(ZmqMessage message, ZmqMessageListenerContainer container) {
                    seen.add(name + " success " + message.string(0));
                }

                @Override
                public void failure(ZmqMessage message, Throwable failure, ZmqMessageListenerContainer container) {
                    seen.add(name + " failure " + message.string(0) + " "
                            + failure.getCause().getMessage());
                }

                @Override
                public void afterMessage(ZmqMessage message, ZmqMessageListenerContainer container) {
                    seen.add(name + " after " + message.string(0));
                }
            };
        }

        @ZmqListener("in")
        CompletableFuture<Void> on(String text) {
            seen.add("listener " + text);
            return text.startsWith("future")
                    ? CompletableFuture.failedFuture(new IllegalStateException("later"))
                    : CompletableFuture.completedFuture(null);
        }
    }

    static class Converted {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @Bean
        MessageConverter celsiusConverter() {
            return new AbstractMessageConverter(MimeTypeUtils.ALL) {

                @Override
                protected boolean supports(Class<?> type) {
                    return type == Celsius.class;
                }

                @Override
                protected Object convertFromInternal(Message<?> message, Class<?> type, Object hint) {
                    return new Celsius(
                            Integer.parseInt(new String((byte[]) message.getPayload(), StandardCharsets.UTF_8)));
                }

                @Override
                protected Object convertToInternal(Object payload, MessageHeaders headers, Object hint) {
                    return payload.toString().getBytes(StandardCharsets.UTF_8);
                }
            };
        }

        @ZmqListener(value = "in", messageConverter = "celsiusConverter")
        void on(Celsius celsius) {
            seen.add(celsius);
        }
    }

    static class Idle {

        final BlockingQueue<ListenerContainerEvent> events = new LinkedBlockingQueue<>();

        @EventListener({ListenerContainerIdleEvent.class, ListenerContainerNoLongerIdleEvent.class})
        void on(ListenerContainerEvent event) {
            events.add(event);
        }

        @ZmqListener("in")
        void on(String text) {}
    }

    static class Peers {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @ZmqListener("in")
        void on(
                byte[] payload,
                @Header(ZmqHeaders.PEER_ADDRESS) String address,
                @Header(ZmqHeaders.PEER) ZmqPeer byHeader,
                ZmqPeer peer) {
            seen.add(address + " " + peer.type() + " " + (peer == byHeader));
        }
    }

    static class Customized {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @Bean
        ZmqListenerContainerCustomizer customizer() {
            return container -> container.setInterceptors(List.of(new ZmqMessageInterceptor() {

                @Override
                public ZmqMessage intercept(ZmqMessage message, ZmqMessageListenerContainer container) {
                    return ZmqMessage.ofStrings("customized");
                }
            }));
        }

        @ZmqListener(id = "customized", value = "in")
        void on(String text) {
            seen.add(text);
        }
    }

    static class WrongFilter {

        @ZmqListener(value = "in", filter = "#{1}")
        void on(String text) {}
    }
}
