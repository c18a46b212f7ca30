package io.zmqspring.sample.jupyter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.message.ZmqMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Frames of a message, compared with those that jupyter_client 7.4.9 makes of it with the same key. */
class WireProtocolTest {

    private static final String KEY = "a0436f6c-1916-498b-8eb9-e81ab9368e84";
    private static final String SIGNATURE = "63f814540f3ca1b1514e643a1bd1d1545b870f57d446a0cb120cdbf91a3d48ce";
    private static final String HEADER = "{\"msg_id\": \"id-1\", \"msg_type\": \"execute_request\","
            + " \"username\": \"ünï\", \"session\": \"11111111-2222\", \"date\": \"2026-11-30T12:00:00Z\","
            + " \"version\": \"5.3\"}";
    private static final String CONTENT = "{\"code\": \"print(\\\"é\\\")\", \"silent\": false}";

    private final JsonMapper json = JsonMapper.builder().build();
    private final WireProtocol wire = new WireProtocol(new Signer(KEY), json);

    @Test
    void shouldSignAsJupyterDoes() {
        List<byte[]> frames = List.of(utf8(HEADER), utf8("{}"), utf8("{}"), utf8(CONTENT));

        assertThat(new String(new Signer(KEY).sign(frames), US_ASCII)).isEqualTo(SIGNATURE);
    }

    @Test
    void shouldReadAMessageBehindItsTopic() {
        KernelMessage message =
                wire.read(message("kernel.x.stream", "<IDS|MSG>", SIGNATURE, HEADER, "{}", "{}", CONTENT));

        assertThat(message.id()).isEqualTo("id-1");
        assertThat(message.type()).isEqualTo("execute_request");
        assertThat(message.parentId()).isEmpty();
        assertThat(message.text("code")).isEqualTo("print(\"é\")");
    }

    @Test
    void shouldIgnoreBuffers() {
        ZmqMessage withBuffer = message("<IDS|MSG>", SIGNATURE, HEADER, "{}", "{}", CONTENT, "any bytes");

        assertThat(wire.read(withBuffer).id()).isEqualTo("id-1");
    }

    @Test
    void shouldWriteWhatItReads() {
        KernelMessage written =
                new KernelMessage(json.readTree(HEADER), json.readTree("{\"msg_id\":\"p\"}"), json.readTree(CONTENT));

        ZmqMessage frames = wire.write(written);

        assertThat(frames.frameCount()).isEqualTo(6);
        assertThat(frames.string(0)).isEqualTo("<IDS|MSG>");
        assertThat(frames.string(3)).isEqualTo("{\"msg_id\":\"p\"}");
        assertThat(frames.string(4)).isEqualTo("{}");
        assertThat(wire.read(frames)).isEqualTo(written);
    }

    @Test
    void shouldRefuseAnotherKey() {
        ZmqMessage frames = new WireProtocol(new Signer("another"), json)
                .write(new KernelMessage(json.readTree(HEADER), json.readTree("{}"), json.readTree(CONTENT)));

        assertThatThrownBy(() -> wire.read(frames))
                .isInstanceOf(RefusedMessageException.class)
                .hasMessageContaining("not signed");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void shouldRefuseAFrameThatWasChanged(int changed) {
        List<String> frames = new ArrayList<>(List.of("<IDS|MSG>", SIGNATURE, HEADER, "{}", "{}", CONTENT));
        frames.set(changed, frames.get(changed) + " ");

        assertThatThrownBy(() -> wire.read(ZmqMessage.ofStrings(frames.toArray(String[]::new))))
                .isInstanceOf(RefusedMessageException.class)
                .hasMessageContaining("not signed");
    }

    @Test
    void shouldRefuseAMessageWithoutASignature() {
        assertThatThrownBy(() -> wire.read(message("<IDS|MSG>", "", HEADER, "{}", "{}", CONTENT)))
                .isInstanceOf(RefusedMessageException.class)
                .hasMessageContaining("not signed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<IDS|MSG>", "<IDS|MSG> s {} {} {}", "a b c d e f g h"})
    void shouldRefuseAMessageThatIsTooShortOrHasNoDelimiter(String frames) {
        assertThatThrownBy(() -> wire.read(message(frames.split(" "))))
                .isInstanceOf(RefusedMessageException.class)
                .hasMessageContaining("frames");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{\"a\":", "null", "\u0000"})
    void shouldRefuseASignedFrameThatIsNoObject(String header) {
        List<byte[]> signed = List.of(utf8(header), utf8("{}"), utf8("{}"), utf8("{}"));
        String signature = new String(new Signer(KEY).sign(signed), US_ASCII);

        assertThatThrownBy(() -> wire.read(message("<IDS|MSG>", signature, header, "{}", "{}", "{}")))
                .isInstanceOf(RefusedMessageException.class)
                .hasMessageContaining("header");
    }

    private static ZmqMessage message(String... frames) {
        return ZmqMessage.ofStrings(frames);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
