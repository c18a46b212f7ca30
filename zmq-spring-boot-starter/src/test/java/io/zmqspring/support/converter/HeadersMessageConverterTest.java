package io.zmqspring.support.converter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.HeaderFrame;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;
import tools.jackson.databind.json.JsonMapper;

class HeadersMessageConverterTest {

    private final HeadersMessageConverter converter = new HeadersMessageConverter(
            new PayloadMessageConverter(List.of(new JsonPayloadConverter(JsonMapper.shared()))), List.of("x-*"));

    @Test
    void shouldCarryAllowedHeadersAndTheContentType() {
        Message<Price> sent = MessageBuilder.withPayload(new Price("a", 1))
                .setHeader(HeadersMessageConverter.CORRELATION_ID, 42)
                .setHeader("x-user", "me")
                .setHeader("secret", "not this")
                .setHeader("traceparent", "00-1-2-01")
                .build();

        ZmqMessage frames = converter.toFrames(sent);
        Message<?> received = converter.toSpringMessage(frames, Envelope.NONE, Map.of());

        assertThat(frames.frameCount()).isEqualTo(2);
        assertThat(HeaderFrame.read(frames.frame(0)))
                .containsOnlyKeys("content-type", "correlation-id", "x-user", "traceparent");
        assertThat(received.getHeaders())
                .containsEntry(HeadersMessageConverter.CORRELATION_ID, "42")
                .containsEntry("x-user", "me")
                .containsEntry("traceparent", "00-1-2-01")
                .containsEntry(MessageHeaders.CONTENT_TYPE, "application/json")
                .doesNotContainKey("secret");
        assertThat(converter.getPayloadConverter().fromMessage(received, Price.class))
                .isEqualTo(new Price("a", 1));
        assertThat(converter.getPayloadConverter().fromMessage(received, String.class))
                .isEqualTo("{\"symbol\":\"a\",\"cents\":1}");
    }

    @Test
    void shouldTellTextFromBytes() {
        assertThat(converter.toFrames((Object) "text").string(0)).isEqualTo("""
            ZMQH/1
            content-type:text/plain;charset=UTF-8
            """);
        assertThat(converter.toFrames((Object) new byte[] {1}).string(0)).isEqualTo("ZMQH/1\n");
    }

    @Test
    void shouldIgnoreHeadersOfAPeerThatAreNotAllowed() {
        ZmqMessage frames = ZmqMessage.ofStrings("ZMQH/1\nid:1\nsecret:2\nx-ok:3\n" + ZmqHeaders.TOPIC + ":4", "body");

        assertThat(converter.toSpringMessage(frames, Envelope.NONE, Map.of()).getHeaders())
                .containsEntry("x-ok", "3")
                .doesNotContainKeys("id", "secret", ZmqHeaders.TOPIC);
    }

    @Test
    void shouldLetNoPeerSayWhatTheSocketSaysAlsoWhereAllIsAllowed() {
        HeadersMessageConverter open =
                new HeadersMessageConverter(new PayloadMessageConverter(List.of()), List.of("*"));
        ZmqMessage frames = ZmqMessage.ofStrings(
                "ZMQH/1\nx-ok:3\nreplyChannel:a\nerrorChannel:b\n" + ZmqHeaders.ROUTING_ID + ":4", "body");

        assertThat(open.toSpringMessage(frames, Envelope.NONE, Map.of()).getHeaders())
                .containsEntry("x-ok", "3")
                .doesNotContainKeys(ZmqHeaders.ROUTING_ID, MessageHeaders.REPLY_CHANNEL, MessageHeaders.ERROR_CHANNEL);
    }

    @Test
    void shouldStandBehindTheEnvelope() {
        ZmqMessage published = ZmqMessage.ofStrings("EUR").followedBy(converter.toFrames((Object) "1.1"));

        FramesMessage received = converter.toSpringMessage(published, Envelope.TOPIC, Map.of());

        assertThat(received.getHeaders().get(ZmqHeaders.TOPIC)).isEqualTo("EUR");
        assertThat(received.getPayload()).isEqualTo("1.1".getBytes(UTF_8));
    }

    @Test
    void shouldTakeMessagesWithoutHeaders() {
        assertThat(converter
                        .toSpringMessage(ZmqMessage.ofStrings("plain"), Envelope.NONE, Map.of())
                        .getPayload())
                .isEqualTo("plain".getBytes(UTF_8));
        assertThat(converter
                        .toSpringMessage(ZmqMessage.ofStrings("two", "frames"), Envelope.NONE, Map.of())
                        .getPayload())
                .isEqualTo(ZmqMessage.ofStrings("two", "frames"));
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> converter.toSpringMessage(
                        ZmqMessage.ofStrings("ZMQH/1\nbroken", "body"), Envelope.NONE, Map.of()))
                .withMessageContaining("'broken'");
    }

    record Price(String symbol, int cents) {}
}
