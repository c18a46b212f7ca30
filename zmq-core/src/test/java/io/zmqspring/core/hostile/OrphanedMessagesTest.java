package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a departed peer left unsent is, once the socket is closed, either sent or dropped, and each message is counted
 * once.
 */
@Timeout(60)
class OrphanedMessagesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldNotCountAsQueuedWhatACloseHasDropped() {
        PushSocket push = context.push(SocketOptions.builder()
                .sendBufferBytes(4096)
                .linger(Duration.ofMillis(100))
                .build());
        RawPeer peer = RawPeer.connect(push.bind("tcp://127.0.0.1:*"), 4096).handshake("PULL");
        assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
        for (int i = 0; i < 100; i++) {
            push.send(new byte[60_000]);
        }
        peer.reset();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        push.counters().connections() == 0 && push.counters().queuedToSend() > 0);
        long left = push.counters().queuedToSend();

        push.close();

        SocketCounters after = push.counters();
        assertThat(left).isPositive();
        assertThat(after.dropped()).isEqualTo(left);
        assertThat(after.queuedToSend()).isZero();
    }
}
