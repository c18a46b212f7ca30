package io.zmqspring.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnvelopeTest {

    private static final ZmqMessage BODY = ZmqMessage.ofStrings("body");

    /** Frames are separated by a bar; an empty one is a dot. */
    @ParameterizedTest
    @CsvSource({
        "ROUTER, id|body, 1, false",
        "ROUTER, id|a|b, 1, false",
        "ROUTER, id|.|body, 2, true",
        "ROUTER, id|.|., 2, true",
        "ROUTER, id|., 1, false",
        "ROUTER, id|number|.|body, 3, true",
        "ROUTER, id|second|third|.|a|.|b, 4, true",
        "ROUTER, id|a|., 1, false",
        "ROUTER, id, 0, false",
        "DEALER, body, 0, false",
        "DEALER, ., 0, false",
        "DEALER, .|body, 1, true",
        "DEALER, client|.|body, 2, true",
        "DEALER, a|b, 0, false",
        "SUB, topic|body, 1, false",
        "SUB, topic|a|b, 1, false",
        "SUB, .|body, 1, false",
        "SUB, topic, 0, false",
        "XSUB, topic|body, 1, false",
        "REP, .|body, 0, false",
        "PAIR, .|body, 0, false",
        "XPUB, .|body, 0, false"
    })
    void shouldFindThePayload(SocketType type, String frames, int length, boolean delimited) {
        ZmqMessage received = message(frames);
        Envelope envelope = Envelope.of(type);

        assertThat(envelope.length(received)).isEqualTo(length);
        assertThat(envelope.payload(received)).isEqualTo(received.slice(length, received.frameCount()));
        assertThat(envelope.isDelimited(received)).isEqualTo(delimited);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROUTER", "DEALER", "PAIR"})
    void shouldPutAReplyIntoTheEnvelopeOfItsRequest(SocketType type) {
        Envelope envelope = Envelope.of(type);
        ZmqMessage request = message(type == SocketType.ROUTER ? "id|.|question" : ".|question");

        assertThat(envelope.reply(request, BODY))
                .isEqualTo(
                        switch (type) {
                            case ROUTER -> message("id|.|body");
                            case DEALER -> message(".|body");
                            default -> BODY;
                        });
    }

    @Test
    void shouldGiveTheHeadersOfAReceivedMessage() {
        assertThat(headers(SocketType.SUB, message("EUR|1.1"))).containsOnly(entry(ZmqHeaders.TOPIC, "EUR"));
        assertThat(headers(SocketType.SUB, message("EUR"))).containsOnly(entry(ZmqHeaders.TOPIC, "EUR"));
        assertThat(headers(SocketType.ROUTER, message("id|.|question")))
                .containsOnly(
                        entry(ZmqHeaders.ROUTING_ID, RoutingId.of("id")), entry(ZmqHeaders.REPLY_TO, message("id|.")));
        assertThat(headers(SocketType.DEALER, message(".|question")))
                .containsOnly(entry(ZmqHeaders.REPLY_TO, message(".")));
        assertThat(headers(SocketType.PULL, message("id|.|question"))).isEmpty();
    }

    @Test
    void shouldSendInTheEnvelopeTheHeadersTellOf() {
        assertThat(write(SocketType.PUB, Map.of(ZmqHeaders.TOPIC, "EUR"))).isEqualTo(message("EUR|body"));
        assertThat(write(SocketType.XPUB, Map.of(ZmqHeaders.TOPIC, new byte[] {'U'})))
                .isEqualTo(message("U|body"));
        assertThat(write(SocketType.ROUTER, Map.of(ZmqHeaders.ROUTING_ID, RoutingId.of("id"))))
                .isEqualTo(message("id|body"));
        assertThat(write(SocketType.ROUTER, Map.of(ZmqHeaders.ROUTING_ID, "id")))
                .isEqualTo(message("id|body"));
        assertThat(write(SocketType.DEALER, Map.of(ZmqHeaders.REPLY_TO, message("."))))
                .isEqualTo(message(".|body"));
        assertThat(write(SocketType.PUSH, Map.of(ZmqHeaders.TOPIC, "EUR", ZmqHeaders.ROUTING_ID, "id")))
                .isEqualTo(BODY);
        assertThat(write(SocketType.PUB, Map.of())).isEqualTo(BODY);
    }

    @Test
    void shouldPreferTheReplyToOverTheRoutingId() {
        Map<String, Object> headers = headers(SocketType.ROUTER, message("id|.|question"));

        assertThat(write(SocketType.ROUTER, headers)).isEqualTo(message("id|.|body"));
    }

    @Test
    void shouldSendAMessageThatIsItsOwnTopicAsItCame() {
        ZmqMessage received = message("EUR 1.1");
        Map<String, Object> headers = headers(SocketType.SUB, received);

        assertThat(EnvelopeHeaders.write(SocketType.PUB, headers, received)).isEqualTo(received);
    }

    @Test
    void shouldRefuseAHeaderOfAnotherType() {
        assertThatThrownBy(() -> write(SocketType.PUB, Map.of(ZmqHeaders.TOPIC, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("header zmq_topic is a java.lang.Integer, wanted is a String or a byte[]");
        assertThatThrownBy(() -> write(SocketType.ROUTER, Map.of(ZmqHeaders.REPLY_TO, "id")))
                .hasMessage("header zmq_replyTo is a java.lang.String, wanted is a ZmqMessage");
        assertThatThrownBy(() -> write(SocketType.PUB, Map.of(ZmqHeaders.TOPIC, RoutingId.of("id"))))
                .hasMessageContaining("wanted is a String or a byte[]");
    }

    private static ZmqMessage write(SocketType type, Map<String, Object> headers) {
        return EnvelopeHeaders.write(type, headers, BODY);
    }

    private static Map<String, Object> headers(SocketType type, ZmqMessage received) {
        Map<String, Object> headers = new HashMap<>();
        EnvelopeHeaders.read(Envelope.of(type), received, headers::put);
        return headers;
    }

    private static ZmqMessage message(String frames) {
        String[] each = frames.split("\\|");
        for (int i = 0; i < each.length; i++) {
            each[i] = each[i].equals(".") ? "" : each[i];
        }
        return ZmqMessage.ofStrings(each);
    }
}
