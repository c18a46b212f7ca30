package io.zmqspring.core.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers on the wire. */
class HeaderFrameTest {

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
}
