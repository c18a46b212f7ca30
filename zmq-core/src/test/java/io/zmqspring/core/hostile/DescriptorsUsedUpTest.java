package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.AcceptFailed;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process without a free file descriptor (EMFILE): it listens on, does not spin, and takes the peer once it can. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class DescriptorsUsedUpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long HALF_OF_FIVE_PAUSES_NS = 250_000_000;

    @Test
    void shouldTellThatNoConnectionCanBeAcceptedAndTakeThePeerOnceADescriptorIsFree() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 200; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-MaxFDLimit",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DescriptorsUsedUpTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String endpoint = lines.readLine();
            try (RawPeer peer = RawPeer.connect(endpoint)) {
                assertThat(lines.readLine()).isEqualTo("too many open files");
                assertThat(lines.readLine()).isEqualTo("paused");
                peer.handshake("PUSH").send(Zmtp.message("at last"));
                assertThat(lines.readLine()).isEqualTo("at last");
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The process: takes one peer, uses its descriptors up, and prints what it is told and what it receives. */
    public static void main(String[] arguments) throws Exception {
        try (ZmqContext context = ZmqContext.create()) {
            PullSocket pull = context.pull();
            EventRecorder events = EventRecorder.of(pull);
            String endpoint = pull.bind("tcp://127.0.0.1:*");
            try (RawPeer first = RawPeer.connect(endpoint).handshake("PUSH")) {
                first.send(Zmtp.message("first"));
                assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("first"));
            }
            loadClasses();
            events.awaitCount(0, AcceptFailed.class);
            List<Closeable> used = useDescriptorsUp();
            System.out.println(endpoint);
            System.out.println(events.await(AcceptFailed.class).reason());
            long start = System.nanoTime();
            events.awaitCount(6, AcceptFailed.class);
            long elapsed = System.nanoTime() - start;
            for (Closeable each : used) {
                each.close();
            }
            System.out.println(elapsed > HALF_OF_FIVE_PAUSES_NS ? "paused" : "spun: five failures in ns=" + elapsed);
            byte[] body = pull.receive(PATIENCE);
            System.out.println(body == null ? "nothing" : Zmtp.text(body));
        }
    }

    /** A class that is loaded later would need a descriptor. */
    private static void loadClasses() throws IOException, URISyntaxException {
        Path root = Path.of(ZmqContext.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            files.map(file -> root.relativize(file).toString().replace(File.separatorChar, '.'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .forEach(name -> load(name.substring(0, name.length() - ".class".length())));
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, true, DescriptorsUsedUpTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Closeable> useDescriptorsUp() {
        List<Closeable> used = new ArrayList<>();
        try {
            while (true) {
                used.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException usedUp) {
            return used;
        }
    }
}
