package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.longHeader;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.support.RawPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM of 64 MB: what a PUSH discards it does not collect. */
@Timeout(60)
class SmallHeapTest {

    private static final int MIB = 1 << 20;
    private static final int SENT_MIB = 300;

    @Test
    void shouldSurviveAPeerThatSendsFarMoreThanTheHeapToAPush() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String endpoint = lines.readLine();
            try (RawPeer peer = RawPeer.connect(endpoint).handshake("PULL")) {
                peer.send(longHeader(0, 2_000_000_000L));
                for (int i = 0; i < SENT_MIB; i++) {
                    peer.send(new byte[MIB]);
                }
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();

                assertThat(lines.readLine()).isEqualTo("sent=true connections=1");
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The process: binds, prints where, waits for a byte, sends a message, and prints what became of its peer. */
    public static void main(String[] arguments) throws IOException {
        try (ZmqContext context = ZmqContext.create()) {
            PushSocket push = context.push();
            System.out.println(push.bind("tcp://127.0.0.1:*"));
            if (System.in.read() < 0) {
                return;
            }
            boolean sent = push.send(new byte[1], Duration.ofSeconds(10));
            System.out.println(
                    "sent=" + sent + " connections=" + push.counters().connections());
        }
    }
}
