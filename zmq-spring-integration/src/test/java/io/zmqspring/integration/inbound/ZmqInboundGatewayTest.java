package io.zmqspring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.GenericMessage;

/** Requests, replies and the peers that may ask. */
@Timeout(60)
class ZmqInboundGatewayTest extends ZmqInboundGatewayFixture {

    @ParameterizedTest
    @CsvSource({
        "REP,tcp://127.0.0.1:*",
        "REP,inproc://server",
        "ROUTER,tcp://127.0.0.1:*",
        "ROUTER,inproc://server",
    })
    void shouldReplyToRequests(SocketType type, String endpoint) {
        ZmqInboundGateway gateway = started(bound(type, endpoint), ZmqInboundGatewayFixture::shout);
        ReqSocket req = req(gateway.getBoundEndpoint());

        assertThat(ask(req, "one")).isEqualTo("ONE");
        assertThat(ask(req, "two")).isEqualTo("TWO");
        assertThat(requester(gateway.getBoundEndpoint()).request(bytes("three")).string(0))
                .isEqualTo("THREE");
        await().atMost(LIMIT).until(() -> gateway.getCounters().answered() == 3);
        assertThat(gateway.getCounters().open()).isZero();
    }

    @Test
    void shouldGiveEachRequestItsPeerAndNoEnvelope() {
        ZmqInboundGateway gateway = started(bound(SocketType.ROUTER, ANY_PORT), this::keep);
        ReqSocket req = req(gateway.getBoundEndpoint());

        req.send(bytes("who"));

        Message<?> request = nextKept();
        assertThat(request.getPayload()).isEqualTo(bytes("who"));
        assertThat(request.getHeaders())
                .containsEntry(ZmqHeaders.SOCKET_TYPE, SocketType.ROUTER)
                .containsEntry(ZmqHeaders.RECEIVED_SOCKET, "gateway")
                .containsEntry(ZmqHeaders.FRAME_COUNT, 3)
                .hasEntrySatisfying(
                        ZmqHeaders.PEER_ADDRESS,
                        address -> assertThat(address).asString().startsWith("tcp://"))
                .hasEntrySatisfying(ZmqHeaders.ROUTING_ID, id -> assertThat(id).isInstanceOf(RoutingId.class))
                .doesNotContainKey(ZmqHeaders.REPLY_TO);
        reply(request, "you");
        assertThat(req.receive(LIMIT)).isEqualTo(bytes("you"));
    }

