package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqFrameCountException;
import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.Calls;
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

/** REQ and REP (28/REQREP) together: order, envelopes, routing. */
@Timeout(60)
class RequestReplySystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://reqrep"})
    void shouldBringEachReplyBackToTheSocketThatAsked(String where) {
        RepSocket rep = context.rep();
        String endpoint = rep.bind(where);
        List<ReqSocket> reqs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ReqSocket req = context.req();
            req.connect(endpoint);
            reqs.add(req);
        }
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < reqs.size(); i++) {
                reqs.get(i).send(ZmqMessage.ofStrings("request", "", i + "/" + round));
            }
            for (int i = 0; i < reqs.size(); i++) {
                ZmqMessage request = receive(rep);
                assertThat(request.frameCount()).isEqualTo(3);
                rep.send(ZmqMessage.ofStrings("reply to", request.string(2)));
            }
            for (int i = 0; i < reqs.size(); i++) {
                assertThat(receive(reqs.get(i))).isEqualTo(ZmqMessage.ofStrings("reply to", i + "/" + round));
            }
        }
        assertThat(rep.counters().dropped()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://turns"})
    void shouldAskEachPeerInTurn(String where) {
        ReqSocket req = context.req();
        String endpoint = req.bind(where);
        List<RepSocket> reps = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RepSocket rep = context.rep();
            rep.connect(endpoint);
            reps.add(rep);
        }
        assertThat(req.awaitPeers(5, PATIENCE)).isTrue();

        for (int round = 0; round < 10; round++) {
            List<RepSocket> unasked = new ArrayList<>(reps);
            for (int i = 0; i < 5; i++) {
                req.send(new byte[] {(byte) i});
                RepSocket asked = null;
                while (asked == null) {
                    for (RepSocket rep : unasked) {
                        byte[] request = rep.receive(Duration.ofMillis(1));
                        if (request != null) {
                            assertThat(request).containsExactly(i);
                            asked = rep;
                        }
                    }
                }
                unasked.remove(asked);
                asked.send(new byte[] {(byte) -i});
                assertThat(req.receive(PATIENCE)).containsExactly(-i);
            }
            assertThat(unasked).isEmpty();
        }
    }

    @Test
    void shouldRefuseCallsThatBreakTheOrderNamingTheState() {
        RepSocket rep = context.rep();
        ReqSocket req = context.req();
        req.connect(rep.bind("inproc://order"));

        assertRefused(() -> req.receive(), "has no request without a reply");
        assertRefused(() -> req.tryReceive(), "has no request without a reply");
        assertRefused(() -> rep.send(new byte[1]), "has no request to reply to");
        req.send(new byte[] {1});
        assertRefused(() -> req.send(new byte[] {2}), "has sent a request and not received its reply");
        assertRefused(() -> req.trySend(new byte[] {2}), "has sent a request and not received its reply");
        assertThat(req.tryReceive()).isNull();
        assertThat(rep.receive(PATIENCE)).containsExactly(1);
        assertRefused(() -> rep.receive(), "has received a request and not replied to it");
        assertRefused(() -> rep.poll((body, more) -> {}, 10), "has received a request and not replied to it");
        rep.send(new byte[] {3});
        assertRefused(() -> rep.send(new byte[] {4}), "has no request to reply to");
        assertThat(req.receive(PATIENCE)).containsExactly(3);
        assertRefused(() -> req.receive(PATIENCE), "has no request without a reply");
        req.send(new byte[] {5});
        assertThat(rep.receive(PATIENCE)).containsExactly(5);
    }

    @Test
    void shouldNotChangeItsStateWhenASendFindsNoPeer() {
        ReqSocket req = context.req();
        assertThat(req.trySend(new byte[] {1})).isFalse();
        assertThat(req.send(new byte[] {1}, Duration.ofMillis(20))).isFalse();
        assertRefused(() -> req.receive(), "has no request without a reply");

        RepSocket rep = context.rep();
        rep.connect(req.bind("inproc://late"));
        req.send(new byte[] {2});
        assertThat(rep.receive(PATIENCE)).containsExactly(2);
    }

    @Test
    void shouldKeepTheReplyDueWhenAReceiveTimesOutOrCannotTakeIt() {
        RepSocket rep = context.rep();
        ReqSocket req = context.req();
        req.connect(rep.bind("tcp://127.0.0.1:*"));
        req.send(ZmqMessage.ofStrings("a", "b"));

        assertThatExceptionOfType(ZmqFrameCountException.class)
                .isThrownBy(() -> rep.receive(PATIENCE))
                .withMessageContaining("has 2 frames");
        assertThat(receive(rep)).isEqualTo(ZmqMessage.ofStrings("a", "b"));
        assertThat(req.receive(Duration.ofMillis(10))).isNull();
        rep.send(ZmqMessage.ofStrings("c", "d", "e"));
        assertThatExceptionOfType(ZmqFrameCountException.class)
                .isThrownBy(() -> req.receive(PATIENCE))
                .withMessageContaining("has 3 frames");
        assertRefused(() -> req.send(new byte[1]), "has sent a request and not received its reply");
        assertThat(receive(req)).isEqualTo(ZmqMessage.ofStrings("c", "d", "e"));
        req.send(new byte[] {1});
        assertThat(rep.receive(PATIENCE)).containsExactly(1);
    }

    @Test
    void shouldTakeOneMessageWithAPollAndThenOweItsReply() {
        RepSocket rep = context.rep();
        String endpoint = rep.bind("tcp://127.0.0.1:*");
        List<ReqSocket> reqs = List.of(context.req(), context.req());
        for (ReqSocket req : reqs) {
            req.connect(endpoint);
            req.send(new byte[] {7});
        }
        for (int i = 0; i < 2; i++) {
            List<Integer> seen = new ArrayList<>();
            assertThat(rep.poll((body, more) -> seen.add((int) body.get()), 10, PATIENCE))
                    .isOne();
            assertThat(seen).containsExactly(7);
            rep.send(ByteBuffer.wrap(new byte[] {8}));
        }
        for (ReqSocket req : reqs) {
            List<Integer> seen = new ArrayList<>();
            assertThat(req.poll((body, more) -> seen.add((int) body.get()), 10, PATIENCE))
                    .isOne();
            assertThat(seen).containsExactly(8);
            ByteBuffer target = ByteBuffer.allocate(9);
            assertRefused(() -> req.receiveInto(target), "has no request without a reply");
        }
    }

    @Test
    void shouldEndTheCallOfASecondThreadThatBreaksTheOrder() {
        RepSocket rep = context.rep();
        ReqSocket req = context.req();
        req.connect(rep.bind("inproc://two"));
        Calls.Running<byte[]> first = Calls.start(() -> rep.receive(PATIENCE)).awaitWaiting();
        Calls.Running<byte[]> second = Calls.start(() -> rep.receive(PATIENCE)).awaitWaiting();

        req.send(new byte[] {1});
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> first.result().isDone() || second.result().isDone());
        assertThat(rep.counters().received()).isOne();
        rep.send(new byte[] {2});
        assertThat(req.receive(PATIENCE)).containsExactly(2);
        req.send(new byte[] {3});
        assertThat(first.result())
                .satisfiesAnyOf(
                        done -> assertThat(done).succeedsWithin(PATIENCE),
                        done -> assertThat(done)
                                .failsWithin(PATIENCE)
                                .withThrowableThat()
                                .withCauseInstanceOf(ZmqStateException.class));
        assertThat(rep.counters().received()).isBetween(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://device"})
    void shouldCarryTheEnvelopeThroughRouterAndDealer(String where) {
        RouterSocket router = context.router();
        DealerSocket dealer = context.dealer();
        String front = router.bind(where);
        String back = dealer.bind(where.startsWith("inproc") ? where + "2" : where);
        ReqSocket req = context.req();
        RepSocket rep = context.rep();
        req.connect(front);
        rep.connect(back);

        for (ZmqMessage body : List.of(
                ZmqMessage.ofStrings("one"),
                ZmqMessage.ofStrings("", ""),
                ZmqMessage.of(new byte[100_000], new byte[3]))) {
            req.send(body);
            dealer.send(receive(router));
            ZmqMessage request = receive(rep);
            assertThat(request).isEqualTo(body);
            rep.send(request);
            ZmqMessage reply = receive(dealer);
            assertThat(reply.frame(0)).hasSize(5);
            assertThat(reply.frame(1)).isEmpty();
            router.send(reply);
            assertThat(receive(req)).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @CsvSource({"REQ, REP", "REQ, ROUTER", "DEALER, REP", "DEALER, DEALER", "DEALER, ROUTER", "ROUTER, ROUTER"})
    void shouldTalkToEachTypeOfTheRfcWhicheverSideBinds(SocketType one, SocketType other) {
        for (String where : List.of("tcp://127.0.0.1:*", "inproc://one", "inproc://other")) {
            boolean swapped = where.endsWith("other");
            ZmqSocket bound = context.socket(swapped ? other : one, SocketOptions.defaults());
            ZmqSocket connected = context.socket(swapped ? one : other, SocketOptions.defaults());
            connected.connect(bound.bind(where));
            assertThat(bound.awaitPeers(1, PATIENCE)).as(where).isTrue();
            assertThat(connected.awaitPeers(1, PATIENCE)).as(where).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"REQ, tcp://127.0.0.1:*", "DEALER, tcp://127.0.0.1:*", "ROUTER, tcp://127.0.0.1:*", "DEALER, inproc://p"
    })
    void shouldProbeARouterWithOneEmptyMessage(SocketType type, String where) {
        RouterSocket router = context.router();
        ZmqSocket probing =
                context.socket(type, SocketOptions.builder().probeRouter(true).build());
        probing.connect(router.bind(where));

        ZmqMessage probe = receive(router);

        assertThat(probe.frameCount()).isEqualTo(2);
        assertThat(probe.frame(1)).isEmpty();
        assertThat(router.receiveMessage(Duration.ofMillis(20))).isNull();
    }

    private static void assertRefused(Runnable call, String state) {
        assertThatExceptionOfType(ZmqStateException.class).isThrownBy(call::run).withMessageContaining(state);
    }

    private static ZmqMessage receive(MultipartReceiver socket) {
        ZmqMessage message = socket.receiveMessage(PATIENCE);
        assertThat(message).isNotNull();
        return message;
    }
}
