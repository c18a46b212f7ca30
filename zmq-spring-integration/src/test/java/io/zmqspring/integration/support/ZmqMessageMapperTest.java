package io.zmqspring.integration.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.GenericMessage;

class ZmqMessageMapperTest {

    private static final Map<String, Object> HEADERS = Map.of("zmq_test", "value");

    private static ZmqMessage frames(String... frames) {
        return ZmqMessage.ofStrings(frames);
    }

    @Test
    void shouldLetNoPeerChooseChannelsOrWhatTheSocketSays() {
        ZmqMessageMapper mapper = ZmqMessageMapper.of(new EmbeddingMapper(Map.of(
                "replyChannel",
                "theirs",
                "errorChannel",
                "theirs",
                "zmq_test",
                "theirs",
                "zmq_topic",
                "theirs",
                "kept",
                "theirs")));

        Message<?> message = mapper.toMessage(frames("a"), Map.of("zmq_test", "ours", "replyChannel", "ours"));

        assertThat(message.getHeaders())
                .containsEntry("zmq_test", "ours")
                .containsEntry("replyChannel", "ours")
                .containsEntry("kept", "theirs")
                .doesNotContainKeys("errorChannel", "zmq_topic");
        assertThat(message.getPayload()).isEqualTo("a".getBytes(UTF_8));
    }

    /** As a mapper of Spring Integration that finds headers in the bytes, and lets them win. */
    private record EmbeddingMapper(Map<String, Object> embedded) implements BytesMessageMapper {

        @Override
        public Message<?> toMessage(byte[] bytes, @Nullable Map<String, Object> headers) {
            return new GenericMessage<>(bytes, embedded);
        }

        @Override
        public byte[] fromMessage(Message<?> message) {
            throw new UnsupportedOperationException("only reads");
        }
    }

    @Nested
    class WithoutConversion {

        private final ZmqMessageMapper mapper = ZmqMessageMapper.of(PayloadMode.NATURAL);

        @Test
        void shouldGiveBytesWhenThereIsOneFrame() {
            assertThat(mapper.toMessage(frames("a"), null).getPayload()).isEqualTo("a".getBytes(UTF_8));
        }

        @Test
        void shouldKeepAllFramesWhenThereAreSeveral() {
            assertThat(mapper.toMessage(frames("a", "", "c"), null).getPayload())
                    .isEqualTo(frames("a", "", "c"));
        }

        @Test
        void shouldGiveMessageEvenOfOneFrameWhenModeIsMessage() {
            assertThat(ZmqMessageMapper.of(PayloadMode.MESSAGE)
                            .toMessage(frames("a"), null)
                            .getPayload())
                    .isEqualTo(frames("a"));
        }

        @Test
        void shouldGiveListEvenOfOneFrameWhenModeIsFrames() {
            Message<?> message = ZmqMessageMapper.of(PayloadMode.FRAMES).toMessage(frames("a"), null);
            assertThat(message.getPayload())
                    .asInstanceOf(InstanceOfAssertFactories.list(byte[].class))
                    .containsExactly("a".getBytes(UTF_8));
        }

        @Test
        void shouldPassHeadersOn() {
            assertThat(mapper.toMessage(frames("a"), HEADERS).getHeaders()).containsEntry("zmq_test", "value");
        }

        @Test
        void shouldTakeEveryPayloadThatIsMadeOfFrames() {
            ByteBuffer buffer = ByteBuffer.wrap("xay".getBytes(UTF_8), 1, 1);

            assertThat(fromPayload("a".getBytes(UTF_8))).isEqualTo(frames("a"));
            assertThat(fromPayload("ä")).isEqualTo(frames("ä"));
            assertThat(fromPayload(buffer)).isEqualTo(frames("a"));
            assertThat(buffer.remaining()).isEqualTo(1);
            assertThat(fromPayload(frames("a", "b"))).isEqualTo(frames("a", "b"));
            assertThat(fromPayload(List.of("a".getBytes(UTF_8), new byte[0]))).isEqualTo(frames("a", ""));
        }

        @Test
        void shouldNameTheTypeOfAPayloadItCannotSend() {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> fromPayload(42))
                    .withMessageContaining("java.lang.Integer");
        }

        @Test
        void shouldRefuseListWithoutFrames() {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> fromPayload(List.of()))
                    .withMessageContaining("frames=0");
        }

        @Test
        void shouldNameTheElementThatIsNoFrame() {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> fromPayload(List.of(new byte[1], "text")))
                    .withMessageContaining("element 1=text");
        }

        private ZmqMessage fromPayload(Object payload) {
            return mapper.fromMessage(new GenericMessage<>(payload));
        }
    }

    @Nested
    class WithConverter {

        private final ZmqMessageMapper mapper = ZmqMessageMapper.of(new StringMessageConverter(UTF_8), String.class);

        @Test
        void shouldConvertBothWays() {
            assertThat(mapper.toMessage(frames("ä"), HEADERS).getPayload()).isEqualTo("ä");
            assertThat(mapper.toMessage(frames("ä"), HEADERS).getHeaders()).containsEntry("zmq_test", "value");
            assertThat(mapper.fromMessage(new GenericMessage<>("ä"))).isEqualTo(frames("ä"));
        }

        @Test
        void shouldSendFramesAsTheyAre() {
            assertThat(mapper.fromMessage(new GenericMessage<>(frames("a", "b"))))
                    .isEqualTo(frames("a", "b"));
        }

        @Test
        void shouldRefuseSeveralFramesWithTheirCount() {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> mapper.toMessage(frames("a", "b"), null))
                    .withMessageContaining("frames=2");
        }

        @Test
        void shouldNameTypeAndLengthWhenConverterReadsNothing() {
            ZmqMessageMapper wrongType = ZmqMessageMapper.of(new StringMessageConverter(UTF_8), Integer.class);
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> wrongType.toMessage(frames("abc"), null))
                    .withMessageContaining("java.lang.Integer")
                    .withMessageContaining("bytes=3");
        }

        @Test
        void shouldNameThePayloadWhenConverterWritesNothing() {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> mapper.fromMessage(new GenericMessage<>(42)))
                    .withMessageContaining("java.lang.Integer");
        }
    }

    @Nested
    class WithBytesMapper {

        private final ZmqMessageMapper mapper = ZmqMessageMapper.of(new ReversingMapper());

        @Test
        void shouldMapTheFrameBothWays() {
            assertThat(mapper.toMessage(frames("ab"), HEADERS).getPayload()).isEqualTo("ba");
            assertThat(mapper.toMessage(frames("ab"), HEADERS).getHeaders()).containsEntry("zmq_test", "value");
            assertThat(mapper.fromMessage(new GenericMessage<>("ba"))).isEqualTo(frames("ab"));
        }

        @Test
        void shouldRefuseSeveralFramesWithTheirCount() {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> mapper.toMessage(frames("a", "b", "c"), null))
                    .withMessageContaining("frames=3");
        }
    }

    private static final class ReversingMapper implements BytesMessageMapper {

        @Override
        public Message<?> toMessage(byte[] bytes, @Nullable Map<String, Object> headers) {
            String reversed =
                    new StringBuilder(new String(bytes, UTF_8)).reverse().toString();
            return new GenericMessage<>(reversed, headers);
        }

        @Override
        public byte[] fromMessage(Message<?> message) {
            return new StringBuilder((String) message.getPayload())
                    .reverse()
                    .toString()
                    .getBytes(UTF_8);
        }
    }
}
