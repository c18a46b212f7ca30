package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.MessagesDropped;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DEALER (28/REQREP): shares out in turn, takes in turn, waits without a peer. */
@Timeout(60)
class DealerSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int COUNT = 300;

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://dealer"})
    void shouldSendToEachPeerInTurnAndTakeFromEachInTurn(String where) {
        DealerSocket bound = context.dealer();
        String endpoint = bound.bind(where);
        List<DealerSocket> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            DealerSocket peer = context.dealer();
            peer.connect(endpoint);
            peers.add(peer);
        }
        assertThat(bound.awaitPeers(3, PATIENCE)).isTrue();

        for (int i = 0; i < 3 * COUNT; i++) {
            bound.send(ZmqMessage.ofStrings("", "request", "" + i));
        }

        Set<String> answered = new HashSet<>();
        for (DealerSocket peer : peers) {
            for (int i = 0; i < COUNT; i++) {
                ZmqMessage request = peer.receiveMessage(PATIENCE);
                assertThat(request).isNotNull();
                assertThat(request.frameCount()).isEqualTo(3);
                peer.send(request);
            }
            assertThat(peer.tryReceiveMessage()).isNull();
        }
        for (int i = 0; i < 3 * COUNT; i++) {
            ZmqMessage answer = bound.receiveMessage(PATIENCE);
            assertThat(answer).isNotNull();
            answered.add(answer.string(2));
        }
        assertThat(answered).hasSize(3 * COUNT);
    }

    @Test
    void shouldWaitForAPeerAndFindNoneInTime() {
        DealerSocket dealer = context.dealer();
        dealer.bind("tcp://127.0.0.1:*");

        assertThat(dealer.trySend(new byte[1])).isFalse();
        assertThat(dealer.send(new byte[1], Duration.ofMillis(20))).isFalse();
        assertThat(dealer.counters().sent()).isZero();
    }

    @Test
    void shouldDropAndCountWhatABoundPeerLeftUnsentAndGiveItToNoOther() {
        DealerSocket dealer = context.dealer();
        String endpoint = dealer.bind("tcp://127.0.0.1:*");
        EventRecorder events = EventRecorder.of(dealer);
        RawPeer deaf = RawPeer.connect(endpoint, 1 << 12).handshake("DEALER");
        assertThat(dealer.awaitPeers(1, PATIENCE)).isTrue();
        while (dealer.send(new byte[60_000], Duration.ofMillis(50))) {
            assertThat(dealer.counters().sent()).isLessThan(10_000);
        }

        deaf.reset();

        MessagesDropped drop = events.await(MessagesDropped.class);
        DealerSocket next = context.dealer();
        next.connect(endpoint);
        assertThat(dealer.awaitPeers(1, PATIENCE)).isTrue();
        dealer.send(new byte[] {1});
        assertThat(next.receive(PATIENCE)).containsExactly(1);
        assertThat(drop.count()).isPositive().isEqualTo(dealer.counters().dropped());
    }

    @Test
    void shouldKeepWhatIsQueuedForAnEndpointUntilItIsConnectedAgain() {
        DealerSocket dealer = context.dealer(SocketOptions.builder()
                .reconnectInterval(Duration.ofMillis(20))
                .reconnectIntervalMax(Duration.ofMillis(20))
                .build());
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            dealer.connect(listener.endpoint());
            RawPeer first = listener.accept().handshake("DEALER");
            assertThat(dealer.awaitPeers(1, PATIENCE)).isTrue();
            EventRecorder events = EventRecorder.of(dealer);
            first.reset();
            events.await(Disconnected.class);

            dealer.send(new byte[] {7});

            try (RawPeer second = listener.accept().handshake("DEALER")) {
                assertThat(second.readMessage()).containsExactly(7);
            }
            assertThat(dealer.counters().dropped()).isZero();
        }
    }
}
