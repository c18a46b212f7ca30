package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.Metadata;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver sees of the peer that sent a message. */
@Timeout(60)
class PeerOfMessageSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://peer-of-message"})
    void shouldShowAddressRoutingIdAndMetadataOfThePeerWithEachMessage(String endpoint) {
        RouterSocket router = context.router();
        String bound = router.bind(endpoint);
        DealerSocket dealer = context.dealer(SocketOptions.builder()
                .routingId(RoutingId.of("me"))
                .metadata(Metadata.of(Map.of("X-Tenant", "blue", "X-App", "ü")))
                .build());
        dealer.connect(bound);
        dealer.send("one".getBytes());
        dealer.send("two".getBytes());

        ZmqMessage message = Objects.requireNonNull(router.receiveMessage(PATIENCE));
        ZmqPeer peer = Objects.requireNonNull(message.peer());

        assertThat(message).isEqualTo(ZmqMessage.ofStrings("me", "one"));
        assertThat(peer.routingId()).isEqualTo(RoutingId.of("me"));
        assertThat(peer.type()).isEqualTo(SocketType.DEALER);
        assertThat(peer.endpoint()).isEqualTo(bound);
        assertThat(peer.address()).startsWith(bound.substring(0, bound.indexOf(':')));
        assertThat(peer.property("x-tenant")).isEqualTo("blue");
        assertThat(peer.property("X-App")).isEqualTo("ü");
        assertThat(peer.property("X-Other")).isNull();
        assertThat(peer.propertyNames()).contains("X-Tenant", "X-App");
        ZmqMessage second = Objects.requireNonNull(router.receiveMessage(PATIENCE));
        assertThat(second.peer()).as("one object per connection").isSameAs(peer);
        assertThat(router.peers())
                .singleElement()
                .satisfies(status -> assertThat(status.peerAddress()).isEqualTo(peer.address()));
    }

    @Test
    void shouldShowAHandlerThePeerOfEachMessageInPlace() {
        RouterSocket router = context.router();
        String bound = router.bind("tcp://127.0.0.1:*");
        List<String> seen = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            DealerSocket dealer = context.dealer(SocketOptions.builder()
                    .metadata(Metadata.of("X-Name", name))
                    .build());
            dealer.connect(bound);
            dealer.send(ZmqMessage.ofStrings(name, name));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> {
            router.poll(
                    (peer, body, more) ->
                            seen.add(peer.property("X-Name") + (body.get(body.position()) == 0 ? "id" : text(body))),
                    10,
                    Duration.ofMillis(100));
            return seen.size() == 6;
        });
        assertThat(seen).containsExactlyInAnyOrder("aid", "aa", "aa", "bid", "bb", "bb");
        assertThat(router.poll((peer, body, more) -> {}, 1)).isZero();
    }

    @Test
    void shouldTellTheAddressAnAnonymousPeerAndItsAssignedId() {
        RouterSocket router = context.router();
        DealerSocket dealer = context.dealer();
        dealer.connect(router.bind("tcp://127.0.0.1:*"));
        dealer.send("x".getBytes());

        ZmqMessage message = Objects.requireNonNull(router.receiveMessage(PATIENCE));

        assertThat(Objects.requireNonNull(message.peer()).routingId()).isEqualTo(RoutingId.of(message.frame(0)));
        router.send(message);
        assertThat(dealer.receive(PATIENCE)).isEqualTo("x".getBytes());
    }

    @Test
    void shouldTellMessagesOfTheEarlierConnectionFromThoseOfTheLater() {
        PullSocket pull = context.pull(
                SocketOptions.builder().reconnectInterval(Duration.ofMillis(1)).build());
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            pull.connect(listener.endpoint());
            for (String era : List.of("1", "2", "3")) {
                try (RawPeer peer = listener.accept()) {
                    peer.send(Zmtp.greeting(), ready("PUSH", "X-Era", era));
                    if (!era.equals("2")) {
                        peer.send(Zmtp.message(era));
                    }
                    peer.closeWhenDelivered();
                }
            }
            Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == 2);
        }
        for (String era : List.of("1", "3")) {
            ZmqMessage message = Objects.requireNonNull(pull.receiveMessage(PATIENCE));
            assertThat(message.string(0)).isEqualTo(era);
            assertThat(Objects.requireNonNull(message.peer()).property("X-Era")).isEqualTo(era);
        }
    }

    @Test
    void shouldShowAnXPubWhoSubscribedAndWhoLeft() {
        XPubSocket publisher = context.xpub();
        String bound = publisher.bind("tcp://127.0.0.1:*");
        for (String name : List.of("a", "b")) {
            SubSocket subscriber = context.sub(SocketOptions.builder()
                    .metadata(Metadata.of("X-Name", name))
                    .build());
            subscriber.subscribe(name);
            subscriber.connect(bound);
            assertSubscription(publisher, 1, name);
            subscriber.close();
            assertSubscription(publisher, 0, name);
        }
    }

    private static void assertSubscription(XPubSocket publisher, int first, String name) {
        ZmqMessage message = Objects.requireNonNull(publisher.receiveMessage(PATIENCE));
        assertThat(message.frame(0)).isEqualTo(new byte[] {(byte) first, (byte) name.charAt(0)});
        assertThat(Objects.requireNonNull(message.peer()).property("X-Name")).isEqualTo(name);
    }

    @Test
    void shouldKeepTypeAndRoutingIdOfAPeerThatAnnouncesTooMuch() {
        RouterSocket router = context.router();
        String bound = router.bind("tcp://127.0.0.1:*");
        byte[] properties = Zmtp.join(
                property("Socket-Type", "DEALER"), property("X-Much", "m".repeat(5000)), property("Identity", "me"));
        try (RawPeer peer = RawPeer.connect(bound)) {
            peer.send(Zmtp.greeting(), Zmtp.command("READY", properties), Zmtp.message("hi"));

            ZmqMessage message = Objects.requireNonNull(router.receiveMessage(PATIENCE));

            assertThat(message).isEqualTo(ZmqMessage.ofStrings("me", "hi"));
            assertThat(Objects.requireNonNull(message.peer()).propertyNames())
                    .containsExactlyInAnyOrder("Socket-Type", "Identity");
        }
    }

    @Test
    void shouldSendMetadataInReadyBehindTypeAndIdentity() {
        DealerSocket dealer = context.dealer(SocketOptions.builder()
                .routingId(RoutingId.of("me"))
                .metadata(Metadata.of("X-Tenant", "blue"))
                .build());
        try (RawPeer peer = RawPeer.connect(dealer.bind("tcp://127.0.0.1:*"))) {
            peer.send(Zmtp.greeting(), Zmtp.ready("ROUTER"));
            peer.readGreeting();
            assertThat(peer.readFrame().commandData())
                    .isEqualTo(Zmtp.join(
                            property("Socket-Type", "DEALER"),
                            property("Identity", "me"),
                            property("X-Tenant", "blue")));
        }
    }

    private static byte[] ready(String type, String name, String value) {
        return Zmtp.command("READY", Zmtp.join(property("Socket-Type", type), property(name, value)));
    }

    private static byte[] property(String name, String value) {
        return Zmtp.join(
                new byte[] {(byte) name.length()},
                Zmtp.ascii(name),
                ByteBuffer.allocate(4).putInt(value.length()).array(),
                Zmtp.ascii(value));
    }

    private static String text(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return Zmtp.text(bytes);
    }
}
