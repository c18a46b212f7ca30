package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.message;
import static io.zmqspring.core.support.Zmtp.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer that sends commands as fast as it can: the other connections of its I/O thread have their turn. */
@Timeout(60)
class CommandFloodTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TIMES = 101;

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @CsvSource({"PULL, PUSH", "PUSH, PULL"})
    void shouldServeAPeerInTimeWhileAnotherFloodsWithPings(SocketType type, String peerType) {
        ZmqSocket flooded = context.socket(type, SocketOptions.defaults());
        PullSocket healthy = context.pull();
        byte[][] pings = new byte[1_000][];
        Arrays.fill(pings, ping(0, new byte[0]));
        byte[] chunk = join(pings);
        AtomicBoolean stop = new AtomicBoolean();
        try (RawPeer flood = RawPeer.connect(flooded.bind("tcp://127.0.0.1:*")).handshake(peerType);
                RawPeer peer =
                        RawPeer.connect(healthy.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            Calls.Running<Void> answers = Calls.start(() -> {
                assertThat(flood.awaitEnd()).isTrue();
            });
            Calls.Running<Void> flooding = Calls.start(() -> {
                while (!stop.get() && flood.trySend(chunk)) {
                    continue;
                }
            });
            long[] times = new long[TIMES];
            for (int i = 0; i < TIMES; i++) {
                long start = System.nanoTime();
                peer.send(message("n" + i));
                assertThat(healthy.receive(PATIENCE)).isEqualTo(ascii("n" + i));
                times[i] = System.nanoTime() - start;
            }
            Arrays.sort(times);
            stop.set(true);
            assertThat(flooding.result()).succeedsWithin(PATIENCE);
            assertThat(Duration.ofNanos(times[TIMES / 2])).as("median").isLessThan(Duration.ofMillis(20));
            flooded.close();
            assertThat(answers.result()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldAnswerEachOfAFewPingsOfOneTurn() {
        PullSocket pull = context.pull();
        byte[][] pings = new byte[10][];
        for (int i = 0; i < pings.length; i++) {
            pings[i] = ping(0, ascii("n" + i));
        }
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            peer.send(join(pings));
            for (int i = 0; i < pings.length; i++) {
                assertThat(peer.readFrame().commandData()).isEqualTo(ascii("n" + i));
            }
        }
    }
}
