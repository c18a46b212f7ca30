package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.error.ZmqUnroutableException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.MessagesDropped;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ROUTER (28/REQREP): messages with the routing id of their peer. */
@Timeout(60)
class RouterSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SocketOptions MANDATORY =
            SocketOptions.builder().routerMandatory(true).build();

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://router"})
    void shouldReceiveWithTheRoutingIdOfThePeerAndSendToIt(String where) {
        RouterSocket router = context.router();
        String endpoint = router.bind(where);
        List<DealerSocket> peers = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            DealerSocket dealer = dealer(name);
            dealer.connect(endpoint);
            dealer.send(ZmqMessage.ofStrings("from", name));
            peers.add(dealer);
        }

        for (int i = 0; i < 3; i++) {
            ZmqMessage message = receive(router);
            assertThat(message.frameCount()).isEqualTo(3);
            assertThat(message.string(1)).isEqualTo("from");
            assertThat(message.string(0)).isEqualTo(message.string(2));
        }
        for (int i = 0; i < 100; i++) {
            router.send(bytes("b"), bytes("body" + i));
            router.send(bytes("a"), ByteBuffer.wrap(bytes("buffer" + i)));
            router.send(bytes("c"), ZmqMessage.ofStrings("several", "frames" + i));
            router.send(ZmqMessage.ofStrings("c", "raw", "", "frames" + i));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(receive(peers.get(0))).isEqualTo(ZmqMessage.ofStrings("buffer" + i));
            assertThat(receive(peers.get(1))).isEqualTo(ZmqMessage.ofStrings("body" + i));
            assertThat(receive(peers.get(2))).isEqualTo(ZmqMessage.ofStrings("several", "frames" + i));
            assertThat(receive(peers.get(2))).isEqualTo(ZmqMessage.ofStrings("raw", "", "frames" + i));
        }
        assertThat(router.peers())
                .extracting(peer -> peer.routingId().toString())
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(peers.get(0).peers().get(0).routingId()).isNull();
        assertThat(router.counters().dropped()).isZero();
    }

    @Test
    void shouldSendToTheRoutingIdThatAMessageCameFrom() {
        RouterSocket router = context.router();
        DealerSocket dealer = context.dealer();
        dealer.connect(router.bind("tcp://127.0.0.1:*"));
        dealer.send(bytes("hello"));

        RoutingId id = Objects.requireNonNull(receive(router).peer()).routingId();
        router.send(id, bytes("body"));
        router.send(id, ByteBuffer.wrap(bytes("buffer")));
        router.send(id, ZmqMessage.ofStrings("several", "frames"));

        assertThat(receive(dealer)).isEqualTo(ZmqMessage.ofStrings("body"));
        assertThat(receive(dealer)).isEqualTo(ZmqMessage.ofStrings("buffer"));
        assertThat(receive(dealer)).isEqualTo(ZmqMessage.ofStrings("several", "frames"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://auto"})
    void shouldAssignFiveBytesToAPeerWithoutAnIdAndReplyToThem(String where) {
        RouterSocket router = context.router();
        String endpoint = router.bind(where);
        DealerSocket first = context.dealer();
        DealerSocket second = context.dealer();
        first.connect(endpoint);
        second.connect(endpoint);
        first.send(bytes("1"));
        second.send(bytes("2"));

        for (int i = 0; i < 2; i++) {
            ZmqMessage message = receive(router);
            assertThat(message.frame(0)).hasSize(5).startsWith(0);
            assertThat(router.peers()).extracting(peer -> peer.routingId()).contains(RoutingId.of(message.frame(0)));
            router.send(message.frame(0), bytes("reply to " + message.string(1)));
        }

        assertThat(receive(first).string(0)).isEqualTo("reply to 1");
        assertThat(receive(second).string(0)).isEqualTo("reply to 2");
    }

    @Test
    void shouldShowTheRoutingIdAsFirstFrameInPlace() {
        RouterSocket router = context.router();
        String endpoint = router.bind("tcp://127.0.0.1:*");
        DealerSocket dealer = dealer("me");
        dealer.connect(endpoint);
        for (int i = 0; i < 3; i++) {
            dealer.send(ZmqMessage.ofStrings("x", "y"));
        }
        List<String> frames = new ArrayList<>();

        int messages = 0;
        while (messages < 3) {
            messages += router.poll(
                    (body, more) -> {
                        assertThat(body.isReadOnly()).isTrue();
                        frames.add(StandardCharsets.US_ASCII.decode(body) + (more ? "+" : "."));
                    },
                    10,
                    PATIENCE);
        }

        assertThat(frames).containsExactly("me+", "x+", "y.", "me+", "x+", "y.", "me+", "x+", "y.");
        assertThat(router.counters().received()).isEqualTo(3);
    }

    @Test
    void shouldBeginTheNextMessageWithItsIdAlsoWhenTheHandlerThrew() {
        RouterSocket router = context.router();
        DealerSocket dealer = dealer("me");
        dealer.connect(router.bind("tcp://127.0.0.1:*"));
        dealer.send(ZmqMessage.ofStrings("1", "2"));
        dealer.send(ZmqMessage.ofStrings("3", "4"));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> router.poll(
                        (body, more) -> {
                            if (body.remaining() == 1) {
                                throw new IllegalStateException("at a frame behind the id");
                            }
                        },
                        1,
                        PATIENCE));

        assertThat(receive(router)).isEqualTo(ZmqMessage.ofStrings("me", "3", "4"));
    }

    @Test
    void shouldDropAndCountAnUnroutableMessageWithAllItsFrames() {
        RouterSocket router = context.router();
        EventRecorder events = EventRecorder.of(router);
        DealerSocket dealer = dealer("me");
        dealer.connect(router.bind("tcp://127.0.0.1:*"));
        assertThat(router.awaitPeers(1, PATIENCE)).isTrue();

        router.send(ZmqMessage.ofStrings("nobody", "1", "2"));
        router.send(bytes("nobody"), bytes("3"));
        router.send(bytes("me"), bytes("4"));

        assertThat(receive(dealer)).isEqualTo(ZmqMessage.ofStrings("4"));
        assertThat(dealer.tryReceiveMessage()).isNull();
        assertThat(router.counters().dropped()).isEqualTo(2);
        assertThat(events.await(MessagesDropped.class).reason()).contains("no peer has the routing id");
    }

    @Test
    void shouldThrowWithTheIdWhenAMandatoryMessageIsUnroutable() {
        RouterSocket router = context.router(MANDATORY);
        DealerSocket dealer = dealer("me");
        dealer.connect(router.bind("tcp://127.0.0.1:*"));
        assertThat(router.awaitPeers(1, PATIENCE)).isTrue();

        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> router.send(ZmqMessage.ofStrings("nobody", "1")))
                .withMessageContaining("nobody")
                .satisfies(thrown -> assertThat(thrown.routingId()).isEqualTo(bytes("nobody")));
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> router.trySend(new byte[] {0, 7}, bytes("1")))
                .withMessageContaining("0x0007");
        router.send(ZmqMessage.ofStrings("me", "2"));

        assertThat(receive(dealer).string(0)).isEqualTo("2");
        assertThat(router.counters().dropped()).isZero();
    }

    @Test
    void shouldWaitForRoomForAMandatoryMessageAndDropItOtherwise() {
        SocketOptions few = SocketOptions.builder().sendHwm(5).build();
        for (boolean mandatory : new boolean[] {true, false}) {
            RouterSocket router = context.router(few.toBuilder()
                    .routerMandatory(mandatory)
                    .sendTimeout(Duration.ofMillis(20))
                    .build());
            DealerSocket dealer = context.dealer(SocketOptions.builder()
                    .routingId(RoutingId.of("me"))
                    .receiveHwm(5)
                    .build());
            dealer.connect(router.bind("inproc://full" + mandatory));
            int sent = 0;
            while (sent < 100 && router.trySend(bytes("me"), bytes("" + sent))) {
                sent++;
            }
            assertThat(sent).isEqualTo(mandatory ? 10 : 100);
            assertThat(router.counters().dropped()).isEqualTo(mandatory ? 0 : 90);
            if (mandatory) {
                assertThatExceptionOfType(ZmqTimeoutException.class)
                        .isThrownBy(() -> router.send(bytes("me"), bytes("late")));
                Calls.Running<Boolean> waiting = Calls.start(() -> router.send(bytes("me"), bytes("10"), PATIENCE))
                        .awaitWaiting();
                for (int i = 0; i < 10; i++) {
                    assertThat(receive(dealer).string(0)).isEqualTo("" + i);
                }
                assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(true);
                assertThat(receive(dealer).string(0)).isEqualTo("10");
            }
        }
    }

    @Test
    void shouldEndTheWaitForRoomWhenThePeerLeaves() {
        RouterSocket router = context.router(MANDATORY.toBuilder().sendHwm(1).build());
        DealerSocket dealer = context.dealer(SocketOptions.builder()
                .routingId(RoutingId.of("me"))
                .receiveHwm(1)
                .build());
        dealer.connect(router.bind("inproc://leaves"));
        assertThat(router.trySend(bytes("me"), bytes("1"))).isTrue();
        assertThat(router.trySend(bytes("me"), bytes("2"))).isTrue();
        Calls.Running<Boolean> waiting = Calls.start(() -> router.send(bytes("me"), bytes("3"), PATIENCE))
                .awaitWaiting();
        // It looks once more by itself after 10 ms, and then only when it is woken.
        Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);

        dealer.close();

        assertThat(waiting.result())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(ZmqUnroutableException.class);
    }

    @Test
    void shouldRefuseAMessageThatIsAnIdOnly() {
        RouterSocket router = context.router();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> router.send(ZmqMessage.ofStrings("me")))
                .withMessageContaining("frames=1");
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> router.send((byte[]) null, bytes("x")));
    }

    @Test
    void shouldCarryLargeFramesBesideTheId() {
        RouterSocket router = context.router();
        DealerSocket dealer = dealer("me");
        dealer.connect(router.bind("tcp://127.0.0.1:*"));
        ZmqMessage large = ZmqMessage.of(new byte[100_000], new byte[0], new byte[70_000], bytes("end"));
        dealer.send(large);

        ZmqMessage received = receive(router);
        assertThat(received.frameCount()).isEqualTo(5);
        router.send(received);
        router.send(bytes("me"), new byte[200_000]);

        assertThat(receive(dealer)).isEqualTo(large);
        assertThat(receive(dealer).frame(0)).hasSize(200_000);
    }

    @Test
    void shouldGiveAnAnonymousPeerThatComesBackAFreshId() {
        RouterSocket router = context.router();
        String endpoint = router.bind("tcp://127.0.0.1:*");
        byte[] first = idOfAnonymousPeer(router, endpoint);
        byte[] second = idOfAnonymousPeer(router, endpoint);

        assertThat(second).isNotEqualTo(first);
    }

    private static byte[] idOfAnonymousPeer(RouterSocket router, String endpoint) {
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("DEALER")) {
            peer.send(Zmtp.message("hello"));
            return receive(router).frame(0);
        }
    }

    private DealerSocket dealer(String id) {
        return context.dealer(
                SocketOptions.builder().routingId(RoutingId.of(id)).build());
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
