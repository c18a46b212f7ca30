package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.ConnectFailed;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names whose address changes, endpoints connected to twice, a socket's own endpoint, and what a disconnect leaves. */
@Timeout(60)
class ConnectSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SocketOptions SOON = SocketOptions.builder()
            .reconnectInterval(Duration.ofMillis(5))
            .reconnectIntervalMax(Duration.ofMillis(20))
            .linger(Duration.ZERO)
            .build();

    private final AtomicReference<InetAddress> address = new AtomicReference<>();
    private final ZmqContext context = ZmqContext.create(ContextOptions.builder()
            .hostResolver(host -> List.of(address.get()))
            .build());

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldFollowANameToItsNewAddress() throws UnknownHostException {
        PullSocket before = context.pull();
        String endpoint = before.bind("tcp://127.0.0.1:*");
        address.set(InetAddress.getByName("127.0.0.1"));
        PushSocket push = context.push(SOON);
        EventRecorder events = EventRecorder.of(push);
        push.connect(endpoint.replace("127.0.0.1", "moves.invalid"));
        push.send(ascii("before"));
        assertThat(HealthyNeighbour.nextText(before)).isEqualTo("before");

        before.close();
        events.await(Disconnected.class);
        events.await(ConnectFailed.class);
        PullSocket after = context.pull();
        after.bind(endpoint.replace("127.0.0.1", "127.0.0.2"));
        push.send(ascii("after"));
        address.set(InetAddress.getByName("127.0.0.2"));

        assertThat(HealthyNeighbour.nextText(after)).isEqualTo("after");
        assertThat(push.peers()).extracting(PeerStatus::peerAddress).allMatch(peer -> peer.contains("127.0.0.2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://twice"})
    void shouldMakeTwoConnectionsWhenItConnectsTwiceToTheSameEndpoint(String where) {
        PullSocket pull = context.pull();
        String endpoint = pull.bind(where);
        PushSocket push = context.push(SOON);
        push.connect(endpoint);
        push.connect(endpoint);

        assertThat(pull.awaitPeers(2, PATIENCE)).isTrue();
        assertThat(push.awaitPeers(2, PATIENCE)).isTrue();
        for (int i = 0; i < 10; i++) {
            push.send(ascii("n"));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("n");
        }
        assertThat(pull.peers()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://unread"})
    void shouldReceiveWhatHadArrivedOverAnEndpointThatItDisconnects(String where) {
        PushSocket push = context.push(SOON);
        String endpoint = push.bind(where);
        PullSocket pull = context.pull(SOON);
        pull.connect(endpoint);
        push.send(ascii("arrived"));
        Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == 1);

        pull.disconnect(endpoint);

        Awaitility.await().atMost(PATIENCE).until(() -> push.peers().isEmpty());
        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("arrived");
    }

    @Test
    void shouldNotTakeItselfForAPeerWhereNobodyListens() {
        PullSocket pull = context.pull();
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        pull.unbind(endpoint);
        String address = endpoint.substring("tcp://".length());
        PushSocket push = context.push(SOON);
        EventRecorder events = EventRecorder.of(push);

        push.connect("tcp://" + address + ";" + address);

        assertThat(events.await(ConnectFailed.class).reason()).contains("connected to itself");
        assertThat(push.peers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://own"})
    void shouldTalkToItselfOverItsOwnEndpoint(String where) {
        DealerSocket dealer = context.dealer(SOON);
        dealer.connect(dealer.bind(where));
        assertThat(dealer.awaitPeers(2, PATIENCE)).isTrue();
        dealer.send(ascii("to myself"));
        assertThat(HealthyNeighbour.nextText(dealer)).isEqualTo("to myself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://own"})
    void shouldNotBeItsOwnPeerWhenItMayHaveOneOnly(String where) {
        PairSocket pair = context.pair(SOON);
        String endpoint = pair.bind(where);
        pair.connect(endpoint);
        assertThat(pair.awaitPeers(1, Duration.ofMillis(100))).isFalse();
        pair.disconnect(endpoint);

        PairSocket other = context.pair(SOON);
        other.connect(endpoint);
        other.send(ascii("hello"));
        assertThat(HealthyNeighbour.nextText(pair)).isEqualTo("hello");
    }
}
