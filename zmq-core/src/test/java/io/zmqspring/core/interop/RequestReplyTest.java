package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.MessageBody;
import io.zmqspring.core.option.RouterNotification;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests, replies and their envelopes (28/REQREP), every pair of types. */
class RequestReplyTest {

    private static final int[][] BODIES = {
        {1},
        {0},
        {1, 2},
        {0, 0, 5},
        {255, 256, 8192},
        {65_536, 65_537, 0, 1 << 20},
        IntStream.range(0, 1000).map(frame -> frame % 300).toArray()
    };

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    static Stream<Link> links() {
        return Link.all();
    }

    static Stream<Arguments> requestsToRep() {
        return Link.all()
                .flatMap(link -> Stream.of(
                                Conversation.OPTIONS,
                                Conversation.OPTIONS.toBuilder()
                                        .reqCorrelate(true)
                                        .build(),
                                Conversation.OPTIONS.toBuilder()
                                        .reqRelaxed(true)
                                        .build())
                        .map(options -> Arguments.of(link, options)));
    }

    @ParameterizedTest
    @MethodSource("requestsToRep")
    void shouldRequestOfARep(Link link, SocketOptions options) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.REQ_WITH_REP, options)) {
            for (int[] sizes : BODIES) {
                conversation.exchange(sizes);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldRequestOfARouter(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.REQ_WITH_ROUTER)) {
            echo(conversation);
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldReplyToAReq(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.REP_WITH_REQ)) {
            for (int[] sizes : BODIES) {
                conversation.peer().send(sizes);
                ZmqMessage request = receive(conversation);
                assertThat(request).isEqualTo(Frames.message(sizes));
                send(conversation, request);
                assertThat(conversation.peer().receive()).isEqualTo(Frames.describe(request));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldReplyToADealerWithTheEnvelopeOfItsRequest(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.REP_WITH_DEALER)) {
            for (int[] sizes : new int[][] {{0, 3}, {5, 0, 3}, {5, 255, 300, 0, 0, 7}}) {
                conversation.peer().send(3);
                conversation.peer().send(sizes);
                ZmqMessage sent = Frames.message(sizes);
                ZmqMessage request = receive(conversation);
                int delimiter = sent.frames()
                        .indexOf(sent.frames().stream()
                                .filter(frame -> frame.length == 0)
                                .findFirst()
                                .orElseThrow());
                assertThat(request).isEqualTo(ZmqMessage.of(sent.frames().subList(delimiter + 1, sent.frameCount())));
                send(conversation, request);
                assertThat(conversation.peer().receive()).isEqualTo(Frames.describe(sent));
            }
            assertThat(conversation.socket().counters().dropped())
                    .as("without a delimiter")
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldRouteBackToADealer(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.ROUTER_WITH_DEALER)) {
            routeBack(conversation, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldRouteBackToAReq(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.ROUTER_WITH_REQ)) {
            routeBack(conversation, 2);
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldBeRoutedBackByTheIdItAnnounces(Link link) {
        SocketOptions options = Conversation.OPTIONS.toBuilder()
                .routingId(RoutingId.of("our-id"))
                .build();
        try (Conversation conversation = Conversation.begin(context, link, Flow.DEALER_WITH_ROUTER, options)) {
            send(conversation, ZmqMessage.ofStrings("hello"));
            assertThat(conversation.peer().receive())
                    .isEqualTo(Frames.describe(ZmqMessage.ofStrings("our-id", "hello")));
            echo(conversation);
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldTalkToARepAsADealerThatSendsTheDelimiter(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.DEALER_WITH_REP)) {
            for (int[] sizes : BODIES) {
                List<byte[]> frames = new ArrayList<>(List.of(Frames.body(5, 1), new byte[0]));
                frames.addAll(Frames.message(sizes).frames());
                ZmqMessage request = ZmqMessage.of(frames);
                send(conversation, request);
                conversation.peer().echo();
                assertThat(receive(conversation)).isEqualTo(request);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldGreetADealerAndNoticeThatItComesAndGoes(Link link) {
        SocketOptions options = Conversation.OPTIONS.toBuilder()
                .routerNotify(RouterNotification.BOTH)
                .helloMessage(MessageBody.of("H"))
                .disconnectMessage(MessageBody.of("D"))
                .build();
        try (Conversation conversation = Conversation.begin(context, link, Flow.ROUTER_WITH_DEALER, options)) {
            assertThat(conversation.peer().receive()).isEqualTo(Frames.describe(ZmqMessage.ofStrings("H")));
            ZmqMessage arrival = receive(conversation);
            assertThat(arrival).isEqualTo(ZmqMessage.of(arrival.frame(0), new byte[0]));
            conversation.peer().send(5);
            assertThat(receive(conversation)).isEqualTo(ZmqMessage.of(arrival.frame(0), Frames.body(5, 0)));
            conversation.peer().close();
            assertThat(receive(conversation)).isEqualTo(arrival);
            if (link.role() == Link.Role.WE_BIND) {
                assertThat(receive(conversation).string(1)).isEqualTo("D");
            }
            conversation.replacePeer();
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldNoticeThatTheRouterItIsConnectedToHasGone(Link link) {
        SocketOptions options = Conversation.OPTIONS.toBuilder()
                .helloMessage(MessageBody.of("H"))
                .hiccupMessage(MessageBody.of("HICCUP"))
                .routingId(RoutingId.of("X"))
                .build();
        try (Conversation conversation = Conversation.begin(context, link, Flow.DEALER_WITH_ROUTER, options)) {
            assertThat(conversation.peer().receive()).isEqualTo(Frames.describe(ZmqMessage.ofStrings("X", "H")));
            conversation.peer().close();
            if (link.role() == Link.Role.WE_CONNECT) {
                assertThat(receive(conversation)).isEqualTo(ZmqMessage.ofStrings("HICCUP"));
            }
            conversation.replacePeer();
        }
    }

    private static void routeBack(Conversation conversation, int framesAhead) {
        for (int[] sizes : BODIES) {
            conversation.peer().send(sizes);
            ZmqMessage received = receive(conversation);
            assertThat(received.frame(0)).hasSize(5).startsWith(0);
            assertThat(ZmqMessage.of(received.frames().subList(framesAhead, received.frameCount())))
                    .isEqualTo(Frames.message(sizes));
            send(conversation, received);
            assertThat(conversation.peer().receive()).isEqualTo(Frames.describe(Frames.message(sizes)));
        }
    }

    private static void echo(Conversation conversation) {
        for (int[] sizes : BODIES) {
            ZmqMessage message = Frames.message(sizes);
            send(conversation, message);
            conversation.peer().echo();
            assertThat(receive(conversation)).as(Arrays.toString(sizes)).isEqualTo(message);
        }
    }

    private static void send(Conversation conversation, ZmqMessage message) {
        assertThat(((MultipartSender) conversation.socket()).send(message, Limits.WAIT))
                .as("sent")
                .isTrue();
    }

    private static ZmqMessage receive(Conversation conversation) {
        ZmqMessage message = ((MultipartReceiver) conversation.socket()).receiveMessage(Limits.WAIT);
        assertThat(message).as("received").isNotNull();
        return message;
    }
}
