package io.zmqspring.support.converter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Headers on the wire. */
class HeaderFrameTest {

    private final HeadersMessageConverter converter = new HeadersMessageConverter(
            new PayloadMessageConverter(List.of(new JsonPayloadConverter(JsonMapper.shared()))), List.of("x-*"));

    @Test
    void shouldWriteLinesOfText() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("x-note", "100% sure:\r\nyes ä");

        byte[] frame = HeaderFrame.write(headers);

        assertThat(frame).asString(UTF_8).isEqualTo("""
            ZMQH/1
            content-type:application/json
            x-note:100%25 sure:%0D%0Ayes ä
            """);
        assertThat(HeaderFrame.read(frame)).isEqualTo(headers);
    }

    @Test
    void shouldReadWhatOthersEscape() {
        assertThat(HeaderFrame.read("ZMQH/1\nx-note:a%20b%C3%A4".getBytes(UTF_8)))
                .isEqualTo(Map.of("x-note", "a bä"));
        assertThat(HeaderFrame.read("ZMQH/1\n".getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ZMQH/1", "ZMQH/2\n", "{\"a\":1}", "zmqh/1\n"})
    void shouldTellOtherFrames(String payload) {
        assertThat(HeaderFrame.read(payload.getBytes(UTF_8))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZMQH/1\nno colon", "ZMQH/1\nbad name:1", "ZMQH/1\na:%4", "ZMQH/1\na:%zz", "ZMQH/1\n:1"})
    void shouldRefuseWhatIsNoHeader(String frame) {
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderFrame.read(frame.getBytes(UTF_8)));
    }

    @Test
    void shouldBoundItsSize() {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i <= HeaderFrame.MAX_HEADERS; i++) {
            many.put("h" + i, "");
        }
        StringBuilder text = new StringBuilder("ZMQH/1\n");
        many.keySet().forEach(name -> text.append(name).append(":\n"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderFrame.write(many))
                .withMessage("too many headers: 65, allowed are 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderFrame.read(text.toString().getBytes(UTF_8)))
                .withMessage("a frame of headers has more than 64 headers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderFrame.write(Map.of("a", "x".repeat(HeaderFrame.MAX_BYTES))))
                .withMessage("headers have 16394 bytes, allowed are 16384: [a]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderFrame.read(("ZMQH/1\na:" + "x".repeat(HeaderFrame.MAX_BYTES)).getBytes(UTF_8)))
                .withMessage("a frame of headers has 16393 bytes, allowed are 16384");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderFrame.write(Map.of("a b", "")))
                .withMessageContaining("'a b'");
    }

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
