package io.zmqspring.integration.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.message.HeaderFrame;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeTypeUtils;

class DefaultZmqHeaderMapperTest {

    private final DefaultZmqHeaderMapper headerMapper = new DefaultZmqHeaderMapper();
    private final ZmqMessageMapper mapper =
            ZmqMessageMapper.withHeaders(ZmqMessageMapper.of(PayloadMode.NATURAL), headerMapper);

    @Test
    void shouldSendOnlyAllowedHeadersWithOneFormAsText() {
        UUID correlation = UUID.randomUUID();
        Map<String, String> sent = sent(Map.of(
                "correlationId",
                correlation,
                "sequenceNumber",
                2,
                "sequenceSize",
                3,
                MessageHeaders.CONTENT_TYPE,
                MimeTypeUtils.APPLICATION_JSON,
                "traceparent",
                "00-1-2-01",
                "b3",
                new Object(),
                "secret",
                "not this",
                ZmqHeaders.TOPIC,
                "nor this"));

        assertThat(sent)
                .containsOnly(
                        Map.entry("correlation-id", correlation.toString()),
                        Map.entry("sequenceNumber", "2"),
                        Map.entry("sequenceSize", "3"),
                        Map.entry("content-type", "application/json"),
                        Map.entry("traceparent", "00-1-2-01"));
    }

    @Test
    void shouldSendWhatPatternsAllowAndNeverIdsAndChannels() {
        headerMapper.setOutboundHeaderNames("!x-secret", "x-*", "id", "timestamp");

        assertThat(sent(Map.of("x-user", "me", "x-secret", "no", "y", "no"))).containsOnly(Map.entry("x-user", "me"));
        headerMapper.setOutboundHeaderNames("*");
        assertThat(sent(Map.of("y", true, "replyChannel", "replies", "zmq_replyTo", "no")))
                .containsOnly(Map.entry("y", "true"));
    }

    @Test
    void shouldTakeNoHeaderOfAPeerThatIsNotAllowed() {
        headerMapper.setInboundHeaderNames("*");

        assertThat(headerMapper.toHeaders(Map.of(
                        "x", "1",
                        "id", "2",
                        "replyChannel", "3",
                        "errorChannel", "4",
                        "zmq_replyTo", "5",
                        "routingSlip", "6",
                        "contentType", "7")))
                .containsOnly(Map.entry("x", "1"));
        headerMapper.setInboundHeaderNames("replyChannel");
        assertThat(headerMapper.toHeaders(Map.of("x", "1", "replyChannel", "replies")))
                .containsOnly(Map.entry("replyChannel", "replies"));
    }

    @Test
    void shouldGiveHeadersOfTheFrameworkTheirTypes() {
        assertThat(headerMapper.toHeaders(Map.of(
                        "sequenceNumber", "2",
                        "sequenceSize", "many",
                        "correlation-id", "42",
                        "zmq-error", "true",
                        "content-type", "text/plain")))
                .containsOnly(
                        Map.entry(IntegrationMessageHeaderAccessor.SEQUENCE_NUMBER, 2),
                        Map.entry(IntegrationMessageHeaderAccessor.CORRELATION_ID, "42"),
                        Map.entry("zmq_error", true),
                        Map.entry(MessageHeaders.CONTENT_TYPE, "text/plain"));
    }

    @Test
    void shouldKeepTextAsTextAndBytesAsBytes() {
        assertThat(roundTrip("ä").getPayload()).isEqualTo("ä");
        assertThat(roundTrip(new byte[] {1, 2}).getPayload()).isEqualTo(new byte[] {1, 2});
        assertThat(mapper.toMessage(
                                ZmqMessage.of(
                                        HeaderFrame.write(Map.of("content-type", "text/plain;charset=ISO-8859-1")),
                                        new byte[] {(byte) 0xE4}),
                                null)
                        .getPayload())
                .isEqualTo("ä");
        assertThat(mapper.toMessage(ZmqMessage.of(HeaderFrame.write(Map.of("content-type", "!")), new byte[] {1}), null)
                        .getPayload())
                .isEqualTo(new byte[] {1});
    }

    @Test
    void shouldTakeMessagesWithoutHeadersAsTheyAre() {
        assertThat(mapper.toMessage(ZmqMessage.ofStrings("plain"), Map.of("a", 1)))
                .satisfies(message -> {
                    assertThat(message.getPayload()).isEqualTo("plain".getBytes(UTF_8));
                    assertThat(message.getHeaders()).containsEntry("a", 1);
                });
        assertThat(mapper.toMessage(ZmqMessage.ofStrings("two", "frames"), null).getPayload())
                .isEqualTo(ZmqMessage.ofStrings("two", "frames"));
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> mapper.toMessage(ZmqMessage.ofStrings("ZMQH/1\nbroken", "body"), null))
                .withMessageContaining("'broken'");
    }

    @Test
    void shouldPreferWhatTheEndpointKnows() {
        ZmqMessage frames = ZmqMessage.of(HeaderFrame.write(Map.of("correlation-id", "theirs")), new byte[0]);

        assertThat(mapper.toMessage(frames, Map.of("correlationId", "ours")).getHeaders())
                .containsEntry("correlationId", "ours");
    }

    @Test
    void shouldRefuseHeadersThatAreTooLarge() {
        Message<String> large = MessageBuilder.withPayload("a")
                .setHeader("correlationId", "x".repeat(HeaderFrame.MAX_BYTES))
                .build();
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> mapper.fromMessage(large))
                .withMessageContaining("allowed are 16384");
    }

    private Map<String, String> sent(Map<String, Object> headers) {
        Map<String, String> target = new HashMap<>();
        headerMapper.fromHeaders(new MessageHeaders(headers), target);
        return target;
    }

    private Message<?> roundTrip(Object payload) {
        return mapper.toMessage(
                mapper.fromMessage(MessageBuilder.withPayload(payload).build()), null);
    }
}
