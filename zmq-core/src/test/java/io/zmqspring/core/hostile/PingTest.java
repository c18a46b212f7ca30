package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.command;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.greeting;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.message;
import static io.zmqspring.core.support.Zmtp.ping;
import static io.zmqspring.core.support.Zmtp.ready;
import static io.zmqspring.core.support.Zmtp.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeSucceeded;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PING and PONG where one side is slow, old, or sends nothing else. */
@Timeout(60)
class PingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqContext other = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
        other.close();
    }

    @Test
    void shouldAnswerAFloodOfPingsWithFewPongsOfWhichTheLastIsForTheLast() {
        int count = 5_000;
        PullSocket pull = context.pull();
        byte[][] pings = new byte[count][];
        for (int i = 0; i < count; i++) {
            pings[i] = ping(0, ascii("no" + i));
        }
        try (RawPeer flood = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            flood.send(join(pings));
            int pongs = 0;
            String last = "";
            while (!last.equals("no" + (count - 1))) {
                RawPeer.Frame pong = flood.readFrame();
                assertThat(pong.commandName()).isEqualTo("PONG");
                last = text(pong.commandData());
                pongs++;
            }
            assertThat(pongs).isLessThan(count / 5);
        }
    }

    @Test
    void shouldStayConnectedWhenOnlyTheSenderHasHeartbeatsAndTheReceiverIsSlow() {
        Duration interval = Duration.ofMillis(50);
        int mark = 50;
        PullSocket pull = context.pull(SocketOptions.builder()
                .receiveHwm(mark)
                .receiveBufferBytes(1 << 14)
                .build());
        PushSocket push = other.push(SocketOptions.builder()
                .sendHwm(mark)
                .sendBufferBytes(1 << 14)
                .heartbeatInterval(interval)
                .build());
        EventRecorder events = EventRecorder.of(push);
        push.connect(pull.bind("tcp://127.0.0.1:*"));
        assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
        long start = System.nanoTime();
        int sent = 0;
        while (System.nanoTime() - start < 20 * interval.toNanos()) {
            if (push.send(ByteBuffer.allocate(1000).putInt(0, sent), interval)) {
                sent++;
            }
        }
        assertThat(events.all(Disconnected.class)).isEmpty();
        assertThat(pull.counters().connections()).isEqualTo(1);
        assertThat(pull.counters().queuedToReceive()).isLessThanOrEqualTo(mark);

        Set<Integer> received = new HashSet<>();
        for (int i = 0; i < sent; i++) {
            byte[] body = pull.receive(PATIENCE);
            assertThat(body).as("message %d of %d", i, sent).isNotNull();
            assertThat(received.add(ByteBuffer.wrap(body).getInt())).isTrue();
        }
    }

    @Test
    void shouldAnswerAPingBehindAFullQueue() {
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(1).build());
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            peer.send(message("one"), ping(0, ascii("ctx")));

            awaitPong(peer, "ctx");
            assertThat(pull.counters().queuedToReceive()).isEqualTo(1);
        }
    }

    @Test
    void shouldAnswerPingsBehindMessagesForWhichThereIsNoRoomAndPublishNone() {
        int count = 20;
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(2).build());
        byte[][] stream = new byte[2 * count][];
        for (int i = 0; i < count; i++) {
            stream[2 * i] = i % 4 == 3 ? join(frame(MORE, ascii("n" + i)), frame(0, new byte[300])) : message("n" + i);
            stream[2 * i + 1] = ping(0, ascii("ctx" + i));
        }
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            peer.send(join(stream));
            awaitPong(peer, "ctx" + (count - 1));
            assertThat(pull.counters().queuedToReceive()).isEqualTo(2);

            for (int i = 0; i < count; i++) {
                ZmqMessage next = pull.receiveMessage(PATIENCE);
                assertThat(next).as("message %d", i).isNotNull();
                assertThat(next.frame(0)).isEqualTo(ascii("n" + i));
                assertThat(next.frameCount()).isEqualTo(i % 4 == 3 ? 2 : 1);
            }
        }
    }

    @Test
    void shouldAnswerAPingThatComesWhileTheQueueIsFull() {
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(1).build());
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            peer.send(message("one"), message("two"), ping(0, ascii("first")));
            awaitPong(peer, "first");
            peer.send(message("three"), ping(0, ascii("second")));
            awaitPong(peer, "second");

            assertThat(pull.counters().queuedToReceive()).isEqualTo(1);
            for (String body : new String[] {"one", "two", "three"}) {
                assertThat(pull.receive(PATIENCE)).isEqualTo(ascii(body));
            }
        }
    }

    @Test
    void shouldAnswerAPingThatCameWithTheHandshakeOnceThePeerIsRead() {
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(1).build());
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        RawPeer.connect(endpoint).handshake("PUSH").send(message("left")).closeWhenDelivered();
        events.await(Disconnected.class);
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.send(join(greeting(), ready("PUSH"), ping(0, ascii("ctx"))));
            peer.readGreeting();
            peer.readFrame();
            events.awaitCount(2, HandshakeSucceeded.class);
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("left"));

            awaitPong(peer, "ctx");
        }
    }

    /** Reads until the PONG with a context; those without one only say that we are alive. */
    private static void awaitPong(RawPeer peer, String context) {
        long start = System.nanoTime();
        RawPeer.Frame pong = peer.readFrame();
        while (!text(pong.commandData()).equals(context)) {
            assertThat(pong.commandName()).isEqualTo("PONG");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
            pong = peer.readFrame();
        }
    }

    @Test
    void shouldKeepAPeerOfVersionThreeZeroThatNeverAnswers() {
        PullSocket pull = context.pull(
                SocketOptions.builder().heartbeatInterval(Duration.ofMillis(50)).build());
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer old = RawPeer.connect(pull.bind("tcp://127.0.0.1:*"))) {
            old.send(greeting(3, 0, "NULL"), ready("PUSH"));
            old.readGreeting();
            old.readFrame();
            for (int i = 0; i < 10; i++) {
                assertThat(old.readFrame().commandName()).isEqualTo("PING");
            }
            assertThat(events.all(Disconnected.class)).isEmpty();

            old.send(command("PONG", new byte[0]));
            assertThat(old.awaitEnd()).isTrue();
            assertThat(events.await(Disconnected.class).reason()).contains("no sign of life");
        }
    }

    @Test
    void shouldSendPingsOnlyBetweenMessages() {
        PairSocket pair = context.pair(SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(1))
                .heartbeatTimeout(PATIENCE)
                .sendBufferBytes(1 << 14)
                .build());
        String endpoint = pair.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint, 1 << 14).handshake("PAIR")) {
            assertThat(pair.awaitPeers(1, PATIENCE)).isTrue();
            int pings = 0;
            for (int i = 0; i < 100 || pings < 10; i++) {
                pair.send(ZmqMessage.of(new byte[20_000], new byte[70_000], new byte[20_000], new byte[20_000]));
                for (int part = 0; part < 4; ) {
                    RawPeer.Frame next = peer.readFrame();
                    if (next.isCommand()) {
                        assertThat(part).as("frames before the command").isZero();
                        pings++;
                    } else {
                        part++;
                        assertThat(next.flags() & MORE).isEqualTo(part < 4 ? MORE : 0);
                    }
                }
            }
        }
    }

    @Test
    void shouldServeAHealthyPeerWithinMillisecondsWhileAnotherFloodsPings() {
        PairSocket healthy = context.pair();
        PullSocket open = context.pull();
        byte[][] pings = new byte[1000][];
        Arrays.fill(pings, ping(0, new byte[0]));
        byte[] chunk = join(pings);
        try (RawPeer peer = RawPeer.connect(healthy.bind("tcp://127.0.0.1:*")).handshake("PAIR");
                RawPeer flood = RawPeer.connect(open.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            assertThat(healthy.awaitPeers(1, PATIENCE)).isTrue();
            Thread writer = daemon(() -> {
                while (flood.trySend(chunk)) {
                    Thread.onSpinWait();
                }
            });
            Thread reader = daemon(flood::awaitEnd);
            long[] roundTrips = new long[100];
            for (int i = 0; i < roundTrips.length; i++) {
                long start = System.nanoTime();
                healthy.send(ascii("x"));
                peer.readMessage();
                peer.send(new byte[] {0, 1, 'y'});
                assertThat(healthy.receive(PATIENCE)).hasSize(1);
                roundTrips[i] = System.nanoTime() - start;
            }
            Arrays.sort(roundTrips);
            assertThat(Duration.ofNanos(roundTrips[roundTrips.length / 2])).isLessThan(Duration.ofMillis(20));
            flood.reset();
            Awaitility.await().atMost(PATIENCE).until(() -> !writer.isAlive() && !reader.isAlive());
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "flood");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
