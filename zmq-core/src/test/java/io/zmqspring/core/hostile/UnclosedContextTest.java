package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.UnclosedProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A context that nobody closes loses nothing in silence. Each case is a JVM of its own, which ends within 30 s. */
@Timeout(90)
class UnclosedContextTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NOBODY = "tcp://127.0.0.1:1";
    private static final String AT_END = "the JVM ends and a ZmqContext is not closed";
    private static final String LOST = "a ZmqContext was never closed";
    private static final String COUNT_AND_PLACE = "1 open sockets [PUSH[" + NOBODY + "]], " + UnclosedProgram.MESSAGES
            + " messages queued to send, created at ";

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldBecomeGarbageWhenClosedAlsoWhenAListenerRefersToItsSocket() {
        WeakReference<ZmqContext> closed = new WeakReference<>(closedWithListener());

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(closed.get()).isNull();
        });
    }

    private static ZmqContext closedWithListener() {
        try (ZmqContext made = ZmqContext.create()) {
            PullSocket pull = made.pull();
            pull.addMonitorListener(event -> pull.isClosed());
            pull.bind("tcp://127.0.0.1:*");
            return made;
        }
    }

    /** Reads on when nothing is received, so that it sees the end of the program's connection. */
    private PullSocket unlimitedPull() {
        return context.pull(SocketOptions.builder().receiveHwm(0).build());
    }

    /** Runs the program to its end. */
    private static List<String> run(String what, String endpoint) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try {
            Process process = new ProcessBuilder(
                            java.toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            UnclosedProgram.class.getName(),
                            what,
                            endpoint)
                    .redirectErrorStream(true)
                    .start();
            CompletableFuture<Process> end = process.onExit()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            List<String> output = new ArrayList<>();
            try (BufferedReader reader = process.inputReader()) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    output.add(line);
                    if (line.contains("ZmqContext")) {
                        process.getOutputStream().close();
                    }
                }
            }
            assertThat(end.join().waitFor()).as("exit code after %s", output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldSayHowManyAreLostWhenTheJvmEndsWithMessagesQueued() {
        assertThat(run("end", NOBODY))
                .filteredOn(line -> line.contains("ZmqContext"))
                .singleElement()
                .asString()
                .contains(AT_END, COUNT_AND_PLACE, "UnclosedProgram.send(UnclosedProgram.java:");
    }

    @Test
    void shouldSayOnceThatAContextIsGarbage() {
        assertThat(run("lose", NOBODY))
                .filteredOn(line -> line.contains("ZmqContext"))
                .singleElement()
                .asString()
                .contains(LOST, COUNT_AND_PLACE, "UnclosedProgram.send(UnclosedProgram.java:");
    }

    @Test
    void shouldTakeAContextForReachableWhileOneOfItsSocketsIs() {
        assertThat(run("hold", NOBODY)).filteredOn(line -> line.contains(LOST)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quiet", "close"})
    void shouldSayNothingWhenToldSoOrWhenClosed(String what) {
        PullSocket pull = unlimitedPull();
        assertThat(run(what, pull.bind("tcp://127.0.0.1:*")))
                .filteredOn(line -> line.contains("ZmqContext"))
                .isEmpty();
    }

    @Test
    void shouldSendWhatIsQueuedWhenTheJvmEndsAndItWasAskedFor() {
        PullSocket pull = unlimitedPull();

        List<String> output = run("flush", pull.bind("tcp://127.0.0.1:*"));

        for (int i = 0; i < UnclosedProgram.MESSAGES; i++) {
            assertThat(ByteBuffer.wrap(pull.receive(Duration.ZERO)).getInt()).isEqualTo(i);
        }
        assertThat(output).noneMatch(line -> line.contains("ZmqContext"));
    }
}
