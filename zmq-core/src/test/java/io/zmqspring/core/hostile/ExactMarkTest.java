package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receive mark below 1000 is exact, as workers want that take one message ahead. */
@Timeout(60)
class ExactMarkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 999})
    void shouldNeverQueueMoreThanTheMark(int mark) {
        int count = 5_000;
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(mark).build());
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            byte[][] frames = new byte[count][];
            for (int i = 0; i < count; i++) {
                frames[i] = frame(0, ByteBuffer.allocate(4 + i % 3).putInt(i).array());
            }
            Calls.Running<RawPeer> sending = Calls.start(() -> peer.send(join(frames)));
            Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == mark);

            for (int i = 0; i < count; i++) {
                assertThat(pull.counters().queuedToReceive()).isLessThanOrEqualTo(mark);
                assertThat(ByteBuffer.wrap(pull.receive(PATIENCE)).getInt()).isEqualTo(i);
            }
            assertThat(sending.result()).succeedsWithin(PATIENCE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldNeverQueueMoreThanTheMarkOfMultipartsAndLargeBodies(int mark) {
        int count = 60;
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(mark).build());
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            byte[][] frames = new byte[3 * count][];
            for (int i = 0; i < count; i++) {
                frames[3 * i] = frame(MORE, ascii("head " + i));
                frames[3 * i + 1] = frame(MORE, new byte[i % 4 == 0 ? 100_000 : 10]);
                frames[3 * i + 2] = frame(0, new byte[i % 5 == 0 ? 70_000 : 0]);
            }
            Calls.Running<RawPeer> sending = Calls.start(() -> peer.send(join(frames)));
            Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == mark);

            for (int i = 0; i < count; i++) {
                assertThat(pull.counters().queuedToReceive()).isLessThanOrEqualTo(mark);
                ZmqMessage message = pull.receiveMessage(PATIENCE);
                assertThat(message).as("message %d", i).isNotNull();
                assertThat(message.frame(0)).isEqualTo(ascii("head " + i));
                assertThat(message.frame(1)).hasSize(i % 4 == 0 ? 100_000 : 10);
            }
            assertThat(sending.result()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldSeeAtOnceThatAPeerLeavesWhoseMessagesFillTheQueue() {
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(10).build());
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            for (int i = 0; i < 10; i++) {
                peer.send(frame(0, ascii("n" + i)));
            }
        }
        events.await(Disconnected.class);
        assertThat(pull.counters().queuedToReceive()).isEqualTo(10);
    }
}
