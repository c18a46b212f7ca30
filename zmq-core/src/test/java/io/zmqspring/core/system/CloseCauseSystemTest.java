package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.CloseCause;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeSucceeded;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the events say of a peer and of the end of its connection, for programs. */
@Timeout(60)
class CloseCauseSystemTest {

    private static final String TCP = "tcp://127.0.0.1:*";
    private static final SocketOptions ME = SocketOptions.builder()
            .routingId(RoutingId.of("me"))
            .handshakeTimeout(Duration.ofMillis(100))
            .linger(Duration.ZERO)
            .build();

    private final ZmqContext context = ZmqContext.create();
    private final RouterSocket router = context.router(ME);
    private final EventRecorder events = EventRecorder.of(router);

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP, "ipc://*", "inproc://causes"})
    void shouldNamePeerAndMechanismAndWhichSideClosed(String where) {
        String endpoint = router.bind(where);
        DealerSocket dealer = context.dealer(ME);
        EventRecorder dealersEvents = EventRecorder.of(dealer);
        dealer.connect(endpoint);

        HandshakeSucceeded succeeded = events.await(HandshakeSucceeded.class);
        assertThat(succeeded.peerType()).isEqualTo(SocketType.DEALER);
        assertThat(succeeded.routingId()).isEqualTo(RoutingId.of("me"));
        assertThat(succeeded.mechanism()).isEqualTo("NULL");
        assertThat(dealersEvents.await(HandshakeSucceeded.class).routingId()).isEqualTo(RoutingId.of("me"));

        dealer.disconnect(endpoint);

        assertThat(dealersEvents.await(Disconnected.class).cause()).isEqualTo(CloseCause.CLOSED_HERE);
        assertThat(events.await(Disconnected.class).cause()).isEqualTo(CloseCause.PEER_CLOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP, "ipc://*", "inproc://causes"})
    void shouldSayThatTheBoundSocketClosed(String where) {
        String endpoint = router.bind(where);
        DealerSocket dealer = context.dealer(ME);
        EventRecorder dealersEvents = EventRecorder.of(dealer);
        dealer.connect(endpoint);
        dealersEvents.await(HandshakeSucceeded.class);

        router.close();

        assertThat(dealersEvents.await(Disconnected.class).cause()).isEqualTo(CloseCause.PEER_CLOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP, "inproc://causes"})
    void shouldSayThatTheTypesDoNotFit(String where) {
        PullSocket pull = context.pull();
        EventRecorder pullsEvents = EventRecorder.of(pull);
        pull.connect(router.bind(where));
        assertThat(pullsEvents.await(HandshakeFailed.class).cause()).isEqualTo(CloseCause.PROTOCOL);
        assertThat(events.await(HandshakeFailed.class).cause()).isIn(CloseCause.PROTOCOL, CloseCause.REFUSED);
    }

    @Test
    void shouldSayThatThePeerBrokeTheProtocol() {
        try (RawPeer peer = RawPeer.connect(router.bind(TCP)).handshake("DEALER")) {
            peer.send(Zmtp.frame(0x80, new byte[1]));
            assertThat(events.await(Disconnected.class).cause()).isEqualTo(CloseCause.PROTOCOL);
        }
    }

    @Test
    void shouldSayThatThePeerRefused() {
        try (RawPeer peer = RawPeer.connect(router.bind(TCP))) {
            peer.send(Zmtp.greeting(), Zmtp.command("ERROR", new byte[] {2, 'n', 'o'}));
            assertThat(events.await(HandshakeFailed.class).cause()).isEqualTo(CloseCause.REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP, "ipc://*"})
    void shouldSayThatTheRoutingIdIsInUse(String where) {
        String endpoint = router.bind(where);
        context.dealer(ME).connect(endpoint);
        events.await(HandshakeSucceeded.class);
        context.dealer(ME).connect(endpoint);
        assertThat(events.await(Disconnected.class).cause()).isEqualTo(CloseCause.REFUSED);
    }

    @Test
    void shouldSayThatThePeerIsSilentInTheHandshake() {
        try (RawPeer peer = RawPeer.connect(router.bind(TCP))) {
            assertThat(events.await(HandshakeFailed.class).cause()).isEqualTo(CloseCause.TIMEOUT);
            assertThat(peer.awaitEnd()).isTrue();
        }
    }

    @Test
    void shouldSayThatThePeerWasReset() {
        RawPeer peer = RawPeer.connect(router.bind(TCP)).handshake("DEALER");
        events.await(HandshakeSucceeded.class);
        peer.reset();
        assertThat(events.await(Disconnected.class).cause()).isEqualTo(CloseCause.IO_ERROR);
    }

    @Test
    void shouldSayThatALimitEndedTheConnection() {
        PubSocket pub = context.pub(SocketOptions.builder().maxSubscriptions(1).build());
        EventRecorder pubsEvents = EventRecorder.of(pub);
        try (RawPeer peer = RawPeer.connect(pub.bind(TCP)).handshake("SUB")) {
            peer.send(Zmtp.command("SUBSCRIBE", new byte[] {1}), Zmtp.command("SUBSCRIBE", new byte[] {2}));
            assertThat(pubsEvents.await(Disconnected.class).cause()).isEqualTo(CloseCause.LIMIT);
        }
    }
}
