package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.CuttingRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Connections to libzmq that lose packets, are slow or delayed. Loss is that of iptables and the rate that of {@code
 * tc}; the delay comes from a relay, since not every kernel has netem.
 */
class PoorNetworkTest {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final SocketOptions PATIENT = Conversation.OPTIONS.toBuilder()
            .heartbeatInterval(INTERVAL)
            .heartbeatTimeout(Duration.ofSeconds(20))
            .build();
    private static final SocketOptions STRICT = Conversation.OPTIONS.toBuilder()
            .heartbeatInterval(INTERVAL)
            .heartbeatTimeout(Duration.ofSeconds(1))
            .build();
    private static final int LOST_PERCENT = 10;
    private static final int KILOBITS = 1_000;
    private static final int SLOW_BYTES = 512 << 10;
    private static final int DELAY_MS = 150;
    private static final int IN_FLIGHT = 50;
    private static final int SUBSCRIBER_HWM = 50;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#allTcpToLibzmq")
    void shouldLoseNothingWhenPacketsAreLost(Link link) {
        for (Flow flow : List.of(Flow.PAIR_WITH_PAIR, Flow.DEALER_WITH_DEALER)) {
            try (Conversation conversation = Conversation.begin(context, link, flow, PATIENT);
                    ContainerNetwork network = ContainerNetwork.of(conversation)) {
                network.lose(LOST_PERCENT);
                conversation.exchangeNumbersFromUs(0, 2_000);
                conversation.exchangeNumbersFromPeer(0, 2_000);
                conversation.exchange(1 << 16, 0, 300);
                assertThat(conversation.events().ofKind(MonitorEvent.Disconnected.class))
                        .isEmpty();
                assertThat(network.dropped()).isPositive();
            }
        }
    }

    @Test
    void shouldStayConnectedWhileOneMessageTakesLongerThanTheHeartbeatsAllow() {
        Link link = new Link(Library.LIBZMQ, Link.Transport.TCP, Link.Role.WE_BIND);
        try (Conversation conversation = Conversation.begin(context, link, Flow.PULL_FROM_PUSH, STRICT);
                ContainerNetwork network = ContainerNetwork.of(conversation)) {
            network.limit(KILOBITS);
            long start = System.nanoTime();
            conversation.exchange(SLOW_BYTES);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
            assertThat(conversation.events().ofKind(MonitorEvent.Disconnected.class))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            names = {"REP", "ROUTER"})
    void shouldNotWaitForEachReplyWhenTheyTakeLong(SocketType type) throws Exception {
        RequesterOptions options = RequesterOptions.builder()
                .socket(STRICT)
                .request(RequestOptions.of(Limits.WAIT))
                .build();
        Rendezvous rendezvous = new Rendezvous(new Link(Library.LIBZMQ, Link.Transport.TCP, Link.Role.WE_BIND));
        try (CuttingRelay relay = new CuttingRelay();
                ZmqRequester requester = context.requester(options);
                Peer peer = Library.LIBZMQ.open(type)) {
            int port = Rendezvous.port(requester.bind("tcp://127.0.0.1:*"));
            CuttingRelay.Route route = relay.route(
                    new InetSocketAddress(0).getAddress(),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            route.delayMillis(DELAY_MS);
            peer.connect(rendezvous.asPeersSee("tcp://*:" + route.port()));
            assertThat(requester.awaitPeers(1, Limits.WAIT)).isTrue();
            long start = System.nanoTime();
            List<CompletableFuture<ZmqMessage>> replies = IntStream.range(0, IN_FLIGHT)
                    .mapToObj(size -> requester.requestAsync(Frames.message(size)))
                    .toList();
            for (int i = 0; i < IN_FLIGHT; i++) {
                peer.echo();
            }
            for (int size = 0; size < IN_FLIGHT; size++) {
                assertThat(replies.get(size)).succeedsWithin(Limits.WAIT).isEqualTo(Frames.message(size));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(2 * DELAY_MS), Duration.ofMillis(IN_FLIGHT * 2L * DELAY_MS / 2));
            assertThat(requester.counters().answered()).isEqualTo(IN_FLIGHT);
        }
    }

    @Test
    void shouldCountJustWhatASubscriberThatWasStoppedDidNotGet() {
        SocketOptions options = Conversation.OPTIONS.toBuilder()
                .sendHwm(SUBSCRIBER_HWM)
                .sendBufferBytes(8 << 10)
                .build();
        Link link = new Link(Library.LIBZMQ, Link.Transport.TCP, Link.Role.WE_BIND);
        try (Conversation conversation = Conversation.begin(context, link, Flow.PUB_TO_SUB, options)) {
            PubSocket pub = (PubSocket) conversation.socket();
            LibzmqPeer peer = (LibzmqPeer) conversation.peer();
            peer.subscribe(new byte[0]);
            assertThat(pub.awaitSubscription("", Limits.WAIT)).isTrue();
            peer.stop();
            int published = 0;
            while (pub.counters().dropped() < 500) {
                pub.send(Frames.number(published++, 4 << 10));
            }
            peer.proceed();
            // What is queued for the subscriber counts as sent; the last message needs a place in that queue.
            Awaitility.await().atMost(Limits.WAIT).until(() -> pub.counters().queuedToSend() == 0);
            pub.send(Frames.number(published));

            List<Integer> received = PartitionTest.numbers(peer.until(published));

            assertThat(received).doesNotHaveDuplicates().isSorted();
            assertThat(received.size() + pub.counters().dropped()).isEqualTo(published + 1);
        }
    }
}
