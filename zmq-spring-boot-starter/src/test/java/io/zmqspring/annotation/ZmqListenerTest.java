package io.zmqspring.annotation;

import static io.zmqspring.annotation.PlainApplication.LIMIT;
import static io.zmqspring.annotation.PlainApplication.container;
import static io.zmqspring.annotation.PlainApplication.send;
import static io.zmqspring.annotation.PlainApplication.start;
import static io.zmqspring.annotation.PlainApplication.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.PlainApplication.Price;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.FailureResolution;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.ListenerExecutionFailedException;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;
import reactor.core.publisher.Mono;

@Timeout(60)
class ZmqListenerTest {

    @Test
    void shouldGiveEachParameterWhatItAsksFor() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Parameters.class)) {
            Parameters listeners = context.getBean(Parameters.class);

            send(context, "frames-out", ZmqMessage.ofStrings("a", "", "c"));
            assertThat(take(listeners.seen)).isEqualTo(List.of("a", "", "c"));
            send(context, "list-out", ZmqMessage.ofStrings("d", "e"));
            assertThat(take(listeners.seen)).isEqualTo(List.of("d", "e"));
            send(context, "texts-out", ZmqMessage.ofStrings("Grüße", ""));
            assertThat(take(listeners.seen)).isEqualTo(List.of("Grüße", ""));
            send(context, "texts-out", "one");
            assertThat(take(listeners.seen)).isEqualTo(List.of("one"));
            send(context, "bytes-out", "bytes");
            assertThat(take(listeners.seen)).isEqualTo("bytes");
            send(context, "buffer-out", "buffer");
            assertThat(take(listeners.seen)).isEqualTo("buffer");
            send(context, "text-out", "Grüße");
            assertThat(take(listeners.seen)).isEqualTo("Grüße");
            send(context, "json-out", new Price("EUR", 110));
            assertThat(take(listeners.seen)).isEqualTo(new Price("EUR", 110));
            send(context, "message-out", new Price("USD", 100));
            assertThat(take(listeners.seen)).isEqualTo(new Price("USD", 100));
        }
    }

    @Test
    void shouldGiveHeaders() throws Exception {
        try (AnnotationConfigApplicationContext context = start(HeaderParameters.class)) {
            HeaderParameters listeners = context.getBean(HeaderParameters.class);

            send(context, "frames-out", ZmqMessage.ofStrings("a", "b"));

            assertThat(take(listeners.seen)).isEqualTo(List.of("frames-in", 2, "headers"));
        }
    }

    @Test
    void shouldSendResultsBackOverASocketThatCanSend() {
        try (AnnotationConfigApplicationContext context = start(PairReplies.class)) {
            PairSocket asking = context.getBean("pair-out", PairSocket.class);

            for (String question : List.of("now", "future", "mono", "none", "frames")) {
                asking.send(question.getBytes(StandardCharsets.UTF_8));
            }

            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("NOW"));
            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("FUTURE"));
            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("MONO"));
            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("two", "frames"));
        }
    }

    @Test
    void shouldSendResultsToTheSocketNamedBySendTo() throws Exception {
        try (AnnotationConfigApplicationContext context = start(SendToReplies.class)) {
            send(context, "text-out", "one");

            assertThat(take(context.getBean(SendToReplies.class).seen)).isEqualTo("ONE");
        }
    }

    @Test
    void shouldListenOnEachSocketOfARepeatedAnnotation() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Repeated.class)) {
            Repeated listeners = context.getBean(Repeated.class);

            send(context, "text-out", "one");
            assertThat(take(listeners.seen)).isEqualTo("text-in one");
            send(context, "bytes-out", "two");
            assertThat(take(listeners.seen)).isEqualTo("bytes-in two");
            assertThat(context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainerIds())
                    .containsExactlyInAnyOrder("zmqListenerTest.Repeated.on", "zmqListenerTest.Repeated.on#1");
        }
    }

    @Test
    void shouldFindTheAnnotationOnAnotherAnnotation() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Composed.class)) {
            send(context, "text-out", "one");

            assertThat(take(context.getBean(Composed.class).seen)).isEqualTo("one");
            assertThat(container(context, "composed").getConcurrency()).isEqualTo(2);
        }
    }

    @Test
    void shouldResolvePlaceholdersAndExpressions() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Resolved.class)) {
            ZmqMessageListenerContainer container = container(context, "resolved-id");

            assertThat(container.getSocketName()).isEqualTo("text-in");
            assertThat(container.getConcurrency()).isEqualTo(3);
            assertThat(container.isAutoStartup()).isFalse();
            assertThat(container.isRunning()).isFalse();
        }
    }

    @Test
    void shouldMakeEachContainerABeanThatFollowsTheContext() {
        ZmqMessageListenerContainer container;
        try (AnnotationConfigApplicationContext context = start(Composed.class)) {
            container = context.getBean("composed", ZmqMessageListenerContainer.class);
            assertThat(container.isRunning()).isTrue();
            context.stop();
            assertThat(container.isRunning()).isFalse();
            context.start();
            assertThat(container.isRunning()).isTrue();
        }
        assertThat(container.isRunning()).isFalse();
    }

    @Test
    void shouldLetAMethodErrorHandlerStandIn() {
        try (AnnotationConfigApplicationContext context = start(MethodErrorHandler.class)) {
            PairSocket asking = context.getBean("pair-out", PairSocket.class);

            asking.send("bad".getBytes(StandardCharsets.UTF_8));

            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("sorry: bad"));
            assertThat(container(context, "failing").getCounters().failed()).isZero();
        }
    }

    @Test
    void shouldTellTheErrorHandlerOfAnyFailureAndGoOn() throws Exception {
        try (AnnotationConfigApplicationContext context = start(ContainerErrorHandler.class)) {
            ContainerErrorHandler listeners = context.getBean(ContainerErrorHandler.class);

            send(context, "json-out", "{no json");
            send(context, "json-out", ZmqMessage.ofStrings("two", "frames"));
            send(context, "json-out", new Price("BAD", 0));
            send(context, "json-out", new Price("EUR", 1));

            assertThat(take(listeners.failures)).isInstanceOf(ListenerExecutionFailedException.class);
            assertThat(take(listeners.failures))
                    .asString()
                    .contains("a message of 2 frames cannot be one " + Price.class.getName());
            assertThat(take(listeners.failures)).hasRootCauseMessage("a bad price");
            assertThat(take(listeners.seen)).isEqualTo(new Price("EUR", 1));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(container(context, "priced").getCounters())
                            .isEqualTo(new ListenerCounters(4, 1, 3, 0)));
        }
    }

    static class Parameters {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener("frames-in")
        void frames(ZmqMessage message) {
            seen.add(List.of(message.string(0), message.string(1), message.string(2)));
        }

        @ZmqListener("list-in")
        void list(List<byte[]> frames) {
            seen.add(frames.stream().map(String::new).toList());
        }

        @ZmqListener("texts-in")
        void texts(List<String> frames) {
            seen.add(frames.stream().map(text -> text.concat("")).toList());
        }

        @ZmqListener("bytes-in")
        void bytes(byte[] body) {
            seen.add(new String(body, StandardCharsets.UTF_8));
        }

        @ZmqListener("buffer-in")
        void buffer(ByteBuffer body) {
            seen.add(StandardCharsets.UTF_8.decode(body).toString());
        }

        @ZmqListener("text-in")
        void text(String text) {
            seen.add(text);
        }

        @ZmqListener("json-in")
        void json(@Payload Price price) {
            seen.add(price);
        }

        @ZmqListener("message-in")
        void message(Message<Price> message) {
            seen.add(message.getPayload());
        }
    }

    static class HeaderParameters {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener(id = "headers", socket = "frames-in")
        void on(
                ZmqMessage message,
                @Header(ZmqHeaders.RECEIVED_SOCKET) String socket,
                @Header(ZmqHeaders.FRAME_COUNT) int frames,
                @Headers Map<String, Object> headers) {
            seen.add(List.of(socket, frames, headers.get(ZmqHeaders.LISTENER_ID)));
        }
    }

    static class PairReplies {

        @ZmqListener("pair-in")
        Object on(String question) {
            return switch (question) {
                case "future" -> CompletableFuture.completedFuture("FUTURE");
                case "mono" -> Mono.just("MONO");
                case "none" -> null;
                case "frames" -> ZmqMessage.ofStrings("two", "frames");
                default -> question.toUpperCase(Locale.ROOT);
            };
        }
    }

    static class SendToReplies {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener("text-in")
        @SendTo("#{'bytes' + '-out'}")
        String on(String text) {
            return text.toUpperCase(Locale.ROOT);
        }

        @ZmqListener("bytes-in")
        void result(String text) {
            seen.add(text);
        }
    }

    static class Repeated {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener("text-in")
        @ZmqListener("bytes-in")
        void on(String text, @Header(ZmqHeaders.RECEIVED_SOCKET) String socket) {
            seen.add(socket + " " + text);
        }
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ZmqListener(id = "composed", concurrency = "2")
    @interface TextListener {

        @AliasFor(annotation = ZmqListener.class, attribute = "socket")
        String socket();
    }

    static class Composed {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @TextListener(socket = "text-in")
        void on(String text) {
            seen.add(text);
        }
    }

    static class Resolved {

        @ZmqListener(
                id = "${test.id}",
                socket = "${test.socket}-in",
                concurrency = "#{1 + 2}",
                autoStartup = "#{'${test.workers}' == '4'}")
        void on(String text) {}
    }

    static class MethodErrorHandler {

        @ZmqListener(id = "failing", socket = "pair-in", errorHandler = "apology")
        String on(String text) {
            throw new IllegalStateException(text);
        }

        @Bean
        static ZmqListenerErrorHandler apology() {
            return (message, failure) -> "sorry: " + failure.getCause().getMessage();
        }
    }

    static class ContainerErrorHandler {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

        @ZmqListener(id = "priced", socket = "json-in", errorHandler = "#{@collecting}")
        void on(Price price) {
            if (price.symbol().equals("BAD")) {
                throw new IllegalArgumentException("a bad price");
            }
            seen.add(price);
        }

        @Bean
        ZmqContainerErrorHandler collecting() {
            return failed -> {
                failures.add(failed.cause());
                return FailureResolution.giveUp();
            };
        }
    }
}
