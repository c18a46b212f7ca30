package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
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
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
        return run(what, endpoint, line -> {});
    }

    /** Runs the program to its end and shows each line of its output as it comes. */
    private static List<String> run(String what, String endpoint, Consumer<String> watcher) {
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
                    watcher.accept(line);
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

    private static void assertReceivesAll(MessageReceiver receiver) {
        for (int i = 0; i < UnclosedProgram.MESSAGES; i++) {
            assertThat(ByteBuffer.wrap(receiver.receive(PATIENCE)).getInt()).isEqualTo(i);
        }
    }

    @Test
    void shouldSendWhatIsQueuedWhenAHandlerOfTheSocketEndsTheJvm() {
        PairSocket pair = context.pair(SocketOptions.builder().receiveHwm(0).build());
        String endpoint = pair.bind("tcp://127.0.0.1:*");
        CompletableFuture<Void> question = CompletableFuture.runAsync(() -> pair.send(new byte[] {1}));

        List<String> output = run("exit in handler", endpoint);

        assertThat(question).succeedsWithin(PATIENCE);

        assertReceivesAll(pair);
        assertThat(output).noneMatch(line -> line.contains("ZmqContext"));
    }

    @Test
    void shouldSendWhatIsQueuedWhenTheJvmEndsWhileAThreadClosesTheContext(@TempDir Path folder) {
        PullSocket pull = unlimitedPull();
        String endpoint = "ipc://" + folder.resolve("feed");

        List<String> output = run("exit while closing", endpoint, line -> {
            if (line.equals("ending")) {
                pull.bind(endpoint);
            }
        });

        assertReceivesAll(pull);
        assertThat(output).containsExactly("ending");
    }

    @Test
    void shouldSayHowManyAreLostWhenTheJvmEndsWhileAThreadClosesTheContext() {
        assertThat(run("end while closing", NOBODY))
                .filteredOn(line -> line.contains("ZmqContext"))
                .singleElement()
                .asString()
                .contains(AT_END, COUNT_AND_PLACE);
    }

    @Test
    void shouldEndTheJvmAlsoWhenTheThreadFactoryEndsIt() {
        assertThat(run("exit in thread factory", "tcp://localhost:1"))
                .filteredOn(line -> line.contains("ZmqContext"))
                .singleElement()
                .asString()
                .contains("linger was not enough for 1 messages");
    }

    @Test
    void shouldSayHowManyWereNotSentWithinLingerWhenTheJvmEnds() {
        assertThat(run("short linger", NOBODY))
                .filteredOn(line -> line.contains("ZmqContext"))
                .singleElement()
                .asString()
                .contains("linger was not enough for 1 messages of a ZmqContext, created at ", "UnclosedProgram.main(");
    }

    @Test
    void shouldCloseAContextThatIsGarbage() throws Exception {
        PushSocket push = context.push();
        push.connect(bindAndLose());
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(threadsNamed("lost-")).isEmpty();
            assertThat(push.peers()).isEmpty();
        });
    }

    private static String bindAndLose() {
        return ZmqContext.create(
                        ContextOptions.builder().threadNamePrefix("lost").build())
                .pull()
                .bind("tcp://127.0.0.1:*");
    }

    private static List<String> threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Test
    void shouldSendWhatAContextHoldsThatIsGarbage(@TempDir Path folder) {
        String endpoint = "ipc://" + folder.resolve("feed");
        WeakReference<ZmqContext> lost = sendAndLose(endpoint);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            System.gc();
            return lost.get() == null;
        });

        PullSocket pull = context.pull();
        pull.bind(endpoint);

        assertReceivesAll(pull);
        Awaitility.await().atMost(PATIENCE).until(() -> threadsNamed("lost-").isEmpty());
    }

    private static WeakReference<ZmqContext> sendAndLose(String endpoint) {
        ZmqContext made = ZmqContext.create(ContextOptions.builder()
                .threadNamePrefix("lost")
                .warnWhenUnclosed(false)
                .build());
        PushSocket push =
                made.push(SocketOptions.builder().linger(Duration.ofSeconds(60)).build());
        push.connect(endpoint);
        for (int i = 0; i < UnclosedProgram.MESSAGES; i++) {
            push.send(ByteBuffer.allocate(4).putInt(i).flip());
        }
        return new WeakReference<>(made);
    }
}
