package io.zmqspring.support.converter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.databind.json.JsonMapper;

class PayloadMessageConverterTest {

    private final PayloadMessageConverter plain = new PayloadMessageConverter();
    private final PayloadMessageConverter json =
            new PayloadMessageConverter(List.of(new JacksonJsonMessageConverter()));

    @Test
    void shouldSendBytesAsTheyAre() {
        byte[] body = {1, 2, 3};

        assertThat(frames(plain, body).frame(0)).isSameAs(body);
    }

    @Test
    void shouldSendWhatABufferHoldsAndLeaveItsPosition() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}).position(1).limit(3);

        assertThat(frames(plain, buffer)).isEqualTo(ZmqMessage.of(new byte[] {1, 2}));
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void shouldSendTextAsUtf8() {
        assertThat(frames(plain, "Grüße")).isEqualTo(ZmqMessage.of("Grüße".getBytes(StandardCharsets.UTF_8)));
        assertThat(frames(json, "Grüße")).isEqualTo(ZmqMessage.of("Grüße".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldSendFramesAsTheyAre() {
        ZmqMessage frames = ZmqMessage.ofStrings("a", "", "c");

        assertThat(frames(plain, frames)).isSameAs(frames);
        assertThat(frames(plain, frames.frames())).isEqualTo(frames);
    }

    @Test
    void shouldSendObjectsAsJson() {
        assertThat(frames(json, new Price("EUR", 2)).string(0)).isEqualTo("{\"symbol\":\"EUR\",\"cents\":2}");
    }

    @Test
    void shouldNameTheTypeItCannotSend() {
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> frames(plain, new Price("EUR", 2)))
                .withMessageContaining("no converter makes frames of a payload of type " + Price.class.getName());
    }

    @Test
    void shouldGiveASingleFrameAsThePayload() {
        FramesMessage message = plain.toSpringMessage(ZmqMessage.ofStrings("one"), Envelope.NONE, Map.of("h", 1));

        assertThat(message.getPayload()).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
        assertThat(message.getHeaders()).containsEntry("h", 1);
        assertThat(plain.getPayloadConverter().fromMessage(message, String.class))
                .isEqualTo("one");
        assertThat(plain.getPayloadConverter().fromMessage(message, byte[].class))
                .isEqualTo(message.getPayload());
        assertThat(plain.getPayloadConverter().fromMessage(message, ByteBuffer.class))
                .isEqualTo(ByteBuffer.wrap("one".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldReadJson() {
        FramesMessage message =
                json.toSpringMessage(ZmqMessage.ofStrings("{\"symbol\":\"EUR\",\"cents\":2}"), Envelope.NONE, Map.of());

        assertThat(json.getPayloadConverter().fromMessage(message, Price.class)).isEqualTo(new Price("EUR", 2));
    }

    @Test
    void shouldSayThatSeveralFramesDoNotFitOnePayload() {
        FramesMessage message = json.toSpringMessage(ZmqMessage.ofStrings("a", "b", "c"), Envelope.NONE, Map.of());

        assertThat(message.getFrames().frameCount()).isEqualTo(3);
        assertThat(message.getPayload()).isEqualTo(ZmqMessage.ofStrings("a", "b", "c"));
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> json.getPayloadConverter().fromMessage(message, String.class))
                .withMessageContaining("a message of 3 frames cannot be one java.lang.String");
    }

    private static ZmqMessage frames(ZmqMessageConverter converter, Object payload) {
        return converter.toFrames(new GenericMessage<>(payload));
    }

    record Price(String symbol, int cents) {}

    @Test
    void shouldMakeAFrameWithoutAMessage() {
        PayloadMessageConverter json =
                new PayloadMessageConverter(List.of(new JsonPayloadConverter(JsonMapper.shared())));

        assertThat(json.toFrame("ä")).isEqualTo("ä".getBytes(UTF_8));
        assertThat(json.toFrame(new byte[] {1})).containsExactly(1);
        assertThat(json.toFrame(Map.of("a", 1))).asString(UTF_8).isEqualTo("{\"a\":1}");
        assertThat(json.toFrame(new GenericMessage<>("text"))).isNull();
        assertThat(json.toFrame(ZmqMessage.ofStrings("a", "b"))).isNull();
        assertThat(json.toFrame(List.of(new byte[] {1}))).isNull();
        assertThat(json.toFrame(ByteBuffer.allocate(1))).isNull();
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> json.toFrame(new Unreadable()))
                .withMessageContaining("Could not write JSON");
    }

    @Test
    void shouldMakeNoFrameWhereAnotherConverterOrASubclassMayConvertOtherwise() {
        PayloadMessageConverter other = new PayloadMessageConverter(
                List.of(new JacksonJsonMessageConverter(), new JsonPayloadConverter(JsonMapper.shared())));
        PayloadMessageConverter subclass = new PayloadMessageConverter() {};

        assertThat(other.toFrame(Map.of("a", 1))).isNull();
        assertThat(subclass.toFrame("text")).isNull();
    }

    /** Cannot be written. */
    public static final class Unreadable {

        /** A property. */
        public String getText() {
            throw new IllegalStateException("unreadable");
        }
    }
}
