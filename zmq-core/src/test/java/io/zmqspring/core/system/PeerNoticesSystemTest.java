package io.zmqspring.core.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.option.MessageBody;
import io.zmqspring.core.option.RouterNotification;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages that a socket sends or receives by itself when a peer comes or goes; the cases of libzmq's
 * test_router_notify, test_hello_msg, test_disconnect_msg and test_hiccup_msg.
 */
@Timeout(60)
class PeerNoticesSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final String TCP = "tcp://127.0.0.1:*";

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    private static SocketOptions.Builder options() {
        return SocketOptions.builder()
                .reconnectInterval(Duration.ofMillis(10))
                .reconnectIntervalMax(Duration.ofMillis(50));
    }

    private static SocketOptions notify(RouterNotification of) {
        return options().routerNotify(of).build();
    }

    private DealerSocket dealer(String id) {
        return context.dealer(options().routingId(RoutingId.of(id)).build());
    }

    private static void assertReceived(MultipartReceiver receiver, String... frames) {
        ZmqMessage message = receiver.receiveMessage(PATIENCE);
        assertThat(message).as(String.join(",", frames)).isEqualTo(ZmqMessage.ofStrings(frames));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, tcp://127.0.0.1:*",
        "DISCONNECT, tcp://127.0.0.1:*",
        "BOTH, tcp://127.0.0.1:*",
        "NONE, tcp://127.0.0.1:*",
        "BOTH, ipc://*"
    })
    void shouldReceiveAnEmptyMessageOfEachPeerThatComesOrGoes(RouterNotification of, String where) {
        RouterSocket router = context.router(notify(of));
        String endpoint = router.bind(where);
        DealerSocket dealer = dealer("X");
        String connected = dealer.connect(endpoint);
        if (of == RouterNotification.CONNECT || of == RouterNotification.BOTH) {
            assertReceived(router, "X", "");
        }
        dealer.send(bytes("Hello"));
        assertReceived(router, "X", "Hello");
        EventRecorder events = EventRecorder.of(router);
        dealer.disconnect(connected);
        events.await(Disconnected.class);
        if (of == RouterNotification.DISCONNECT || of == RouterNotification.BOTH) {
            assertReceived(router, "X", "");
        }
        assertThat(router.receiveMessage(SHORT)).isNull();
    }

    @Test
    void shouldReceiveNothingOfAPeerWhoseHandshakeFails() {
        RouterSocket router = context.router(notify(RouterNotification.BOTH));
        EventRecorder events = EventRecorder.of(router);
        try (RawPeer peer = RawPeer.connect(router.bind(TCP)).send(bytes("not-a-handshake"))) {
            assertThat(peer.awaitEnd()).isTrue();
        }
        events.await(HandshakeFailed.class);
        assertThat(router.receiveMessage(SHORT)).isNull();
    }

    @Test
    void shouldReceiveTheNotificationInPlaceOfAMessageThatIsCutOff() {
        RouterSocket router = context.router(options()
                .routerNotify(RouterNotification.DISCONNECT)
                .maxMessageSize(64)
                .build());
        try (RawPeer peer = RawPeer.connect(router.bind(TCP)).handshake("DEALER")) {
            peer.send(Zmtp.frame(Zmtp.MORE, bytes("Hello2")), Zmtp.frame(0, new byte[128]));
            ZmqMessage message = router.receiveMessage(PATIENCE);
            assertThat(message).isNotNull();
            assertThat(message.frameCount()).isEqualTo(2);
            assertThat(message.frame(1)).isEmpty();
        }
        assertThat(router.receiveMessage(SHORT)).isNull();
    }

    @Test
    void shouldReceiveNotificationsInTheirPlaceWhateverTheHighWaterMark() {
        RouterSocket router = context.router(
                options().routerNotify(RouterNotification.BOTH).receiveHwm(1).build());
        DealerSocket dealer = dealer("X");
        dealer.connect(router.bind(TCP));
        for (int i = 0; i < 5; i++) {
            dealer.send(bytes("m" + i));
        }
        dealer.close();
        assertReceived(router, "X", "");
        for (int i = 0; i < 5; i++) {
            assertReceived(router, "X", "m" + i);
        }
        assertReceived(router, "X", "");
    }

    @Test
    void shouldBoundWhatPeersThatComeAndGoLeave() {
        RouterSocket router = context.router(
                options().routerNotify(RouterNotification.BOTH).departedHwm(5).build());
        String endpoint = router.bind(TCP);
        int peers = 30;
        for (int i = 0; i < peers; i++) {
            RawPeer.connect(endpoint).handshake("DEALER").close();
            assertThat(router.counters().queuedToReceive()).isLessThan(2 * 5);
        }
        for (int i = 0; i < 2 * peers; i++) {
            assertThat(router.receiveMessage(PATIENCE)).as("notification %d", i).isNotNull();
        }
        assertThat(router.receiveMessage(SHORT)).isNull();
        assertThat(router.counters().dropped()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP, "ipc://*", "inproc://x"})
    void shouldSendTheHelloFirstToPeersThatConnect(String where) {
        RouterSocket router =
                context.router(options().helloMessage(MessageBody.of("H")).build());
        DealerSocket dealer =
                context.dealer(options().helloMessage(MessageBody.of("D")).build());
        dealer.connect(router.bind(where));
        dealer.send(bytes("m"));
        assertReceived(dealer, "H");
        ZmqMessage hello = router.receiveMessage(PATIENCE);
        assertThat(hello.string(1)).isEqualTo("D");
        assertThat(router.receiveMessage(PATIENCE).string(1)).isEqualTo("m");
        router.send(hello.frame(0), bytes("answer"));
        assertReceived(dealer, "answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:", "inproc://late"})
    void shouldSendTheHelloAheadOfWhatWasQueuedAndAgainOnEachConnection(String where) {
        String endpoint = where.startsWith("tcp") ? freeEndpoint() : where;
        DealerSocket dealer = context.dealer(options()
                .helloMessage(MessageBody.of("H"))
                .routingId(RoutingId.of("X"))
                .build());
        dealer.connect(endpoint);
        dealer.send(bytes("queued"));
        RouterSocket first = context.router();
        first.bind(endpoint);
        assertReceived(first, "X", "H");
        assertReceived(first, "X", "queued");
        first.close();
        RouterSocket second = context.router();
        second.bind(endpoint);
        assertReceived(second, "X", "H");
        dealer.send(bytes("more"));
        assertReceived(second, "X", "more");
    }

    private String freeEndpoint() {
        try (RouterSocket router = context.router()) {
            return router.bind(TCP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP, "ipc://*", "inproc://x"})
    void shouldReceiveTheDisconnectMessageBehindAllOthersOfAPeerThatIsClosed(String where) {
        RouterSocket router =
                context.router(options().disconnectMessage(MessageBody.of("D")).build());
        String endpoint = router.bind(where);
        DealerSocket closed = dealer("X");
        closed.connect(endpoint);
        closed.send(bytes("m1"));
        closed.send(bytes("m2"));
        closed.close();
        assertReceived(router, "X", "m1");
        assertReceived(router, "X", "m2");
        assertReceived(router, "X", "D");
        DealerSocket disconnected = dealer("Y");
        String there = disconnected.connect(endpoint);
        disconnected.send(bytes("m3"));
        assertReceived(router, "Y", "m3");
        disconnected.disconnect(there);
        assertReceived(router, "Y", "D");
    }

    @Test
    void shouldReceiveNoDisconnectMessageOfAPeerThatItConnectedTo() {
        RouterSocket router =
                context.router(options().disconnectMessage(MessageBody.of("D")).build());
        DealerSocket dealer = dealer("X");
        router.connect(dealer.bind(TCP));
        dealer.send(bytes("m"));
        assertReceived(router, "X", "m");
        EventRecorder events = EventRecorder.of(router);
        dealer.close();
        events.await(Disconnected.class);
        assertThat(router.receiveMessage(SHORT)).isNull();
    }

    @Test
    void shouldReceiveTheNotificationAheadOfTheDisconnectMessage() {
        RouterSocket router = context.router(options()
                .routerNotify(RouterNotification.DISCONNECT)
                .disconnectMessage(MessageBody.of("D"))
                .build());
        DealerSocket dealer = dealer("X");
        dealer.connect(router.bind(TCP));
        dealer.send(bytes("m"));
        assertReceived(router, "X", "m");
        dealer.close();
        assertReceived(router, "X", "");
        assertReceived(router, "X", "D");
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP, "ipc://*", "inproc://x"})
    void shouldReceiveTheHiccupMessageWhenThePeerItIsConnectedToHasGone(String where) {
        RouterSocket router = context.router();
        DealerSocket dealer = context.dealer(options()
                .hiccupMessage(MessageBody.of("HICCUP"))
                .routingId(RoutingId.of("X"))
                .build());
        String endpoint = dealer.connect(router.bind(where));
        dealer.send(bytes("m"));
        assertReceived(router, "X", "m");
        router.send(bytes("X"), bytes("answer"));
        router.close();
        assertReceived(dealer, "answer");
        assertReceived(dealer, "HICCUP");
        RouterSocket next = context.router();
        next.bind(endpoint);
        dealer.send(bytes("again"));
        assertReceived(next, "X", "again");
        dealer.disconnect(endpoint);
        assertThat(dealer.receiveMessage(SHORT)).isNull();
    }
}
