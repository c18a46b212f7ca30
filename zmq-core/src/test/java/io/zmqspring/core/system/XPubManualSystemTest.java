package io.zmqspring.core.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.XSubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.MessageBody;
import io.zmqspring.core.option.OverflowPolicy;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An XPUB whose application decides what its peers get; the cases of libzmq's test_xpub_manual and _last_value. */
@Timeout(60)
class XPubManualSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final SocketOptions MANUAL =
            SocketOptions.builder().xpubManual(true).build();

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    private static String next(XPubSocket xpub) {
        byte[] body = xpub.receive(PATIENCE);
        assertThat(body).as("a message").isNotNull();
        return body[0] + new String(Arrays.copyOfRange(body, 1, body.length), UTF_8);
    }

    private static void send(XPubSocket xpub, String... bodies) {
        for (String body : bodies) {
            xpub.send(body.getBytes(UTF_8));
        }
    }

    private static void assertReceived(MessageReceiver receiver, String... bodies) {
        for (String body : bodies) {
            assertThat(receiver.receive(PATIENCE)).as(body).isEqualTo(body.getBytes(UTF_8));
        }
    }

    private XSubSocket subscriber(String endpoint, String... topics) {
        XSubSocket xsub = context.xsub();
        xsub.connect(endpoint);
        assertThat(xsub.awaitPeers(1, PATIENCE)).isTrue();
        for (String topic : topics) {
            xsub.send(("\1" + topic).getBytes(UTF_8));
        }
        return xsub;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://x"})
    void shouldSendWhatTheApplicationSubscribesToAndNotWhatThePeerAskedFor(String where) {
        XPubSocket xpub = context.xpub(MANUAL);
        XSubSocket xsub = subscriber(xpub.bind(where), "A", "B");
        assertThat(next(xpub)).isEqualTo("1A");
        xpub.subscribe("XA");
        assertThat(next(xpub)).isEqualTo("1B");
        xpub.subscribe("XB");
        assertThat(xpub.topics()).isEqualTo(2);
        assertThat(xpub.awaitSubscription("XA", Duration.ZERO)).isTrue();
        assertThat(xpub.awaitSubscription("A", Duration.ZERO)).isFalse();
        send(xpub, "A", "XA", "B", "XB");
        assertReceived(xsub, "XA", "XB");

        xsub.send("\0A".getBytes(UTF_8));
        assertThat(next(xpub)).isEqualTo("0A");
        xpub.unsubscribe("XA");
        send(xpub, "XA", "XB");
        assertReceived(xsub, "XB");

        xsub.close();
        assertThat(next(xpub)).isEqualTo("0B");
        assertThat(xpub.topics()).isZero();
        xpub.unsubscribe("XB");
        xpub.subscribe("XB");
        assertThat(xpub.topics()).as("of a peer that has gone").isZero();
    }

    @Test
    void shouldReceiveEachSubscriptionOfEachPeerAndItsEnd() {
        XPubSocket xpub = context.xpub(MANUAL);
        String endpoint = xpub.bind("tcp://127.0.0.1:*");
        SubSocket first = context.sub();
        first.connect(endpoint);
        first.subscribe("1");
        assertThat(next(xpub)).isEqualTo("11");
        xpub.subscribe("1");
        SubSocket second = context.sub();
        second.connect(endpoint);
        second.subscribe("1");
        assertThat(next(xpub)).isEqualTo("11");
        xpub.subscribe("1");
        send(xpub, "1x");
        assertReceived(first, "1x");
        assertReceived(second, "1x");
        first.close();
        assertThat(next(xpub)).isEqualTo("01");
        second.close();
        assertThat(next(xpub)).isEqualTo("01");
        assertThat(xpub.receive(SHORT)).isNull();
    }

    @Test
    void shouldKnowThePeerWhileAHandlerSeesItsSubscriptionAndAfterAMessage() {
        XPubSocket xpub = context.xpub(MANUAL);
        XSubSocket xsub = subscriber(xpub.bind("inproc://x"), "A");
        assertThat(xpub.poll((body, more) -> xpub.subscribe("X"), 1, PATIENCE)).isOne();
        xsub.send("hello".getBytes(UTF_8));
        assertReceived(xpub, "hello");
        xpub.subscribe("Y");
        send(xpub, "X", "Y");
        assertReceived(xsub, "X", "Y");
    }

    @Test
    void shouldNotSubscribeTheNextConnectionOfAPeer() {
        XPubSocket xpub = context.xpub(MANUAL);
        String endpoint = xpub.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("SUB")) {
            peer.send(Zmtp.command("SUBSCRIBE", "a".getBytes(UTF_8)));
            assertThat(next(xpub)).isEqualTo("1a");
        }
        assertThat(next(xpub)).isEqualTo("0a");
        subscriber(endpoint, "b");
        xpub.subscribe("a");
        assertThat(xpub.topics()).isZero();
        assertThat(next(xpub)).isEqualTo("1b");
    }

    @Test
    void shouldKnowThePeerAlsoWhenThereWasNoRoomForASubscriptionBefore() {
        XPubSocket xpub = context.xpub(MANUAL.toBuilder().receiveHwmBytes(1_000).build());
        String endpoint = xpub.bind("tcp://127.0.0.1:*");
        try (RawPeer greedy = RawPeer.connect(endpoint).handshake("SUB")) {
            for (int i = 0; i < 100; i++) {
                if (!greedy.trySend(Zmtp.command(
                        "SUBSCRIBE", String.format("topic-%020d", i).getBytes(UTF_8)))) {
                    break;
                }
            }
            assertThat(greedy.awaitEnd()).isTrue();
        }
        XSubSocket xsub = subscriber(endpoint, "b");
        String last = next(xpub);
        while (!last.equals("1b")) {
            last = next(xpub);
        }
        xpub.subscribe("X");
        send(xpub, "X");
        assertReceived(xsub, "X");
    }

    @ParameterizedTest
    @EnumSource(OverflowPolicy.class)
    void shouldSendTheNextMessageToTheLastSubscriberOnly(OverflowPolicy policy) {
        XPubSocket xpub = context.xpub(SocketOptions.builder()
                .xpubManualLastValue(true)
                .overflowPolicy(policy)
                .build());
        String endpoint = xpub.bind("inproc://x");
        XSubSocket first = subscriber(endpoint, "A");
        assertThat(next(xpub)).isEqualTo("1A");
        xpub.subscribe("A");
        send(xpub, "A1");
        assertReceived(first, "A1");
        XSubSocket second = subscriber(endpoint, "A");
        assertThat(next(xpub)).isEqualTo("1A");
        xpub.subscribe("A");
        send(xpub, "A1", "A2");
        assertReceived(second, "A1", "A2");
        assertReceived(first, "A2");
        assertThat(first.receive(SHORT)).isNull();
    }

    @Test
    void shouldSendToAllWhenTheLastSubscriberHasGone() {
        XPubSocket xpub =
                context.xpub(SocketOptions.builder().xpubManualLastValue(true).build());
        String endpoint = xpub.bind("inproc://x");
        XSubSocket first = subscriber(endpoint, "A");
        assertThat(next(xpub)).isEqualTo("1A");
        xpub.subscribe("A");
        send(xpub, "A1");
        XSubSocket second = subscriber(endpoint, "A");
        assertThat(next(xpub)).isEqualTo("1A");
        xpub.subscribe("A");
        second.close();
        send(xpub, "A2");
        assertReceived(first, "A1", "A2");
    }

    @Test
    void shouldRefuseToSubscribeUnlessManualAndATopicThatIsTooLong() {
        XPubSocket xpub = context.xpub();
        assertThatIllegalStateException()
                .isThrownBy(() -> xpub.subscribe("a"))
                .withMessageContaining("xpubManual=false");
        assertThatIllegalStateException()
                .isThrownBy(() -> xpub.unsubscribe("a"))
                .withMessageContaining("xpubManual=false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.xpub(MANUAL).subscribe(new byte[65_527]))
                .withMessageContaining("bytes=65527, most=65526");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://x"})
    void shouldWelcomeEachPeerOnEachConnection(String where) {
        XPubSocket xpub = context.xpub(
                SocketOptions.builder().xpubWelcomeMessage(MessageBody.of("W")).build());
        String endpoint = xpub.bind(where);
        XSubSocket all = subscriber(endpoint);
        assertReceived(all, "W");
        SubSocket some = context.sub();
        some.subscribe("W");
        some.connect(endpoint);
        assertReceived(some, "W");
        assertThat(next(xpub)).isEqualTo("1W");
        send(xpub, "W2");
        assertReceived(some, "W2");
        assertThat(all.receive(SHORT)).isNull();
    }

    @Test
    void shouldWelcomeAPeerItConnectsToAgain() {
        XSubSocket first = context.xsub();
        String endpoint = first.bind("tcp://127.0.0.1:*");
        XPubSocket xpub = context.xpub(SocketOptions.builder()
                .xpubWelcomeMessage(MessageBody.of("W"))
                .reconnectInterval(Duration.ofMillis(10))
                .build());
        xpub.connect(endpoint);
        assertReceived(first, "W");
        first.close();
        XSubSocket second = context.xsub();
        second.bind(endpoint);
        assertReceived(second, "W");
    }
}
