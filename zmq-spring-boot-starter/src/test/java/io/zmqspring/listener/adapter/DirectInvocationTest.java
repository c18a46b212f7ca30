package io.zmqspring.listener.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.support.converter.FramesMessage;
import io.zmqspring.support.converter.JsonPayloadConverter;
import io.zmqspring.support.converter.PayloadMessageConverter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.validation.annotation.Validated;
import tools.jackson.databind.json.JsonMapper;

class DirectInvocationTest {

    private static final PayloadMessageConverter CONVERTER =
            new PayloadMessageConverter(List.of(new JsonPayloadConverter(new JsonMapper())));

    private final Methods bean = new Methods();

    @Test
    void shouldMakeArgumentsStraightFromTheFrames() throws Exception {
        assertThat(result("bytes", Envelope.NONE, "ab")).isEqualTo("ab");
        assertThat(result("text", Envelope.NONE, "Grüße")).isEqualTo("Grüße");
        assertThat(result("text", Envelope.NONE, "")).isEqualTo("");
        assertThat(result("annotated", Envelope.NONE, "x")).isEqualTo("x");
        assertThat(result("buffer", Envelope.NONE, "buffer")).isEqualTo("buffer");
        assertThat(result("frames", Envelope.TOPIC, "t", "a")).isEqualTo(ZmqMessage.ofStrings("t", "a"));
        assertThat(result("payloadFrames", Envelope.TOPIC, "t", "a", "b")).isEqualTo(ZmqMessage.ofStrings("a", "b"));
        assertThat(result("list", Envelope.NONE, "a", "b")).isEqualTo(List.of("a", "b"));
        assertThat(result("record", Envelope.NONE, "{\"symbol\":\"EUR\",\"amount\":3}"))
                .isEqualTo(new Price("EUR", 3));
        assertThat(result("records", Envelope.NONE, "[{\"symbol\":\"EUR\",\"amount\":3}]"))
                .isEqualTo(List.of(new Price("EUR", 3)));
    }

    @Test
    void shouldLookForThePayloadBehindTheEnvelope() throws Exception {
        assertThat(result("text", Envelope.TOPIC, "topic", "payload")).isEqualTo("payload");
        assertThat(result("text", Envelope.TOPIC, "both")).isEqualTo("both");
        assertThat(result("text", Envelope.ROUTING_ID, "id", "payload")).isEqualTo("payload");
        assertThat(result("text", Envelope.ROUTING_ID, "id", "", "payload")).isEqualTo("payload");
        assertThat(result("topic", Envelope.TOPIC, "EUR", "1")).isEqualTo("EUR 1");
        assertThat(result("routed", Envelope.ROUTING_ID, "id", "1"))
                .isEqualTo(RoutingId.of("id".getBytes(StandardCharsets.UTF_8)) + " 1");
    }

