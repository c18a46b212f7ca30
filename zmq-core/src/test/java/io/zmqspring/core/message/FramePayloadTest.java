package io.zmqspring.core.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramePayloadTest {

    @Test
    void shouldMakeFramesOfBytesAndText() {
        ByteBuffer buffer = ByteBuffer.wrap("xay".getBytes(UTF_8), 1, 1);

        assertThat(FramePayload.toMessage("a".getBytes(UTF_8))).isEqualTo(ZmqMessage.ofStrings("a"));
        assertThat(FramePayload.toMessage("ä")).isEqualTo(ZmqMessage.ofStrings("ä"));
        assertThat(FramePayload.toMessage(buffer)).isEqualTo(ZmqMessage.ofStrings("a"));
        assertThat(buffer.remaining()).isEqualTo(1);
        assertThat(FramePayload.toMessage(ZmqMessage.ofStrings("a", "b"))).isEqualTo(ZmqMessage.ofStrings("a", "b"));
        assertThat(FramePayload.toMessage(List.of("a".getBytes(UTF_8), new byte[0])))
                .isEqualTo(ZmqMessage.ofStrings("a", ""));
    }

    @Test
    void shouldLeaveEverythingElseToAConverter() {
        assertThat(FramePayload.toMessage(42)).isNull();
        assertThat(FramePayload.toMessage(List.of())).isNull();
        assertThat(FramePayload.toMessage(List.of("text"))).isNull();
    }

    @Test
    void shouldGiveOneFrameAsBytesAndSeveralAsMessage() {
        assertThat(FramePayload.of(ZmqMessage.ofStrings("a"))).isEqualTo("a".getBytes(UTF_8));
        assertThat(FramePayload.of(ZmqMessage.ofStrings("a", "b"))).isEqualTo(ZmqMessage.ofStrings("a", "b"));
    }

    @Test
    void shouldGiveAllFramesInTheTypeAskedFor() {
        ZmqMessage message = ZmqMessage.ofStrings("ä", "");

        assertThat(FramePayload.list(message, String.class)).containsExactly("ä", "");
        assertThat(FramePayload.list(message, byte[].class)).containsExactly("ä".getBytes(UTF_8), new byte[0]);
        assertThat(FramePayload.list(message, ByteBuffer.class))
                .containsExactly(ByteBuffer.wrap("ä".getBytes(UTF_8)), ByteBuffer.allocate(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FramePayload.list(message, Integer.class))
                .withMessageContaining("java.lang.Integer");
    }
}
