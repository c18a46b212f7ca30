package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.ReceiverProcess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A peer in another process that is stopped (SIGSTOP), continued (SIGCONT) and killed (SIGKILL). */
@Timeout(90)
@EnabledOnOs({OS.LINUX, OS.MAC})
class StoppedPeerSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int SIZE = 30_000;

    private final ZmqContext context = ZmqContext.create();
    private final PullSocket control =
            context.pull(SocketOptions.builder().receiveHwm(0).build());
    private final PushSocket push = context.push(SocketOptions.builder()
            .sendHwm(5)
            .sendBufferBytes(4096)
            .linger(Duration.ZERO)
            .build());
    private final EventRecorder events = EventRecorder.of(push);
    private final String endpoint = push.bind("tcp://127.0.0.1:*");
    private final ReceiverProcess peer =
            ReceiverProcess.start(SocketType.PULL, endpoint, control.bind("tcp://127.0.0.1:*"));

    @AfterEach
    void close() {
        peer.close();
        context.close();
    }

    @Test
    void shouldHoldBackWhileThePeerIsStoppedAndGoOnWithoutLoss() {
        send(0);
        assertHeard(0);
        peer.stop();
        int next = 1;
        while (push.send(message(next), Duration.ofMillis(300))) {
            next++;
            assertThat(next).as("messages taken although the peer is stopped").isLessThan(5000);
        }
        assertThat(push.trySend(message(next))).isFalse();
        PullSocket other = context.pull();
        other.connect(endpoint);
        send(9_999);
        byte[] served = other.receive(PATIENCE);
        assertThat(served).hasSize(SIZE);
        other.close();
        assertThat(push.counters().connections()).isPositive();

        peer.goOn();
        for (int i = 1; i < next; i++) {
            assertHeard(i);
        }
        send(next);
        assertHeard(next);
        assertThat(push.counters().dropped()).isZero();
    }

    @Test
    void shouldTellWhenThePeerIsKilledAndServeTheNextOne() {
        send(0);
        assertHeard(0);
        peer.stop();
        int next = 1;
        while (push.send(message(next), Duration.ofMillis(300))) {
            next++;
        }
        peer.kill();
        assertThat(events.await(Disconnected.class).reason()).isNotBlank();
        long left = push.counters().queuedToSend();
        assertThat(left).as("whole messages the dead peer had not taken").isBetween(1L, 5L);
        PullSocket heir = context.pull();
        heir.connect(endpoint);

        for (int i = (int) (next - left); i < next; i++) {
            byte[] body = heir.receive(PATIENCE);
            assertThat(body).hasSize(SIZE);
            assertThat(ByteBuffer.wrap(body).getInt())
                    .isEqualTo(ByteBuffer.wrap(message(i)).getInt());
        }
        assertThat(heir.tryReceive()).isNull();
    }

    private void send(int number) {
        assertThat(push.send(message(number), PATIENCE)).isTrue();
    }

    private void assertHeard(int number) {
        byte[] head = control.receive(PATIENCE);
        assertThat(head).isNotNull();
        assertThat(text(head)).isEqualTo(head(number));
    }

    private static String head(int number) {
        return Integer.toString(10_000 + number).substring(1);
    }

    private static byte[] message(int number) {
        return ByteBuffer.allocate(SIZE)
                .put(head(number).getBytes(StandardCharsets.US_ASCII), 0, 4)
                .rewind()
                .array();
    }
}
