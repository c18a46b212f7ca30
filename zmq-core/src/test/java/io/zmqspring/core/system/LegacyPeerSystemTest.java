package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.join;
import static io.zmqspring.core.support.Zmtp.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeSucceeded;
import io.zmqspring.core.monitor.MonitorEvent.ProtocolViolated;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.LegacyPeer;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that speak ZMTP 1.0 (13/ZMTP, libzmq 2) and 2.0 (15/ZMTP, libzmq 3). */
@Timeout(60)
class LegacyPeerSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAcceptAPeerAndReceiveFromIt(LegacyPeer peer) {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer raw = RawPeer.connect(pull.bind(ANY_PORT))) {
            peer.handshake(raw, SocketType.PUSH, "", SocketType.PULL, "");
            raw.send(
                    peer.frame(false, ascii("Hi")),
                    peer.frame(true, new byte[0]),
                    peer.frame(true, new byte[300]),
                    peer.frame(false, new byte[100_000]));

            ZmqMessage first = Objects.requireNonNull(pull.receiveMessage(PATIENCE));
            assertThat(first).isEqualTo(ZmqMessage.ofStrings("Hi"));
            assertThat(Objects.requireNonNull(first.peer()).zmtpVersion()).isEqualTo(peer.version());
            assertThat(pull.receiveMessage(PATIENCE))
                    .isEqualTo(ZmqMessage.of(new byte[0], new byte[300], new byte[100_000]));
            HandshakeSucceeded succeeded = events.await(HandshakeSucceeded.class);
            assertThat(succeeded.zmtpVersion()).isEqualTo(peer.version());
            assertThat(succeeded.peerType()).isEqualTo(peer.announcesType() ? SocketType.PUSH : null);
            assertThat(pull.peers())
                    .singleElement()
                    .satisfies(status -> assertThat(status.zmtpVersion()).isEqualTo(peer.version()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldConnectToAPeerAndSendToIt(LegacyPeer peer) {
        PushSocket push = context.push();
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            push.connect(listener.endpoint());
            try (RawPeer raw = listener.accept()) {
                peer.handshake(raw, SocketType.PULL, "", SocketType.PUSH, "");
                push.send(ascii("Hi"));
                push.send(ZmqMessage.of(new byte[253], new byte[254], new byte[70_000]));

                assertThat(raw.read(4)).isEqualTo(peer.frame(false, ascii("Hi")));
                byte[] expected = join(
                        peer.frame(true, new byte[253]),
                        peer.frame(true, new byte[254]),
                        peer.frame(false, new byte[70_000]));
                assertThat(raw.read(expected.length)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendAgainOverANewConnectionInTheFramesOfThatPeer(LegacyPeer peer) {
        PushSocket push = context.push(
                SocketOptions.builder().reconnectInterval(Duration.ofMillis(1)).build());
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            push.connect(listener.endpoint());
            try (RawPeer modern = listener.accept()) {
                modern.handshake("PULL");
                push.send(ascii("a"));
                assertThat(modern.readMessage()).isEqualTo(ascii("a"));
            }
            try (RawPeer raw = listener.accept()) {
                peer.handshake(raw, SocketType.PULL, "", SocketType.PUSH, "");
                push.send(ascii("b"));
                assertThat(raw.read(3)).isEqualTo(peer.frame(false, ascii("b")));
            }
            try (RawPeer modern = listener.accept()) {
                modern.handshake("PULL");
                push.send(ascii("c"));
                assertThat(modern.readMessage()).isEqualTo(ascii("c"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldExchangeRoutingIds(LegacyPeer peer) {
        RouterSocket router = context.router();
        try (RawPeer raw = RawPeer.connect(router.bind(ANY_PORT))) {
            peer.handshake(raw, SocketType.DEALER, "me", SocketType.ROUTER, "");
            raw.send(peer.frame(false, ascii("ping")));
            assertThat(router.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("me", "ping"));
            router.send(ascii("me"), ascii("pong"));
            assertThat(raw.read(6)).isEqualTo(peer.frame(false, ascii("pong")));
        }
        DealerSocket dealer = context.dealer(
                SocketOptions.builder().routingId(RoutingId.of("it")).build());
        try (RawPeer raw = RawPeer.connect(dealer.bind(ANY_PORT))) {
            peer.handshake(raw, SocketType.ROUTER, "", SocketType.DEALER, "it");
            dealer.send(ascii("x"));
            assertThat(raw.read(3)).isEqualTo(peer.frame(false, ascii("x")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveAPeerWithoutIdAnAssignedOne(LegacyPeer peer) {
        RouterSocket router = context.router();
        try (RawPeer raw = RawPeer.connect(router.bind(ANY_PORT))) {
            peer.handshake(raw, SocketType.DEALER, "", SocketType.ROUTER, "");
            raw.send(peer.frame(false, ascii("ping")));
            ZmqMessage message = Objects.requireNonNull(router.receiveMessage(PATIENCE));
            assertThat(message.frame(0)).hasSize(5).startsWith(0);
            router.send(ZmqMessage.of(message.frame(0), ascii("pong")));
            assertThat(raw.read(6)).isEqualTo(peer.frame(false, ascii("pong")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendSubscriptionsAsMessagesAndFilterItself(LegacyPeer peer) {
        SubSocket subscriber = context.sub();
        subscriber.subscribe("A");
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            subscriber.connect(listener.endpoint());
            try (RawPeer raw = listener.accept()) {
                peer.handshake(raw, SocketType.PUB, "", SocketType.SUB, "");
                assertThat(raw.read(4)).isEqualTo(peer.frame(false, new byte[] {1, 'A'}));
                subscriber.unsubscribe("A");
                assertThat(raw.read(4)).isEqualTo(peer.frame(false, new byte[] {0, 'A'}));
                subscriber.subscribe("B");
                assertThat(raw.read(4)).isEqualTo(peer.frame(false, new byte[] {1, 'B'}));
                raw.send(peer.frame(false, ascii("A1")), peer.frame(false, ascii("B1")));
                assertThat(subscriber.receive(PATIENCE)).isEqualTo(ascii("B1"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeSubscriptionsAsMessages(LegacyPeer peer) {
        XPubSocket publisher = context.xpub();
        try (RawPeer raw = RawPeer.connect(publisher.bind(ANY_PORT))) {
            peer.handshake(raw, SocketType.SUB, "", SocketType.XPUB, "");
            if (peer == LegacyPeer.UNVERSIONED) {
                ZmqMessage all = Objects.requireNonNull(publisher.receiveMessage(PATIENCE));
                assertThat(all).as("for a peer that sends none").isEqualTo(ZmqMessage.of(new byte[] {1}));
            }
            raw.send(peer.frame(false, new byte[] {1, 'A'}));
            ZmqMessage subscription = Objects.requireNonNull(publisher.receiveMessage(PATIENCE));
            assertThat(subscription).isEqualTo(ZmqMessage.of(new byte[] {1, 'A'}));
            ZmqPeer sender = Objects.requireNonNull(subscription.peer());
            assertThat(sender.zmtpVersion()).isEqualTo(peer.version());
            publisher.send(ascii("A1"));
            assertThat(raw.read(4)).isEqualTo(peer.frame(false, ascii("A1")));
        }
    }

    @Test
    void shouldPublishEveryTopicToAnUnversionedPeerThatNeverSubscribes() {
        PubSocket publisher = context.pub();
        try (RawPeer raw = RawPeer.connect(publisher.bind(ANY_PORT))) {
            LegacyPeer.UNVERSIONED.handshake(raw, SocketType.SUB, "", SocketType.PUB, "");
            assertThat(publisher.awaitSubscription("any", PATIENCE)).isTrue();
            publisher.send(ascii("any"));
            assertThat(raw.read(5)).isEqualTo(LegacyPeer.UNVERSIONED.frame(false, ascii("any")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendNoPingAndWaitForNoPong(LegacyPeer peer) {
        PushSocket push = context.push(SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(10))
                .heartbeatTimeout(Duration.ofMillis(500))
                .build());
        String endpoint = push.bind(ANY_PORT);
        try (RawPeer raw = RawPeer.connect(endpoint)) {
            peer.handshake(raw, SocketType.PULL, "", SocketType.PUSH, "");
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
            try (RawPeer modern = RawPeer.connect(endpoint).handshake("PULL")) {
                long start = System.nanoTime();
                while (System.nanoTime() - start < Duration.ofSeconds(1).toNanos()) {
                    assertThat(modern.readFrame().commandName()).isEqualTo("PING");
                    modern.send(Zmtp.command("PONG", new byte[0]));
                }
            }
            push.send(ascii("a"));
            push.send(ascii("b"));
            assertThat(raw.read(3)[2]).isBetween((byte) 'a', (byte) 'b');
        }
    }

    @Test
    void shouldRefuseAPeerOfAWrongTypeWhereItAnnouncesOne() {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer raw = RawPeer.connect(pull.bind(ANY_PORT))) {
            raw.send(LegacyPeer.ZMTP_2.greeting(SocketType.SUB, ""));
            assertThat(raw.awaitEnd()).isTrue();
        }
        assertThat(events.await(HandshakeFailed.class).reason())
                .contains("a PULL socket talks to [PUSH] only", "the peer is: SUB");
        assertThat(pull.counters().protocolViolations()).isEqualTo(1);
    }

    @Test
    void shouldRefuseOldPeersOfASocketTypeThatTheyCannotKnow() {
        try (RawPeer raw = RawPeer.connect(context.gather().bind(ANY_PORT))) {
            raw.send(LegacyPeer.UNVERSIONED.greeting(SocketType.PUSH, ""));
            assertThat(raw.awaitEnd()).isTrue();
        }
    }

    @Test
    void shouldTakeNoCommandOfAPeerThatHasNone() {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        try (RawPeer raw = RawPeer.connect(pull.bind(ANY_PORT))) {
            LegacyPeer.ZMTP_2.handshake(raw, SocketType.PUSH, "", SocketType.PULL, "");
            raw.send(message("before"), frame(4, join(new byte[] {4}, ascii("PING"), new byte[2])));
            assertThat(raw.awaitEnd()).isTrue();
        }
        assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("before"));
        assertThat(events.await(ProtocolViolated.class).reason()).contains("15/ZMTP", "speaks 2.0");
    }
}
