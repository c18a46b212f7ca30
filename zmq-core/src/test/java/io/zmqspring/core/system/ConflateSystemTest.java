package io.zmqspring.core.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.OverflowPolicy;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are forgotten for newer ones: option conflate (libzmq's test_conflate), and drop-oldest of a PUB. */
@Timeout(60)
class ConflateSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final String TCP = "tcp://127.0.0.1:*";
    private static final int COUNT = 20;

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    private static SocketOptions.Builder options() {
        return SocketOptions.builder()
                .linger(Duration.ZERO)
                .reconnectInterval(Duration.ofMillis(10))
                .reconnectIntervalMax(Duration.ofMillis(50));
    }

    private static SocketOptions conflate() {
        return options().conflate(true).build();
    }

    private static byte[] number(int number, int length) {
        return ByteBuffer.allocate(Math.max(Integer.BYTES, length))
                .putInt(number)
                .array();
    }

    private static void sendAll(MessageSender sender, int length) {
        for (int i = 0; i < COUNT; i++) {
            assertThat(sender.trySend(number(i, length))).isTrue();
        }
    }

    private static void awaitDropped(ZmqSocket socket, long count) {
        Awaitility.await().atMost(PATIENCE).until(() -> socket.counters().dropped() == count);
    }

    private static void assertReceivesOnly(MessageReceiver receiver, int number) {
        byte[] body = receiver.receive(PATIENCE);
        assertThat(body).as("a message").isNotNull();
        assertThat(ByteBuffer.wrap(body).getInt()).isEqualTo(number);
        assertThat(receiver.receive(SHORT)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"tcp://127.0.0.1:*, 4", "tcp://127.0.0.1:*, 100000", "ipc://*, 4", "inproc://x, 4", "inproc://x, 100000"
    })
    void shouldReceiveTheNewestOnly(String where, int length) {
        PullSocket pull = context.pull(conflate());
        PushSocket push = context.push(options().sendHwm(0).build());
        push.connect(pull.bind(where));
        sendAll(push, length);
        awaitDropped(pull, COUNT - 1);
        assertThat(pull.counters().queuedToReceive()).isOne();
        assertReceivesOnly(pull, COUNT - 1);
        sendAll(push, length);
        awaitDropped(pull, 2 * (COUNT - 1));
        assertReceivesOnly(pull, COUNT - 1);
        assertThat(pull.counters().received()).isEqualTo(2);
    }

    @Test
    void shouldReceiveTheNewestOnlyWhenTheReceiverConnects() {
        PushSocket push = context.push(options().build());
        PullSocket pull = context.pull(conflate());
        pull.connect(push.bind("inproc://x"));
        sendAll(push, 4);
        assertThat(pull.counters().dropped() + push.counters().dropped()).isEqualTo(COUNT - 1);
        assertReceivesOnly(pull, COUNT - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP, "ipc://*", "inproc://late"})
    void shouldSendTheNewestOnly(String where) {
        String endpoint = where;
        if (!where.startsWith("inproc")) {
            try (PullSocket earlier = context.pull()) {
                endpoint = earlier.bind(where);
            }
        }
        PushSocket push = context.push(options().conflate(true).sendHwm(1).build());
        push.connect(endpoint);
        sendAll(push, 4);
        assertThat(push.counters().dropped()).isEqualTo(COUNT - 1);
        assertThat(push.counters().queuedToSend()).isOne();
        PullSocket pull = context.pull();
        pull.bind(endpoint);
        assertReceivesOnly(pull, COUNT - 1);
        push.send(ByteBuffer.wrap(number(77, 4)));
        assertReceivesOnly(pull, 77);
        assertThat(push.counters().queuedToSend()).isZero();
    }

    @Test
    void shouldReceiveTheNewestOfWhatWasQueuedBeforeItWasBound() {
        PushSocket push = context.push(options().build());
        push.connect("inproc://late");
        sendAll(push, 4);
        PullSocket pull = context.pull(conflate());
        pull.bind("inproc://late");
        assertReceivesOnly(pull, COUNT - 1);
        assertThat(pull.counters().dropped()).isEqualTo(COUNT - 1);
    }

    @Test
    void shouldNeverWaitForAPeerThatDoesNotRead() {
        PushSocket push = context.push(
                options().conflate(true).sendHwm(1).sendBufferBytes(4096).build());
        int sent = 500;
        try (RawPeer slow = RawPeer.connect(push.bind(TCP), 4096).handshake("PULL")) {
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
            for (int i = 0; i < sent; i++) {
                assertThat(push.trySend(number(i, 50_000))).isTrue();
            }
            List<Integer> read = new ArrayList<>();
            do {
                read.add(ByteBuffer.wrap(slow.readMessage()).getInt());
            } while (read.get(read.size() - 1) < sent - 1);
            assertThat(read).isSorted().doesNotHaveDuplicates().hasSizeLessThan(sent);
            assertThat(push.counters().dropped()).isEqualTo(sent - read.size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:*, true, false",
        "tcp://127.0.0.1:*, false, true",
        "inproc://x, true, false",
        "inproc://x, false, true"
    })
    void shouldPublishTheNewestToEachSubscriberAndForgetNoSubscription(
            String where, boolean publisherConflates, boolean subscribersConflate) {
        PubSocket pub = context.pub(options().conflate(publisherConflates).build());
        String endpoint = pub.bind(where);
        List<SubSocket> subs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SubSocket sub = context.sub(options().conflate(subscribersConflate).build());
            sub.connect(endpoint);
            sub.subscribe("a");
            sub.subscribe("b");
            sub.subscribe(new byte[] {0, (byte) i});
            subs.add(sub);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(pub.awaitSubscription(new byte[] {0, (byte) i}, PATIENCE))
                    .isTrue();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 5);
        for (int i = 0; i < COUNT; i++) {
            pub.send(("a" + i).getBytes(UTF_8));
        }
        for (SubSocket sub : subs) {
            byte[] last = null;
            for (byte[] body = sub.receive(PATIENCE); body != null; body = sub.receive(SHORT)) {
                last = body;
            }
            assertThat(new String(last, UTF_8)).isEqualTo("a" + (COUNT - 1));
        }
    }

    @Test
    void shouldConflateBothDirectionsOfADealerWhateverARouterSends() {
        RouterSocket router = context.router();
        DealerSocket dealer = context.dealer(
                options().conflate(true).routingId(RoutingId.of("D")).build());
        dealer.bind("inproc://x");
        router.connect("inproc://x", RoutingId.of("D"));
        for (int i = 0; i < COUNT; i++) {
            router.send(ZmqMessage.of("D".getBytes(UTF_8), number(i, 4)));
            router.send("D".getBytes(UTF_8), number(i, 4));
            router.send("D".getBytes(UTF_8), ZmqMessage.ofStrings("two", "frames"));
        }
        assertThat(dealer.counters().dropped()).isEqualTo(3 * COUNT - 1);
        assertReceivesOnly(dealer, COUNT - 1);
        sendAll(dealer, 4);
        ZmqMessage received = router.receiveMessage(PATIENCE);
        assertThat(ByteBuffer.wrap(received.frame(1)).getInt()).isEqualTo(COUNT - 1);
        assertThat(router.receiveMessage(SHORT)).isNull();
    }

    @Test
    void shouldRefuseMessagesOfSeveralFrames() {
        PushSocket push = context.push(conflate());
        push.connect("inproc://nobody");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> push.trySend(ZmqMessage.ofStrings("a", "b")))
                .withMessageContaining("frames=2")
                .withMessageContaining("conflate=true");
        PullSocket pull = context.pull(conflate());
        try (RawPeer peer = RawPeer.connect(pull.bind(TCP)).handshake("PUSH")) {
            peer.send(Zmtp.frame(Zmtp.MORE, new byte[1]), Zmtp.frame(0, new byte[1]), Zmtp.frame(0, number(7, 4)));
            assertReceivesOnly(pull, 7);
        }
        assertThat(pull.counters().dropped()).isOne();
    }

    @Test
    void shouldGiveBackTheMemoryOfLargeMessages() {
        PullSocket pull = context.pull(conflate());
        PushSocket push = context.push(conflate());
        push.connect(pull.bind(TCP));
        sendAll(push, 1_000_000);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> pull.counters().dropped() + push.counters().dropped() == COUNT - 1);
        assertThat(context.counters().bodyBytes()).isPositive();
        assertReceivesOnly(pull, COUNT - 1);
        Awaitility.await().atMost(PATIENCE).until(() -> context.counters().bodyBytes() == 0);
        sendAll(push, 1_000_000);
        pull.close();
        push.close();
        Awaitility.await().atMost(PATIENCE).until(() -> context.counters().bodyBytes() == 0);
    }

    @Test
    void shouldDropTheOldestOfWhatWaitsForASubscriberThatDoesNotRead() {
        int mark = 10;
        int sent = 400;
        PubSocket pub = context.pub(options()
                .sendHwm(mark)
                .sendBufferBytes(4096)
                .overflowPolicy(OverflowPolicy.DROP_OLDEST)
                .build());
        try (RawPeer slow = RawPeer.connect(pub.bind(TCP), 4096).handshake("SUB")) {
            slow.send(Zmtp.command("SUBSCRIBE", new byte[0]));
            assertThat(pub.awaitSubscription("", PATIENCE)).isTrue();
            for (int i = 0; i < sent; i++) {
                assertThat(pub.trySend(ZmqMessage.of(number(i, 10_000)))).isTrue();
            }
            List<Integer> read = new ArrayList<>();
            do {
                read.add(ByteBuffer.wrap(slow.readMessage()).getInt());
            } while (read.get(read.size() - 1) < sent - 1);
            assertThat(read).isSorted().doesNotHaveDuplicates().hasSizeBetween(mark, sent - mark);
            for (int i = 1; i <= mark; i++) {
                assertThat(read.get(read.size() - i)).isEqualTo(sent - i);
            }
            assertThat(pub.counters().dropped()).isEqualTo(sent - read.size());
            assertThat(pub.peers().get(0).dropped()).isEqualTo(sent - read.size());
        }
    }

    @Test
    void shouldDropTheOldestOverInproc() {
        PubSocket pub = context.pub(
                options().sendHwm(3).overflowPolicy(OverflowPolicy.DROP_OLDEST).build());
        SubSocket sub = context.sub(options().receiveHwm(2).build());
        sub.subscribe("");
        sub.connect(pub.bind("inproc://x"));
        for (int i = 0; i < COUNT; i++) {
            pub.send(ZmqMessage.of(number(i, 4), new byte[1]));
        }
        assertThat(pub.counters().dropped()).isEqualTo(COUNT - 5);
        for (int i = COUNT - 5; i < COUNT; i++) {
            ZmqMessage message = sub.receiveMessage(PATIENCE);
            assertThat(message.frameCount()).isEqualTo(2);
            assertThat(ByteBuffer.wrap(message.frame(0)).getInt()).isEqualTo(i);
        }
        assertThat(sub.receiveMessage(SHORT)).isNull();
    }
}
