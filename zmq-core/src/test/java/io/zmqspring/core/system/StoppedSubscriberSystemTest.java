package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.ReceiverProcess;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A subscriber in another process that is stopped (SIGSTOP), continued (SIGCONT) and killed (SIGKILL). */
@Timeout(90)
@EnabledOnOs({OS.LINUX, OS.MAC})
class StoppedSubscriberSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int SIZE = 30_000;
    private static final int MARK = 5;
    private static final int MANY = 1_000;

    private final ZmqContext context = ZmqContext.create();
    private final PullSocket control =
            context.pull(SocketOptions.builder().receiveHwm(0).build());
    private final PubSocket pub = context.pub(SocketOptions.builder()
            .sendHwm(MARK)
            .sendBufferBytes(4096)
            .linger(Duration.ZERO)
            .build());
    private final SubSocket healthy = context.sub();
    private final EventRecorder events = EventRecorder.of(pub);
    private final String endpoint = pub.bind("tcp://127.0.0.1:*");
    private final ReceiverProcess peer =
            ReceiverProcess.start(SocketType.SUB, endpoint, control.bind("tcp://127.0.0.1:*"));

    @BeforeEach
    void subscribe() {
        healthy.subscribe("");
        healthy.connect(endpoint);
        assertThat(pub.awaitPeers(2, PATIENCE)).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            pub.send(message(0));
            assertThat(healthy.receive(PATIENCE)).isNotNull();
            return control.tryReceive() != null;
        });
    }

    @AfterEach
    void close() {
        peer.close();
        context.close();
    }

    @Test
    void shouldDropForASubscriberThatIsStoppedAndServeItAgainWhenItGoesOn() {
        peer.stop();

        publishToTheHealthyOne();

        long dropped = pub.counters().dropped();
        assertThat(dropped).isGreaterThan(MANY / 2);
        assertThat(pub.peers()).extracting(PeerStatus::dropped).containsExactlyInAnyOrder(dropped, 0L);
        assertThat(pub.counters().queuedToSend()).isLessThanOrEqualTo(MARK);
        assertThat(events.all(Disconnected.class)).isEmpty();
        peer.goOn();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            pub.send(message(MANY));
            return hasHeard(MANY);
        });
    }

    @Test
    void shouldForgetASubscriberThatIsKilledWhileItReadsNothing() {
        peer.stop();
        publishToTheHealthyOne();

        peer.kill();

        events.await(Disconnected.class);
        Awaitility.await().atMost(PATIENCE).until(() -> pub.counters().queuedToSend() == 0);
        assertThat(pub.peers()).hasSize(1);
        long dropped = pub.counters().dropped();
        publishToTheHealthyOne();
        assertThat(pub.counters().dropped()).isEqualTo(dropped);
    }

    private void publishToTheHealthyOne() {
        for (int i = 0; i < MANY; i++) {
            pub.send(message(i));
            byte[] body = healthy.receive(PATIENCE);
            while (body != null && !Arrays.equals(body, message(i))) {
                body = healthy.receive(PATIENCE);
            }
            assertThat(body).as("message %d", i).isNotNull();
        }
    }

    private boolean hasHeard(int number) {
        for (byte[] head = control.tryReceive(); head != null; head = control.tryReceive()) {
            if (ByteBuffer.wrap(head).getInt() == number) {
                return true;
            }
        }
        return false;
    }

    private static byte[] message(int number) {
        return ByteBuffer.allocate(SIZE).putInt(number).array();
    }
}
