package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A large message that was taken arrives, or events say why not; one that nothing could carry is refused at once. */
@Timeout(60)
class BodyMemoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MIB = 1 << 20;

    private static final SocketOptions NO_MARK =
            SocketOptions.builder().sendHwm(0).sendHwmBytes(1L << 30).build();

    private static ZmqContext contextOf(int mebibytes) {
        return ZmqContext.create(
                ContextOptions.builder().maxBodyMemory((long) mebibytes * MIB).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://large"})
    void shouldRefuseAtOnceWhatAllBodyMemoryCannotHold(String endpoint) {
        try (ZmqContext context = contextOf(1)) {
            PullSocket pull = context.pull();
            PushSocket push = context.push();
            push.connect(pull.bind(endpoint));
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();

            assertRefused(push);
            push.send(new byte[800_000]);
            assertThat(pull.receive(PATIENCE)).hasSize(800_000);
        }
    }

    @Test
    void shouldRefuseAtOnceWhatAllBodyMemoryCannotHoldWhenThereIsNoPeer() {
        try (ZmqContext context = contextOf(1)) {
            assertRefused(context.push());
        }
    }

    private static void assertRefused(PushSocket push) {
        byte[] body = new byte[5_000_000];
        ByteBuffer buffer = ByteBuffer.allocateDirect(5_000_000);
        byte[] half = new byte[600_000];
        assertThatThrownBy(() -> push.send(body, PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5000000")
                .hasMessageContaining("maxBodyMemory=1048576");
        assertThatThrownBy(() -> push.trySend(body)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> push.send(buffer, PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5000000");
        assertThat(buffer.position()).isZero();
        assertThatThrownBy(() -> push.send(ZmqMessage.of(half, half), PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1200000")
                .hasMessageContaining("maxBodyMemory=1048576");
        assertThat(push.counters().sent()).isZero();
        assertThat(push.counters().queuedToSend()).isZero();
    }

    @Test
    void shouldCarryWhatWaitedToBeSentWhenItsReceiverUsesTheSameContext(@TempDir Path directory) {
        String endpoint = "ipc://" + directory.resolve("s");
        try (ZmqContext context = contextOf(32)) {
            PushSocket push = context.push(NO_MARK);
            push.connect(endpoint);
            for (int i = 0; i < 3; i++) {
                assertThat(push.send(new byte[9 * MIB], PATIENCE)).isTrue();
            }

            PullSocket pull = context.pull();
            pull.bind(endpoint);
            for (int i = 0; i < 3; i++) {
                assertThat(pull.receive(PATIENCE)).as("message %d", i).hasSize(9 * MIB);
            }
            assertThat(context.counters().givenUpForMemory()).isZero();
            Awaitility.await().atMost(PATIENCE).until(() -> context.counters().bodyBytes() == 0);
        }
    }

    @Test
    void shouldReceiveLargeBodiesWhileThoseThatNobodyTakesFillTheirMemory() {
        try (ZmqContext context = contextOf(4)) {
            PullSocket pull = context.pull();
            PushSocket push = context.push(NO_MARK);
            try (RawPeer stuck = RawPeer.connect(push.bind("tcp://127.0.0.1:*")).handshake("PULL");
                    RawPeer good =
                            RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
                assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
                int sent = 0;
                while (push.send(new byte[MIB], Duration.ofMillis(300))) {
                    sent++;
                    assertThat(sent).isLessThan(1000);
                }

                Calls.Running<RawPeer> sending = Calls.start(() -> good.send(frame(0, new byte[MIB])));
                assertThat(pull.receive(PATIENCE)).hasSize(MIB);
                assertThat(sending.result()).succeedsWithin(PATIENCE);
                for (int i = 0; i < sent; i++) {
                    assertThat(stuck.readMessage()).hasSize(MIB);
                }
            }
        }
    }

    @Test
    void shouldLoseNoPeerWhileBodyMemoryComesBackAsMessagesAreReceived() {
        try (ZmqContext context = contextOf(8)) {
            PullSocket pull = context.pull();
            String endpoint = pull.bind("tcp://127.0.0.1:*");
            try (RawPeer sender = RawPeer.connect(endpoint).handshake("PUSH");
                    RawPeer unfinished = RawPeer.connect(endpoint).handshake("PUSH")) {
                byte[] large = frame(0, new byte[MIB]);
                unfinished.send(Arrays.copyOf(large, MIB / 2));
                int count = 40;
                Calls.Running<Void> sending = Calls.start(() -> {
                    for (int i = 0; i < count; i++) {
                        sender.send(large);
                    }
                });
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> context.counters().bodyBytes() >= 6 * MIB);
                for (int i = 0; i < count; i++) {
                    assertThat(pull.receive(PATIENCE)).as("message %d", i).hasSize(MIB);
                }
                assertThat(sending.result()).succeedsWithin(PATIENCE);
                unfinished.send(Arrays.copyOfRange(large, MIB / 2, large.length));
                assertThat(pull.receive(PATIENCE)).hasSize(MIB);
                assertThat(context.counters().givenUpForMemory()).isZero();
            }
        }
    }

    @Test
    void shouldTellBothSidesWhenTheReceiverHasNoMemoryForAMessage() {
        try (ZmqContext sending = contextOf(32);
                ZmqContext receiving = contextOf(1)) {
            PullSocket pull = receiving.pull();
            PushSocket push = sending.push();
            EventRecorder received = EventRecorder.of(pull);
            EventRecorder sent = EventRecorder.of(push);
            push.connect(pull.bind("tcp://127.0.0.1:*"));
            push.send(new byte[6 * MIB]);

            assertThat(received.await(Disconnected.class).reason()).contains("body memory of the context is used up");
            assertThat(receiving.counters().givenUpForMemory()).isPositive();
            assertThat(sent.await(Disconnected.class)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4 * MIB / 3 + 1, 5 * MIB / 2, 7 * MIB / 2})
    void shouldReceiveABodyOfNearlyAllBodyMemory(int length) {
        try (ZmqContext sending = contextOf(32);
                ZmqContext receiving = contextOf(4)) {
            PullSocket pull = receiving.pull();
            PushSocket push = sending.push();
            push.connect(pull.bind("tcp://127.0.0.1:*"));
            for (int i = 0; i < 2; i++) {
                push.send(new byte[length]);
                assertThat(pull.receive(PATIENCE)).hasSize(length);
            }
            assertThat(receiving.counters().givenUpForMemory()).isZero();
            assertThat(receiving.counters().bodyBytes()).isZero();
        }
    }
}
