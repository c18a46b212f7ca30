package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.greeting;
import static io.zmqspring.core.support.Zmtp.message;
import static io.zmqspring.core.support.Zmtp.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The application has used the direct memory of the JVM up while messages flow: a socket binds, its peers connect and
 * send, large and small messages flow on, no connection is lost, and the peers' messages are received once there is
 * memory.
 */
@Timeout(90)
class PeersWithoutMemoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final int PEERS = 10;
    private static final int FLOW = 1_000;

    /** More than the JDK writes from the heap without direct memory of its own. */
    private static final int LARGE = 200_000;

    @ParameterizedTest
    @CsvSource({"same, 5, 50", "other, 5, 50", "same, 150000, 2"})
    void shouldBeTakenWhileMessagesFlowAndBeReadOnceThereIsMemory(String context, int size, int each) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:MaxDirectMemorySize=16m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PeersWithoutMemoryTest.class.getName(),
                        context,
                        String.valueOf(PEERS * each))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        AtomicBoolean done = new AtomicBoolean();
        List<RawPeer> peers = new ArrayList<>();
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                RawPeer feed = RawPeer.connect(lines.readLine()).handshake("PUSH");
                RawPeer sink = RawPeer.connect(lines.readLine()).handshake("PULL")) {
            Calls.start(() -> {
                while (!done.get() && feed.trySend(message("flow"))) {
                    Thread.onSpinWait();
                }
            });
            String endpoint = lines.readLine();
            for (int i = 0; i < PEERS; i++) {
                peers.add(RawPeer.connect(endpoint).send(greeting(), ready("PUSH")));
            }
            byte[] message = frame(0, new byte[size]);
            Calls.Running<Void> sending = Calls.start(() -> {
                for (RawPeer peer : peers) {
                    for (int k = 0; k < each; k++) {
                        peer.send(message);
                    }
                }
            });
            int length = 0;
            while (length != LARGE) {
                length = sink.readMessage().length;
            }
            assertThat(lines.readLine()).isEqualTo("flows");
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();

            assertThat(lines.readLine()).isEqualTo("received=" + PEERS * each + " failed=0 lost=0 blocking=0 errors=0");
            assertThat(sending.result()).succeedsWithin(PATIENCE);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            done.set(true);
            peers.forEach(RawPeer::close);
            process.destroyForcibly();
        }
    }

    /** The process: prints where to feed it, what it sends to, where to connect to without memory, and what came. */
    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[1]);
        try (ZmqContext flowing = ZmqContext.create();
                ZmqContext other = ZmqContext.create()) {
            PullSocket feed = flowing.pull();
            PushSocket push = flowing.push();
            List<EventRecorder> recorders = new ArrayList<>(List.of(EventRecorder.of(feed), EventRecorder.of(push)));
            AtomicLong fed = passOn(feed, push);
            System.out.println(feed.bind(ANY_PORT));
            System.out.println(push.bind(ANY_PORT));
            await(fed, FLOW);
            List<ByteBuffer> used = DirectMemoryUsedUpTest.useUp();

            PullSocket pull = (arguments[0].equals("same") ? flowing : other).pull();
            recorders.add(EventRecorder.of(pull));
            System.out.println(pull.bind(ANY_PORT));
            push.send(new byte[LARGE]);
            await(fed, fed.get() + FLOW);
            System.out.println("flows");
            System.in.read();
            DirectMemoryUsedUpTest.free(used);

            int received = 0;
            while (received < count && pull.receive(PATIENCE) != null) {
                received++;
            }
            long lost = recorders.stream()
                    .mapToLong(events -> events.all(Disconnected.class).size())
                    .sum();
            System.out.println("received=" + received + " failed="
                    + pull.counters().handshakeFailures() + " lost=" + lost + " blocking="
                    + (flowing.counters().blockingCallsOnIoThreads()
                            + other.counters().blockingCallsOnIoThreads())
                    + " errors="
                    + (flowing.counters().internalErrors() + other.counters().internalErrors()));
        }
    }

    private static AtomicLong passOn(PullSocket from, PushSocket to) {
        AtomicLong received = new AtomicLong();
        Calls.start(() -> {
            for (byte[] body = from.receive(); body != null; body = from.receive()) {
                received.incrementAndGet();
                to.trySend(body);
            }
        });
        return received;
    }

    private static void await(AtomicLong number, long least) {
        Awaitility.await().atMost(PATIENCE).until(() -> number.get() >= least);
    }
}