    @Test
    void shouldGiveThePeer() throws Exception {
        ZmqPeer peer = new ZmqPeer(SocketType.PUSH, "3.1", Map.of(), "tcp://127.0.0.1:1", "tcp://127.0.0.1:2");

        Object result = direct("peer", Envelope.NONE, "peer").invoke(ZmqMessage.received(peer, new byte[] {'x'}));

        assertThat(result).isEqualTo("tcp://127.0.0.1:2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"message", "headers", "optional", "validated", "count", "otherHeader", "defaultTopic", "none"})
    void shouldLeaveOtherParametersToSpring(String method) throws Exception {
        Otherwise otherwise = new Otherwise();

        assertThat(invocation(method, Envelope.TOPIC, CONVERTER, parameter -> true, otherwise))
                .isSameAs(otherwise);
    }

    @Test
    void shouldLeaveEverythingToSpringWhenTheApplicationHasItsOwnWay() throws Exception {
        Otherwise otherwise = new Otherwise();
        PayloadMessageConverter subclass = new PayloadMessageConverter(List.of()) {};
        PayloadMessageConverter plainJackson =
                new PayloadMessageConverter(List.of(new JacksonJsonMessageConverter(new JsonMapper())));

        assertThat(invocation("text", Envelope.NONE, CONVERTER, parameter -> false, otherwise))
                .isSameAs(otherwise);
        assertThat(invocation("text", Envelope.NONE, subclass, parameter -> true, otherwise))
                .isSameAs(otherwise);
        assertThat(invocation("record", Envelope.NONE, plainJackson, parameter -> true, otherwise))
                .isSameAs(otherwise);
    }

    @Test
    void shouldLeaveToSpringWhatItCannotRead() throws Exception {
        assertThat(direct("text", Envelope.NONE, "x").invoke(ZmqMessage.ofStrings("a", "b")))
                .isEqualTo("otherwise");
        assertThat(direct("record", Envelope.NONE, "x").invoke(ZmqMessage.ofStrings("not JSON")))
                .isEqualTo("otherwise");
        assertThat(direct("record", Envelope.NONE, "x").invoke(ZmqMessage.ofStrings("null")))
                .isEqualTo("otherwise");
        assertThat(direct("topic", Envelope.TOPIC, "x").invoke(ZmqMessage.ofStrings("t", "a", "b")))
                .isEqualTo("otherwise");
        assertThat(bean.calls).isZero();
    }

    @Test
    void shouldThrowWhatTheMethodThrows() throws Exception {
        assertThatThrownBy(() -> result("failing", Envelope.NONE, "x"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("x");
        assertThatThrownBy(() -> result("failingHard", Envelope.NONE, "x"))
                .isExactlyInstanceOf(StackOverflowError.class)
                .hasMessage("x");
    }

    private Object result(String method, Envelope envelope, String... frames) throws Exception {
        return direct(method, envelope, method).invoke(ZmqMessage.ofStrings(frames));
    }

    private ListenerInvocation direct(String method, Envelope envelope, String description) throws Exception {
        ListenerInvocation invocation = invocation(method, envelope, CONVERTER, parameter -> true, new Otherwise());
        assertThat(invocation).as(description).isInstanceOf(DirectInvocation.class);
        return invocation;
    }

    private ListenerInvocation invocation(
            String name,
            Envelope envelope,
            PayloadMessageConverter converter,
            Predicate<MethodParameter> isOrdinary,
            ListenerInvocation otherwise) {
        Method method = Arrays.stream(Methods.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return DirectInvocation.of(
                new InvocableHandlerMethod(bean, method), isOrdinary, envelope, converter, otherwise);
    }

    record Price(String symbol, int amount) {}

    private static final class Otherwise implements ListenerInvocation {

        @Override
        public Object invoke(ZmqMessage frames) {
            return "otherwise";
        }

        @Override
        public void invoke(ZmqMessage frames, ZmqReplier replier) {
            replier.reply("otherwise");
        }

        @Override
        public FramesMessage toSpringMessage(ZmqMessage frames) {
            throw new IllegalStateException("no Spring message is wanted");
        }

        @Override
        public String description() {
            return "otherwise";
        }
    }

    @SuppressWarnings("unused")
    private static final class Methods {

        private int calls;

        private String bytes(byte[] payload) {
            return new String(payload, StandardCharsets.UTF_8);
        }

        String text(String payload) {
            calls++;
            return payload;
        }

        String annotated(@Payload String payload) {
            return payload;
        }

        String buffer(ByteBuffer payload) {
            return StandardCharsets.UTF_8.decode(payload).toString();
        }

        ZmqMessage frames(ZmqMessage all) {
            return all;
        }

        ZmqMessage payloadFrames(@Payload ZmqMessage payload) {
            return payload;
        }

        List<String> list(List<String> frames) {
            return frames;
        }

        Price record(Price payload) {
            calls++;
            return payload;
        }

        List<Price> records(List<Price> payload) {
            return payload;
        }

        String topic(@Header(ZmqHeaders.TOPIC) String topic, String payload) {
            calls++;
            return topic + " " + payload;
        }

        String routed(String payload, @Header(ZmqHeaders.ROUTING_ID) RoutingId peer) {
            return peer + " " + payload;
        }

        String peer(byte[] payload, ZmqPeer peer) {
            return peer.address();
        }

        void message(Message<String> message) {}

        void headers(String payload, MessageHeaders headers) {}

        void optional(@Payload(required = false) String payload) {}

        void validated(@Validated String payload) {}

        void count(int payload) {}

        void otherHeader(String payload, @Header(ZmqHeaders.FRAME_COUNT) Integer frames) {}

        void defaultTopic(@Header(name = ZmqHeaders.TOPIC, defaultValue = "none") String topic) {}

        void none() {}

        void failing(String payload) throws IOException {
            throw new IOException(payload);
        }

        void failingHard(String payload) {
            throw new StackOverflowError(payload);
        }
    }
}
