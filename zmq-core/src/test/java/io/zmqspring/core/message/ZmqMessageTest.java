package io.zmqspring.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZmqMessageTest {

    @Test
    void shouldEqualMessageOfTheSameFrames() {
        ZmqMessage one = ZmqMessage.of(new byte[] {1, 2}, new byte[0]);

        assertThat(one)
                .isEqualTo(ZmqMessage.of(List.of(new byte[] {1, 2}, new byte[0])))
                .hasSameHashCodeAs(ZmqMessage.of(new byte[] {1, 2}, new byte[0]))
                .isNotEqualTo(ZmqMessage.of(new byte[] {1, 2}))
                .isNotEqualTo(ZmqMessage.of(new byte[0], new byte[] {1, 2}))
                .isNotEqualTo(ZmqMessage.of(new byte[] {1}, new byte[] {2}))
                .isNotEqualTo("message");
    }

    @Test
    void shouldTellItsFramesAndSize() {
        ZmqMessage message = ZmqMessage.ofStrings("grün", "", "b");

        assertThat(message.frameCount()).isEqualTo(3);
        assertThat(message.sizeBytes()).isEqualTo(6);
        assertThat(message.string(0)).isEqualTo("grün");
        assertThat(message.frame(1)).isEmpty();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> message.frame(3));
    }

    @Test
    void shouldBeTakenApartAndPutTogether() {
        ZmqMessage message = ZmqMessage.ofStrings("a", "b", "c");

        assertThat(message.slice(1, 3)).isEqualTo(ZmqMessage.ofStrings("b", "c"));
        assertThat(message.slice(0, 1).followedBy(message.slice(1, 3))).isEqualTo(message);
        assertThatIllegalArgumentException().isThrownBy(() -> message.slice(1, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> message.slice(1, 4));
    }

    @Test
    void shouldNotChangeWithTheListsItTookOrGave() {
        List<byte[]> frames = new ArrayList<>(List.of(new byte[] {1}));
        ZmqMessage message = ZmqMessage.of(frames);

        frames.add(new byte[] {2});
        message.frames().clear();

        assertThat(message).isEqualTo(ZmqMessage.of(new byte[] {1}));
    }

    @Test
    void shouldRejectMessageWithoutFrames() {
        assertThatIllegalArgumentException().isThrownBy(ZmqMessage::of).withMessageContaining("frames=0");
        assertThatIllegalArgumentException().isThrownBy(() -> ZmqMessage.of(List.of()));
    }

    @Test
    void shouldRejectNullFrame() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ZmqMessage.of(Arrays.asList(new byte[0], null)))
                .withMessageContaining("null");
    }

    @Test
    void shouldShowTheFirstBytesOfEachFrame() {
        assertThat(ZmqMessage.of(new byte[] {0x0A, (byte) 0xFF}, new byte[0]))
                .hasToString("ZmqMessage[frames=2, 2:0aff, 0:]");
        assertThat(ZmqMessage.of(new byte[33]).toString()).endsWith("00…]").hasSizeLessThan(100);
    }

    @Test
    void shouldShowTextAsText() {
        assertThat(ZmqMessage.ofStrings("{no json", "Grüße"))
                .hasToString("ZmqMessage[frames=2, 8:\"{no json\", 7:\"Grüße\"]");
        assertThat(ZmqMessage.ofStrings("a".repeat(63) + "ü").toString())
                .endsWith("a\"…]")
                .hasSizeLessThan(100);
    }

    @Test
    void shouldShowNoCharacterThatMayForgeALineOfALog() {
        for (int character : new int[] {'\n', 0x1b, 0x2028, 0x202e, 0xfeff}) {
            assertThat(ZmqMessage.ofStrings("a" + Character.toString(character)).toString())
                    .contains(":61")
                    .doesNotContain(Character.toString(character));
        }
    }
}
