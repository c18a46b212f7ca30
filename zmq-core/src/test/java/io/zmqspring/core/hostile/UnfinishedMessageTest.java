package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.longHeader;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.ProtocolViolated;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message whose end does not come: what it may cost. */
@Timeout(60)
class UnfinishedMessageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldCloseAPeerWhoseMessageIsTooLargeBeforeTheFrameIsRead() {
        PullSocket pull =
                context.pull(SocketOptions.builder().maxMultipartBytes(1 << 20).build());
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            peer.send(frame(0, new byte[2 << 20]));
            assertThat(pull.receive(PATIENCE)).as("a single frame").hasSize(2 << 20);
            peer.trySend(frame(MORE, new byte[900_000]), longHeader(0, 200_000));

            assertThat(peer.awaitEnd()).isTrue();
            assertThat(events.await(ProtocolViolated.class).reason())
                    .contains("too large")
                    .contains("maxMultipartBytes=1048576");
        }
    }

    @Test
    void shouldTakeByDefaultWhatOthersSendInEarnest() {
        PullSocket pull = context.pull();
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            Calls.Running<RawPeer> sending =
                    Calls.start(() -> peer.send(parts(999, 16_000), frame(0, new byte[16_000])));
            ZmqMessage message = pull.receiveMessage(PATIENCE);

            assertThat(frames(message)).isEqualTo(1000);
            assertThat(sending.result()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldTakeAMessageWhoseLargeFramesAloneReachTheMarkInBytes() {
        PullSocket pull =
                context.pull(SocketOptions.builder().receiveHwmBytes(1 << 20).build());
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            Calls.Running<RawPeer> sending = Calls.start(() -> peer.send(parts(4, 700_000), frame(0, new byte[10])));

            assertThat(frames(pull.receiveMessage(PATIENCE))).isEqualTo(5);
            assertThat(sending.result()).succeedsWithin(PATIENCE);
        }
    }

    private static long ioNs() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("zmq-io-")) {
                sum += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return sum;
    }

    private static int frames(ZmqMessage message) {
        assertThat(message).as("a message within %s", PATIENCE).isNotNull();
        return message.frameCount();
    }

    private static byte[] parts(int count, int length) {
        byte[][] parts = new byte[count][];
        for (int i = 0; i < count; i++) {
            parts[i] = frame(MORE, new byte[length]);
        }
        return join(parts);
    }
}
