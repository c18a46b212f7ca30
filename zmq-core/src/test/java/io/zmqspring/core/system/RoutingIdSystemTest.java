package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.error.ZmqUnroutableException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of two peers of one routing id, and of ids that no peer may have. */
@Timeout(60)
class RoutingIdSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SocketOptions HANDOVER =
            SocketOptions.builder().routerHandover(true).routerMandatory(true).build();

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldRefuseASecondPeerWithTheSameIdWithAnEventAndGoOnWithTheFirst() {
        RouterSocket router = context.router();
        String endpoint = router.bind("tcp://127.0.0.1:*");
        EventRecorder events = EventRecorder.of(router);
        DealerSocket first = dealer("me");
        first.connect(endpoint);
        assertThat(router.awaitPeers(1, PATIENCE)).isTrue();

        try (RawPeer second = RawPeer.connect(endpoint).send(Zmtp.greeting(), ready("DEALER", bytes("me")))) {
            assertThat(second.awaitEnd()).isTrue();
        }

        assertThat(events.await(Disconnected.class).reason()).contains("routing id me", "another peer");
        router.send(bytes("me"), bytes("to the first"));
        assertThat(receive(first).string(0)).isEqualTo("to the first");
        first.send(bytes("from the first"));
        assertThat(receive(router)).isEqualTo(ZmqMessage.ofStrings("me", "from the first"));
        assertThat(router.peers()).hasSize(1);
    }

    @Test
    void shouldTakeASecondPeerOfTheSameIdOverInprocOnceTheFirstHasGone() {
        RouterSocket router = context.router();
        String endpoint = router.bind("inproc://same");
        DealerSocket first = dealer("me");
        first.connect(endpoint);
        DealerSocket second = dealer("me");
        EventRecorder events = EventRecorder.of(second);
        second.connect(endpoint);
        assertThat(events.await(HandshakeFailed.class).reason()).contains("routing id me");
        second.send(bytes("waits"));

        first.close();

        assertThat(receive(router)).isEqualTo(ZmqMessage.ofStrings("me", "waits"));
        router.send(bytes("me"), bytes("to the second"));
        assertThat(receive(second).string(0)).isEqualTo("to the second");
    }

    @Test
    void shouldHandTheIdOverToANewPeerWithoutACallOfTheApplication() {
        RouterSocket router = context.router(HANDOVER);
        String endpoint = router.bind("tcp://127.0.0.1:*");
        EventRecorder events = EventRecorder.of(router);
        try (RawPeer halfOpen = RawPeer.connect(endpoint).send(Zmtp.greeting(), ready("DEALER", bytes("me")))) {
            assertThat(router.awaitPeers(1, PATIENCE)).isTrue();
            DealerSocket back = dealer("me");
            back.connect(endpoint);

            Disconnected old = events.await(Disconnected.class);
            assertThat(old.reason()).contains("routing id me", "taken over");
            assertThat(old.routingId()).as("the id it had").isEqualTo(RoutingId.of("me"));
            assertThat(halfOpen.awaitEnd()).isTrue();
            router.send(bytes("me"), bytes("to the new peer"));
            assertThat(receive(back).string(0)).isEqualTo("to the new peer");
            assertThat(router.peers()).hasSize(1);
        }
    }

    @Test
    void shouldTakeAPeerThatComesBackOnceItsHalfOpenConnectionHasFallenSilent() {
        RouterSocket router = context.router(SocketOptions.builder()
                .routerMandatory(true)
                .heartbeatInterval(Duration.ofMillis(50))
                .heartbeatTimeout(Duration.ofMillis(300))
                .build());
        String endpoint = router.bind("tcp://127.0.0.1:*");
        EventRecorder events = EventRecorder.of(router);
        try (RawPeer halfOpen = RawPeer.connect(endpoint).send(Zmtp.greeting(), ready("DEALER", bytes("me")))) {
            assertThat(router.awaitPeers(1, PATIENCE)).isTrue();
            DealerSocket back = dealer("me");
            back.connect(endpoint);

            events.await(Disconnected.class, event -> event.reason().contains("another peer"));
            events.await(Disconnected.class, event -> event.reason().contains("no sign of life"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(ZmqUnroutableException.class)
                    .until(() -> {
                        router.send(bytes("me"), bytes("to the one that is back"));
                        return true;
                    });
            assertThat(receive(back).string(0)).isEqualTo("to the one that is back");
            back.send(bytes("back"));
            assertThat(receive(router)).isEqualTo(ZmqMessage.ofStrings("me", "back"));
            assertThat(halfOpen.awaitEnd()).isTrue();
        }
    }

    @Test
    void shouldReceiveWhatTheOldPeerHadSentUnderAnIdOfItsOwnAfterAHandover() {
        RouterSocket router = context.router(HANDOVER);
        String endpoint = router.bind("tcp://127.0.0.1:*");
        EventRecorder events = EventRecorder.of(router);
        DealerSocket back = dealer("me");
        try (RawPeer old = RawPeer.connect(endpoint).send(Zmtp.greeting(), ready("DEALER", bytes("me")))) {
            old.send(Zmtp.message("old"));
            Awaitility.await().atMost(PATIENCE).until(() -> router.counters().queuedToReceive() == 1);
            back.connect(endpoint);
            events.await(Disconnected.class);
        }
        back.send(bytes("new"));

        ZmqMessage first = receive(router);
        ZmqMessage second = receive(router);
        ZmqMessage fromOld = first.string(1).equals("old") ? first : second;
        ZmqMessage fromNew = fromOld == first ? second : first;
        assertThat(fromNew).isEqualTo(ZmqMessage.ofStrings("me", "new"));
        assertThat(fromOld.frame(0)).hasSize(5).startsWith(0);
        assertThat(fromOld.string(1)).isEqualTo("old");
    }

    @Test
    void shouldEndTheOldEndpointWhenAnIdIsHandedOverOverInproc() {
        RouterSocket router = context.router(HANDOVER);
        String endpoint = router.bind("inproc://handover");
        EventRecorder ofRouter = EventRecorder.of(router);
        DealerSocket old = dealer("me");
        old.connect(endpoint);
        EventRecorder events = EventRecorder.of(old);
        DealerSocket back = dealer("me");
        back.connect(endpoint);

        assertThat(events.await(Disconnected.class).reason()).contains("taken over");
        assertThat(ofRouter.await(Disconnected.class).routingId()).isEqualTo(RoutingId.of("me"));
        router.send(bytes("me"), bytes("to the new peer"));
        assertThat(receive(back).string(0)).isEqualTo("to the new peer");
        assertThat(old.endpoints()).allMatch(each -> each.state() == EndpointStatus.State.STOPPED);
        assertThat(old.tryReceiveMessage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255})
    void shouldTakeAnIdOfUpTo255Bytes(int length) {
        RouterSocket router = context.router();
        byte[] id = new byte[length];
        Arrays.fill(id, (byte) 0xFE);
        try (RawPeer peer = RawPeer.connect(router.bind("tcp://127.0.0.1:*"))) {
            peer.send(Zmtp.greeting(), ready("DEALER", id), Zmtp.message("x"));

            assertThat(receive(router).frame(0)).isEqualTo(id);
        }
    }

    @Test
    void shouldRefuseAPeerWhoseIdIsTooLongOrBeginsWithZero() {
        RouterSocket router = context.router();
        String endpoint = router.bind("tcp://127.0.0.1:*");
        EventRecorder events = EventRecorder.of(router);
        byte[] tooLong = new byte[256];
        tooLong[0] = 1;
        for (byte[] id : new byte[][] {tooLong, {0, 1, 2, 3, 4}}) {
            try (RawPeer peer = RawPeer.connect(endpoint).send(Zmtp.greeting(), ready("DEALER", id))) {
                assertThat(peer.awaitEnd()).isTrue();
            }
        }

        events.await(HandshakeFailed.class, event -> event.reason().contains("255"));
        events.await(HandshakeFailed.class, event -> event.reason().contains("0x0001020304"));
        assertThat(router.counters().protocolViolations()).isEqualTo(2);
        assertThat(router.counters().handshakeFailures()).isEqualTo(2);
        assertThat(router.counters().connections()).isZero();
        assertThat(router.peers()).isEmpty();
    }

    @Test
    void shouldAnnounceTheIdOfTheSocketInReady() {
        DealerSocket dealer = dealer("announced");
        try (RawPeer peer = RawPeer.connect(dealer.bind("tcp://127.0.0.1:*"))) {
            peer.send(Zmtp.greeting());
            peer.readGreeting();

            assertThat(Zmtp.text(peer.readFrame().commandData())).endsWith("Identity\0\0\0\tannounced");
        }
    }

    @Test
    void shouldTreatAnEmptyAnnouncedIdAsNone() {
        RouterSocket router = context.router();
        try (RawPeer peer = RawPeer.connect(router.bind("tcp://127.0.0.1:*"))) {
            peer.send(Zmtp.greeting(), ready("DEALER", new byte[0]), Zmtp.message("x"));

            assertThat(receive(router).frame(0)).hasSize(5).startsWith(0);
        }
    }

    @Test
    void shouldKeepTheIdOfAConnectedEndpointOverReconnects() {
        RouterSocket router = context.router(SocketOptions.builder()
                .reconnectInterval(Duration.ofMillis(20))
                .reconnectIntervalMax(Duration.ofMillis(20))
                .build());
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            router.connect(listener.endpoint());
            RawPeer first = listener.accept().handshake("DEALER");
            first.send(Zmtp.message("1"));
            ZmqMessage before = receive(router);
            EventRecorder events = EventRecorder.of(router);
            first.reset();
            events.await(Disconnected.class);
            router.send(before.frame(0), bytes("queued for the next connection"));
            try (RawPeer second = listener.accept().handshake("DEALER")) {
                assertThat(Zmtp.text(second.readMessage())).isEqualTo("queued for the next connection");
                second.send(Zmtp.message("2"));
                assertThat(receive(router).frame(0)).isEqualTo(before.frame(0));
            }
        }
    }

    @Test
    void shouldSendFromRouterToRouterByTheirIds() {
        RouterSocket one = context.router(
                SocketOptions.builder().routingId(RoutingId.of("one")).build());
        RouterSocket two = context.router(
                SocketOptions.builder().routingId(RoutingId.of("two")).build());
        two.connect(one.bind("tcp://127.0.0.1:*"));
        assertThat(one.awaitPeers(1, PATIENCE)).isTrue();
        assertThat(two.awaitPeers(1, PATIENCE)).isTrue();

        one.send(bytes("two"), bytes("hello"));

        assertThat(receive(two)).isEqualTo(ZmqMessage.ofStrings("one", "hello"));
        two.send(ZmqMessage.ofStrings("one", "welcome"));
        assertThat(receive(one)).isEqualTo(ZmqMessage.ofStrings("two", "welcome"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://named"})
    void shouldGiveThePeerOfAConnectTheIdWhateverItAnnouncesAndSendBeforeItAnswers(String where) {
        RouterSocket router =
                context.router(SocketOptions.builder().routerMandatory(true).build());
        DealerSocket dealer = dealer("announced");
        DealerSocket other = dealer("other");
        router.connect(dealer.bind(where), RoutingId.of("given"));
        router.connect(other.bind(where.replace("named", "unnamed")));

        router.send(bytes("given"), bytes("early"));
        assertThat(receive(dealer).string(0)).isEqualTo("early");
        dealer.send(bytes("reply"));
        assertThat(receive(router)).isEqualTo(ZmqMessage.ofStrings("given", "reply"));
        assertThat(router.awaitPeers(2, PATIENCE)).isTrue();
        assertThat(router.peers())
                .extracting(peer -> peer.routingId().toString())
                .containsExactlyInAnyOrder("given", "other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:1", "inproc://nobody"})
    void shouldRefuseToGiveTheSameIdTwice(String endpoint) {
        RouterSocket router = context.router();
        router.connect(endpoint, RoutingId.of("given"));

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> router.connect(endpoint, RoutingId.of("given")))
                .withMessageContaining("routing id given");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> router.connect(endpoint, RoutingId.of(new byte[] {0, 1})));
        router.disconnect(endpoint);
        router.connect(endpoint, RoutingId.of("given"));
        assertThat(router.endpoints()).hasSize(1);
    }

    private DealerSocket dealer(String id) {
        return context.dealer(
                SocketOptions.builder().routingId(RoutingId.of(id)).build());
    }

    private static byte[] ready(String socketType, byte[] identity) {
        byte[] ready = Zmtp.ready(socketType);
        byte[] data = Arrays.copyOfRange(ready, 2 + 1 + "READY".length(), ready.length);
        byte[] name = Zmtp.ascii("Identity");
        ByteBuffer property = ByteBuffer.allocate(1 + name.length + 4 + identity.length);
        property.put((byte) name.length).put(name).putInt(identity.length).put(identity);
        return Zmtp.command("READY", Zmtp.join(data, property.array()));
    }

    private static ZmqMessage receive(MultipartReceiver socket) {
        ZmqMessage message = socket.receiveMessage(PATIENCE);
        assertThat(message).isNotNull();
        return message;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
