package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.error.ZmqPeerDepartedException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Connections to libzmq through which suddenly nothing comes any more: iptables drops every packet. A peer that
 * connects and only receives needs heartbeats of its own to notice that its connection has gone.
 */
class PartitionTest {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofMillis(600);
    /** Silence is noticed after an interval and the time-out; the rest is for a busy machine. */
    private static final Duration NOTICED = INTERVAL.plus(TIMEOUT).plusSeconds(3);

    private static final SocketOptions OPTIONS = Conversation.OPTIONS.toBuilder()
            .heartbeatInterval(INTERVAL)
            .heartbeatTimeout(TIMEOUT)
            .build();
    private static final Duration NEVER = Duration.ofMinutes(5);

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @ParameterizedTest
    @EnumSource(
            value = Flow.class,
            names = {"PUSH_TO_PULL", "PAIR_WITH_PAIR", "DEALER_WITH_DEALER"})
    void shouldDeliverOnceAndInOrderWhatWasSentWhileTheNetworkWasAway(Flow flow) {
        try (Conversation conversation = Conversation.begin(context, tcp(Link.Role.WE_CONNECT), flow, OPTIONS);
                ContainerNetwork network = ContainerNetwork.of(conversation)) {
            conversation.exchangeNumbersFromUs(0, 100);
            network.partition();
            conversation.sendNumbers(100, 20);
            awaitNoticed(conversation);
            conversation.sendNumbers(120, 500);

            network.heal();

            List<Integer> received = numbers(((LibzmqPeer) conversation.peer()).until(619));
            assertThat(received).doesNotHaveDuplicates().allMatch(number -> number >= 100);
            assertThat(received.stream().filter(number -> number >= 120).toList())
                    .isEqualTo(range(120, 619));
            assertThat(conversation.socket().counters().dropped()).isZero();
            assertThat(conversation.socket().counters().sent()).isEqualTo(620);
            conversation.exchangeNumbersFromUs(620, 10);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flow.class,
            names = {"PULL_FROM_PUSH", "PAIR_WITH_PAIR", "DEALER_WITH_DEALER"})
    void shouldReceiveAgainFromAPeerThatConnectsAgain(Flow flow) {
        try (Conversation conversation = Conversation.begin(context, tcp(Link.Role.WE_BIND), flow, OPTIONS);
                ContainerNetwork network = ContainerNetwork.of(conversation)) {
            conversation.exchangeNumbersFromPeer(0, 100);
            network.partition();
            awaitNoticed(conversation);
            assertThat(conversation.socket().counters().connections()).isZero();

            network.heal();

            conversation.awaitPeer();
            conversation.exchangeNumbersFromPeer(100, 100);
        }
    }

    @Test
    void shouldFailARequestWhenItsPeerIsCutOffRatherThanWaitForItsTime() {
        Rendezvous rendezvous = new Rendezvous(tcp(Link.Role.WE_BIND));
        try (ZmqRequester requester = context.requester(requests(RequestOptions.of(NEVER)));
                Peer peer = Library.LIBZMQ.open(SocketType.REP)) {
            rendezvous.meet(requester::bind, requester::connect, peer);
            assertThat(requester.awaitPeers(1, Limits.WAIT)).isTrue();
            answerOne(requester, peer, 1);
            try (ContainerNetwork network = new ContainerNetwork(Rendezvous.port(rendezvous.ours()))) {
                network.partition();
                CompletableFuture<ZmqMessage> reply = requester.requestAsync(Frames.message(2));

                assertThatThrownBy(() -> reply.get(NOTICED.toMillis(), TimeUnit.MILLISECONDS))
                        .hasCauseInstanceOf(ZmqPeerDepartedException.class);

                network.heal();
                assertThat(requester.awaitPeers(1, Limits.WAIT)).isTrue();
            }
            assertThat(requester.counters().requests()).isEqualTo(2);
            assertThat(requester.counters().answered()).isEqualTo(1);
            assertThat(requester.counters().departed()).isEqualTo(1);
        }
    }

    @Test
    void shouldSendARequestAgainThatMayBeSentTwiceOnceTheNetworkIsBack() {
        Rendezvous rendezvous = new Rendezvous(tcp(Link.Role.WE_CONNECT));
        RequestOptions twice = RequestOptions.of(Limits.WAIT).withAttempts(2);
        try (ZmqRequester requester = context.requester(requests(twice));
                Peer peer = Library.LIBZMQ.open(SocketType.ROUTER)) {
            rendezvous.meet(requester::bind, requester::connect, peer);
            assertThat(requester.awaitPeers(1, Limits.WAIT)).isTrue();
            answerOne(requester, peer, 1);
            CompletableFuture<ZmqMessage> reply;
            try (ContainerNetwork network = new ContainerNetwork(LibzmqContainer.dataPort())) {
                network.partition();
                reply = requester.requestAsync(Frames.message(3));
                Awaitility.await()
                        .atMost(NOTICED)
                        .until(() -> requester.socketCounters().connections() == 0);
            }
            // The first attempt may still come over the connection that was given up, ahead of the second.
            CompletableFuture.runAsync(() -> {
                while (!reply.isDone()) {
                    peer.echo();
                }
            });
            assertThat(reply).succeedsWithin(Limits.WAIT).isEqualTo(Frames.message(3));
            assertThat(requester.counters().answered()).isEqualTo(2);
            assertThat(requester.counters().failedOver()).isEqualTo(1);
        }
    }

    @Test
    void shouldCountWhatARouterHasForAPeerThatIsCutOffAndRouteToItAgain() {
        try (Conversation conversation =
                        Conversation.begin(context, tcp(Link.Role.WE_BIND), Flow.ROUTER_WITH_DEALER, OPTIONS);
                ContainerNetwork network = ContainerNetwork.of(conversation)) {
            RouterSocket router = (RouterSocket) conversation.socket();
            byte[] before = idOfNextMessage(conversation, router);
            network.partition();
            awaitNoticed(conversation);
            for (int number = 0; number < 10; number++) {
                router.send(before, Frames.number(number));
            }
            assertThat(router.counters().dropped()).isEqualTo(10);

            network.heal();

            conversation.awaitPeer();
            byte[] after = idOfNextMessage(conversation, router);
            router.send(after, Frames.number(10));
            conversation.peer().expect(10, 1);
            assertThat(router.counters().dropped()).isEqualTo(10);
        }
    }

    @Test
    void shouldPublishToASubscriberAgainThatWasCutOffAndNeverWait() {
        try (Conversation conversation =
                        Conversation.begin(context, tcp(Link.Role.WE_BIND), Flow.PUB_TO_SUB, OPTIONS, INTERVAL);
                ContainerNetwork network = ContainerNetwork.of(conversation)) {
            PubSocket pub = (PubSocket) conversation.socket();
            conversation.peer().subscribe(new byte[0]);
            assertThat(pub.awaitSubscription("", Limits.WAIT)).isTrue();
            conversation.exchangeNumbersFromUs(0, 10);
            network.partition();
            awaitNoticed(conversation);
            conversation.sendNumbers(10, 1_000);

            network.heal();

            // libzmq subscribes again only when its socket is used.
            Awaitility.await("subscribed again").atMost(Limits.WAIT).until(() -> {
                conversation.peer().look();
                return pub.awaitSubscription("", Limits.MOMENT);
            });
            conversation.exchangeNumbersFromUs(1_010, 100);
            assertThat(pub.counters().queuedToSend()).isZero();
        }
    }

    @Test
    void shouldSubscribeAgainToAPublisherThatWasCutOff() {
        try (Conversation conversation =
                        Conversation.begin(context, tcp(Link.Role.WE_CONNECT), Flow.SUB_TO_PUB, OPTIONS);
                ContainerNetwork network = ContainerNetwork.of(conversation)) {
            ((TopicSubscriber) conversation.socket()).subscribe("");
            int first = publishUntilReceived(conversation, 0);
            network.partition();
            awaitNoticed(conversation);
            network.heal();
            conversation.awaitPeer();

            int second = publishUntilReceived(conversation, first + 1);

            conversation.exchangeNumbersFromPeer(second + 1, 100);
        }
    }

    /** {@return the number that came first; those before it were published before the subscription was known} */
    private static int publishUntilReceived(Conversation conversation, int from) {
        int[] number = {from};
        int[] received = {-1};
        Awaitility.await().atMost(Limits.WAIT).pollDelay(Duration.ZERO).until(() -> {
            conversation.peer().count(number[0]++, 1);
            byte[] body = conversation.receiver().receive(Limits.MOMENT);
            received[0] = body == null ? -1 : Frames.number(body);
            return body != null;
        });
        for (int last = received[0]; last < number[0] - 1; last++) {
            byte[] next = Objects.requireNonNull(conversation.receiver().receive(Limits.WAIT));
            assertThat(Frames.number(next)).isEqualTo(last + 1);
        }
        assertThat(received[0]).isGreaterThanOrEqualTo(from);
        return number[0] - 1;
    }

    private static Link tcp(Link.Role role) {
        return new Link(Library.LIBZMQ, Link.Transport.TCP, role);
    }

    private static RequesterOptions requests(RequestOptions request) {
        return RequesterOptions.builder().socket(OPTIONS).request(request).build();
    }

    private static void answerOne(ZmqRequester requester, Peer peer, int size) {
        CompletableFuture<ZmqMessage> reply = requester.requestAsync(Frames.message(size));
        peer.echo();
        assertThat(reply).succeedsWithin(Limits.WAIT).isEqualTo(Frames.message(size));
    }

    private static byte[] idOfNextMessage(Conversation conversation, MultipartReceiver router) {
        conversation.peer().send(1);
        return Objects.requireNonNull(router.receiveMessage(Limits.WAIT)).frame(0);
    }

    private static void awaitNoticed(Conversation conversation) {
        Awaitility.await("silence is noticed")
                .atMost(NOTICED)
                .until(() -> !conversation
                        .events()
                        .ofKind(MonitorEvent.Disconnected.class)
                        .isEmpty());
        assertThat(conversation.events().ofKind(MonitorEvent.Disconnected.class))
                .first()
                .extracting(MonitorEvent.Disconnected::reason)
                .asString()
                .contains("no sign of life");
        conversation.events().awaitDisconnected();
    }

    /** {@return the numbers of ranges such as {@code 0-9,12-12}} */
    static List<Integer> numbers(String ranges) {
        return List.of(ranges.split(",")).stream()
                .flatMap(range -> {
                    String[] ends = range.split("-");
                    return range(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])).stream();
                })
                .toList();
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
