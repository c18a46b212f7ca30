package io.zmqspring.core.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

    @ParameterizedTest
    @CsvSource({
        "'09 \"SUBSCRIBE\" 41', SUBSCRIBE, A",
        "'06 \"CANCEL\" 41', CANCEL, A",
        "'04 \"JOIN\" \"Movies\"', JOIN, Movies",
        "'07 \"WELCOME\"', WELCOME, ''",
        "'05 \"HELLO\" \"x\"', HELLO, x"
    })
    void shouldSplitBodyIntoNameAndData(String body, String name, String data) {
        Command command = Command.decode(Bytes.of(body));

        assertThat(command).isEqualTo(new Command(name, Bytes.ascii(data)));
        assertThat(command.is(name)).isTrue();
        assertThat(command.is(Command.READY)).isFalse();
    }

    @Test
    void shouldDecodeFromPositionToLimitAndTakeThoseBytes() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(32).put(Bytes.of("AAAA 04 \"PONG\" \"abc\" BBBB"));
        buffer.position(2).limit(10);

        assertThat(Command.decode(buffer)).isEqualTo(new Command("PONG", Bytes.ascii("abc")));
        assertThat(buffer.remaining()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00 \"READY\"", "06 \"READY\"", "FF", "05 \"REA Y\"", "04 50 49 4E 0A", "01 C3"})
    void shouldRejectMalformedName(String body) {
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> Command.decode(Bytes.of(body)))
                .withMessageContaining("37/ZMTP Commands")
                .withMessageContaining("arrived")
                .withMessageNotContaining("\n");
    }

    @Test
    void shouldOnlyThrowViolationsForNoise() {
        Random random = new Random(4711);
        int decoded = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] body = new byte[random.nextInt(12)];
            random.nextBytes(body);
            if (body.length > 0 && random.nextBoolean()) {
                body[0] = 1;
            }
            try {
                Command command = Command.decode(body);
                decoded++;
                assertThat(1 + command.name().length() + command.data().length).isEqualTo(body.length);
            } catch (ZmqProtocolViolationException expected) {
                assertThat(expected).hasMessageStartingWith("37/ZMTP Commands: ");
            }
        }
        assertThat(decoded).isBetween(1, 19_999);
    }

    @Test
    void shouldNotShowDataInItsText() {
        assertThat(new Command("HELLO", Bytes.ascii("secret"))).hasToString("HELLO[6 bytes]");
    }
}