    @Test
    void shouldTakeRepliesOfAnyThreadInAnyOrder() {
        int count = 100;
        ZmqInboundGateway gateway = started(bound(ANY_PORT), this::keep);
        ZmqRequester requester = requester(gateway.getBoundEndpoint());
        List<CompletableFuture<ZmqMessage>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(requester.requestAsync(bytes(Integer.toString(i))));
        }
        List<Message<?>> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(0, nextKept());
        }
        assertThat(gateway.getOpenRequests()).isEqualTo(count);

        requests.parallelStream().forEach(request -> reply(request, "re " + text(request)));

        for (int i = 0; i < count; i++) {
            assertThat(replies.get(i).join().string(0)).isEqualTo("re " + i);
        }
        await().atMost(LIMIT).until(() -> gateway.getOpenRequests() == 0);
    }

    @Test
    void shouldReplyToADealerThatSendsNoDelimiter() {
        ZmqInboundGateway gateway =
                started(bound(SocketType.ROUTER, "inproc://router"), ZmqInboundGatewayFixture::shout);
        DealerSocket dealer = zmq.dealer();
        dealer.connect("inproc://router");

        dealer.send(bytes("bare"));

        assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("BARE"));
        assertThat(gateway.getSocketType()).isEqualTo(SocketType.ROUTER);
    }

    @Test
    void shouldDropWhatIsNoRequestOfAReqOnARep() {
        ZmqInboundGateway gateway = started(bound("inproc://rep"), ZmqInboundGatewayFixture::shout);
        DealerSocket dealer = zmq.dealer();
        dealer.connect("inproc://rep");

        dealer.send(bytes("bare"));
        dealer.send(ZmqMessage.ofStrings("", "request"));

        assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("", "REQUEST"));
        assertThat(gateway.getCounters().malformed()).isEqualTo(1);
        assertThat(gateway.getCounters().requests()).isEqualTo(1);
    }

    @Test
    void shouldWaitForRoomWhenAsManyAsAllowedAreOpen() {
        ZmqInboundGateway gateway = bound("inproc://busy");
        gateway.setMaxOpenRequests(2);
        started(gateway, this::keep);
        ZmqRequester requester = requester("inproc://busy");
        for (int i = 0; i < 3; i++) {
            requester.requestAsync(bytes(Integer.toString(i)));
        }

        Message<?> first = nextKept();
        nextKept();
        await().atMost(LIMIT).until(() -> gateway.getCounters().requests() == 3);
        assertThat(gateway.getOpenRequests()).isEqualTo(2);
        assertThat(kept).isEmpty();
        reply(first, "done");

        assertThat(text(nextKept())).isEqualTo("2");
        assertThat(gateway.getOpenRequests()).isEqualTo(2);
    }

    @Test
    void shouldServeAGivenOrdinaryRepOneRequestAtATime() {
        RepSocket rep = zmq.rep();
        rep.bind("inproc://rep");
        started(new ZmqInboundGateway(rep), this::keep);
        ReqSocket first = req("inproc://rep");
        ReqSocket second = req("inproc://rep");
        first.send(bytes("1"));
        Message<?> request = nextKept();
        second.send(bytes("2"));
        await().atMost(LIMIT).until(() -> rep.counters().queuedToReceive() == 1);
        assertThat(kept).isEmpty();

        reply(request, "re " + text(request));
        assertThat(first.receive(LIMIT)).isEqualTo(bytes("re 1"));
        request = nextKept();
        reply(request, "re " + text(request));

        assertThat(second.receive(LIMIT)).isEqualTo(bytes("re 2"));
    }

    @ParameterizedTest
    @EnumSource(names = {"REP", "ROUTER"})
    void shouldServeANamedSocketOverItsRestart(SocketType type) {
        RestartableSocket named =
                RestartableSocket.of(SocketDefinition.of("named", type).withBind(ANY_PORT), () -> zmq);
        ZmqInboundGateway gateway = new ZmqInboundGateway(named);
        named.start();
        started(gateway, this::keep);
        ZmqRequester requester = requester(gateway.getBoundEndpoint());
        CompletableFuture<ZmqMessage> one = requester.requestAsync(bytes("1"));
        CompletableFuture<ZmqMessage> two = requester.requestAsync(bytes("2"));
        Message<?> first = nextKept();
        assertThat(first.getHeaders()).containsEntry(ZmqHeaders.RECEIVED_SOCKET, "named");
        reply(nextKept(), "re 2");
        reply(first, "re 1");
        assertThat(one.join().string(0)).isEqualTo("re 1");
        assertThat(two.join().string(0)).isEqualTo("re 2");

        named.stop();
        await().atMost(LIMIT).until(() -> requester.peers().isEmpty());
        CompletableFuture<ZmqMessage> three = requester.requestAsync(bytes("3"));
        named.start();

        reply(nextKept(), "re 3");
        assertThat(three.join().string(0)).isEqualTo("re 3");
        assertThat(gateway.isRunning()).isTrue();
    }

    @Test
    void shouldConvertRequestsAndReplies() {
        ZmqInboundGateway gateway = bound("inproc://text");
        gateway.setMessageConverter(new StringMessageConverter(UTF_8));
        gateway.setPayloadType(String.class);
        started(gateway, request -> {
            assertThat(request.getPayload()).isEqualTo("ä");
            reply(request, "ö");
        });

        assertThat(ask(req("inproc://text"), "ä")).isEqualTo("ö");
    }

    @Test
    void shouldUseTheMappersOfGateways() {
        ZmqInboundGateway gateway = bound("inproc://mapped");
        gateway.setRequestMapper(
                (ZmqMessage frames, Map<String, Object> headers) -> new GenericMessage<>("mapped " + frames.string(0)));
        gateway.setReplyMapper(reply -> "reply " + reply.getPayload());
        started(gateway, request -> reply(request, request.getPayload()));

        assertThat(ask(req("inproc://mapped"), "a")).isEqualTo("reply mapped a");
    }

    @Test
    void shouldRefuseSocketsThatDoNotReply() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZmqInboundGateway(zmq, SocketType.PULL))
                .withMessage("an inbound gateway needs a REP or ROUTER socket: type=PULL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bound(ANY_PORT).setMaxOpenRequests(0))
                .withMessage("maxOpenRequests=0 is out of range: allowed is 1 or more");
        ZmqInboundGateway without = new ZmqInboundGateway(zmq);
        without.setBeanFactory(spring);
        assertThatIllegalStateException()
                .isThrownBy(without::afterPropertiesSet)
                .withMessage("a REP socket needs an endpoint to bind or to connect: bind=[], connect=[]");
    }
}
