package io.zmqspring.core.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.core.ChannelSocket;
import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.ProxyStatistics.Traffic;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.XSubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy between every useful pair of sockets. */
@Timeout(60)
class ProxySystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int[][] SIZES = {{0}, {3}, {1, 0, 300}, {65_536, 65_537}, {200_000, 0, 70_000, 5}, {1 << 20}};

    private final ZmqContext context = ZmqContext.create();
    private final List<ZmqProxy> proxies = new ArrayList<>();
    private int bound;

    @AfterEach
    void close() {
        proxies.forEach(ZmqProxy::close);
        context.close();
    }

    static Stream<String> transports() {
        return Stream.of("tcp://127.0.0.1:*", "ipc://*", "inproc://proxy-");
    }

    private ZmqProxy start(ZmqSocket frontend, ZmqSocket backend) {
        return start(ZmqProxy.builder(frontend, backend));
    }

    private ZmqProxy start(ZmqProxy.Builder builder) {
        ZmqProxy proxy = builder.start();
        proxies.add(proxy);
        return proxy;
    }

    private String bind(ZmqSocket socket, String where) {
        return socket.bind(where.startsWith("inproc") ? where + bound++ : where);
    }

    private static ZmqMessage message(int... sizes) {
        List<byte[]> frames = new ArrayList<>();
        for (int size : sizes) {
            byte[] frame = new byte[size];
            for (int i = 0; i < size; i++) {
                frame[i] = (byte) (i * 31 + size);
            }
            frames.add(frame);
        }
        return ZmqMessage.of(frames);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void shouldMoveRequestsAndRepliesOfManyPeers(String where) {
        RouterSocket frontend = context.router();
        DealerSocket backend = context.dealer();
        String clients = bind(frontend, where);
        String workers = bind(backend, where);
        ZmqProxy proxy = start(frontend, backend);
        List<RepSocket> reps = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RepSocket rep = context.rep();
            rep.connect(workers);
            reps.add(rep);
            Calls.start(() -> {
                while (true) {
                    rep.send(rep.receiveMessage());
                }
            });
        }
        List<Calls.Running<Void>> requesting = new ArrayList<>();
        for (int client = 0; client < 3; client++) {
            ReqSocket req = context.req();
            req.connect(clients);
            byte[] name = {(byte) client};
            requesting.add(Calls.start(() -> {
                for (int[] sizes : SIZES) {
                    List<byte[]> frames = message(sizes).frames();
                    frames.add(name);
                    req.send(ZmqMessage.of(frames));
                    assertThat(req.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.of(frames));
                }
            }));
        }
        requesting.forEach(each -> assertThat(each.result()).succeedsWithin(PATIENCE));
        int messages = 3 * SIZES.length;
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(proxy.statistics().frontendReceived().messages()).isEqualTo(messages);
            assertThat(proxy.statistics().frontendSent())
                    .isEqualTo(proxy.statistics().backendReceived());
            assertThat(proxy.statistics().backendSent())
                    .isEqualTo(proxy.statistics().frontendReceived());
        });
        assertThat(frontend.counters().dropped() + backend.counters().dropped()).isZero();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void shouldMoveSubscriptionsUpstreamAndMessagesDownstream(String where) {
        XSubSocket frontend = context.xsub();
        XPubSocket backend = context.xpub();
        String publishers = bind(frontend, where);
        String subscribers = bind(backend, where);
        SubSocket early = context.sub();
        early.subscribe("a");
        early.connect(subscribers);
        start(frontend, backend);
        PubSocket pub = context.pub();
        pub.connect(publishers);
        assertThat(pub.awaitSubscription("a", PATIENCE)).isTrue();
        SubSocket late = context.sub();
        late.subscribe("b");
        for (int i = 0; i < 2_000; i++) {
            late.subscribe("topic-" + i);
        }
        late.connect(subscribers);
        assertThat(pub.awaitSubscription("b", PATIENCE)).isTrue();
        assertThat(pub.awaitSubscription("topic-1999", PATIENCE)).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 2_002);

        List<byte[]> large = message(200_000, 3).frames();
        large.add(0, "b".getBytes(UTF_8));
        pub.send(ZmqMessage.ofStrings("a1", "x"));
        pub.send(ZmqMessage.ofStrings("c"));
        pub.send(ZmqMessage.of(large));
        assertThat(early.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("a1", "x"));
        assertThat(late.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.of(large));
        assertThat(early.tryReceive()).isNull();
        late.close();
        early.unsubscribe("a");
        Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 0);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void shouldMoveAPipelineInOrder(String where) {
        PullSocket frontend = context.pull();
        PushSocket backend = context.push();
        String senders = bind(frontend, where);
        String receivers = bind(backend, where);
        ZmqProxy proxy = start(frontend, backend);
        PushSocket push = context.push();
        PullSocket pull = context.pull();
        push.connect(senders);
        pull.connect(receivers);
        int count = 20_000;
        Calls.Running<Void> sending = Calls.start(() -> {
            for (int i = 0; i < count; i++) {
                push.send(ZmqMessage.ofStrings(Integer.toString(i), "body"));
            }
            for (int[] sizes : SIZES) {
                push.send(message(sizes));
            }
        });
        for (int i = 0; i < count; i++) {
            ZmqMessage message = pull.receiveMessage(PATIENCE);
            assertThat(message.string(0)).isEqualTo(Integer.toString(i));
        }
        for (int[] sizes : SIZES) {
            assertThat(pull.receiveMessage(PATIENCE)).isEqualTo(message(sizes));
        }
        assertThat(sending.result()).succeedsWithin(PATIENCE);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> proxy.statistics().backendSent().messages() == count + SIZES.length);
        Traffic received = proxy.statistics().frontendReceived();
        assertThat(received.frames())
                .isEqualTo(2 * count
                        + Stream.of(SIZES).mapToInt(each -> each.length).sum());
        assertThat(received.bytes()).isGreaterThan(1_500_000);
        assertThat(proxy.statistics().frontendSent()).isEqualTo(Traffic.NONE);
        assertThat(proxy.statistics().refused()).isZero();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void shouldMoveBothWaysBetweenPairsOfTwoContexts(String where) {
        try (ZmqContext other = ZmqContext.create()) {
            PairSocket frontend = context.pair();
            PairSocket backend = other.pair();
            PairSocket left = context.pair();
            PairSocket right = other.pair();
            left.connect(bind(frontend, where));
            right.connect(bind(backend, where));
            start(frontend, backend).pause();
            proxies.get(0).resume();
            for (int[] sizes : SIZES) {
                left.send(message(sizes));
                right.send(message(sizes));
            }
            for (int[] sizes : SIZES) {
                assertThat(left.receiveMessage(PATIENCE)).isEqualTo(message(sizes));
                assertThat(right.receiveMessage(PATIENCE)).isEqualTo(message(sizes));
            }
            proxies.get(0).close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://proxy-"})
    void shouldAnswerEachPeerOfOneSocketThatIsBothSides(String where) {
        RouterSocket both = context.router();
        ReqSocket req = context.req();
        req.connect(bind(both, where));
        ZmqProxy proxy = start(both, both);
        for (int[] sizes : SIZES) {
            req.send(message(sizes));
            assertThat(req.receiveMessage(PATIENCE)).isEqualTo(message(sizes));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> proxy.statistics().backendSent().messages() == SIZES.length);
    }

    @Test
    void shouldMoveOneRequestAtATimeBetweenRepAndReq() {
        RepSocket frontend = context.rep();
        ReqSocket backend = context.req();
        ReqSocket client = context.req();
        client.connect(frontend.bind("inproc://lockstep"));
        RepSocket worker = context.rep();
        backend.connect(worker.bind("tcp://127.0.0.1:*"));
        start(frontend, backend);
        for (int[] sizes : SIZES) {
            client.send(message(sizes));
            assertThat(worker.receiveMessage(PATIENCE)).isEqualTo(message(sizes));
            worker.send(message(sizes));
            assertThat(client.receiveMessage(PATIENCE)).isEqualTo(message(sizes));
        }
    }

    @Test
    void shouldMoveASubscribersMessagesToAPublisher() {
        SubSocket frontend = context.sub();
        frontend.subscribe("a");
        PubSocket source = context.pub();
        frontend.connect(source.bind("tcp://127.0.0.1:*"));
        PubSocket backend = context.pub();
        SubSocket first = context.sub();
        SubSocket second = context.sub();
        String endpoint = backend.bind("inproc://republished");
        for (SubSocket each : List.of(first, second)) {
            each.subscribe("ab");
            each.connect(endpoint);
        }
        start(frontend, backend);
        assertThat(source.awaitSubscription("a", PATIENCE)).isTrue();
        assertThat(backend.awaitSubscription("ab", PATIENCE)).isTrue();
        List<byte[]> frames = message(100_000, 1).frames();
        frames.add(0, "abc".getBytes(UTF_8));
        source.send(ZmqMessage.of(frames));
        assertThat(first.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.of(frames));
        assertThat(second.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.of(frames));
    }

    @Test
    void shouldCaptureBothDirections() {
        PairSocket frontend = context.pair();
        PairSocket backend = context.pair();
        PairSocket left = context.pair();
        PairSocket right = context.pair();
        left.connect(frontend.bind("inproc://left"));
        right.connect(backend.bind("tcp://127.0.0.1:*"));
        PushSocket capture = context.push();
        PullSocket captured = context.pull();
        captured.connect(capture.bind("tcp://127.0.0.1:*"));
        assertThat(capture.awaitPeers(1, PATIENCE)).isTrue();
        ZmqProxy proxy = start(ZmqProxy.builder(frontend, backend).capture(capture));
        for (int[] sizes : SIZES) {
            left.send(message(sizes));
            assertThat(right.receiveMessage(PATIENCE)).isEqualTo(message(sizes));
            assertThat(captured.receiveMessage(PATIENCE)).isEqualTo(message(sizes));
            right.send(message(sizes));
            assertThat(left.receiveMessage(PATIENCE)).isEqualTo(message(sizes));
            assertThat(captured.receiveMessage(PATIENCE)).isEqualTo(message(sizes));
        }
        assertThat(proxy.statistics().notCaptured()).isZero();
    }

    @Test
    void shouldDropAndCountWhatTheOtherSocketNeverTakes() {
        DealerSocket frontend = context.dealer();
        RouterSocket backend =
                context.router(SocketOptions.builder().routerMandatory(true).build());
        DealerSocket left = context.dealer();
        left.connect(frontend.bind("inproc://refusing"));
        DealerSocket right = context.dealer(SocketOptions.builder()
                .routingId(RoutingId.of("right".getBytes(UTF_8)))
                .build());
        right.connect(backend.bind("tcp://127.0.0.1:*"));
        assertThat(backend.awaitPeers(1, PATIENCE)).isTrue();
        ZmqProxy proxy = start(frontend, backend);
        left.send("alone".getBytes(UTF_8));
        left.send(ZmqMessage.ofStrings("nobody", "x"));
        left.send(ZmqMessage.of(new byte[70_000], new byte[1]));
        left.send(ZmqMessage.ofStrings("right", "x"));
        assertThat(right.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("x"));
        Awaitility.await().atMost(PATIENCE).until(() -> proxy.statistics().refused() == 3);
        assertThat(proxy.statistics().frontendReceived().messages()).isEqualTo(4);
        assertThat(proxy.statistics().backendSent()).isEqualTo(new Traffic(1, 2, 6));
    }

    @Test
    void shouldDropAndCountSeveralFramesForASocketOfSingleOnes() {
        PullSocket frontend = context.pull();
        ChannelSocket backend = context.channel();
        PushSocket push = context.push();
        push.connect(frontend.bind("inproc://several"));
        ChannelSocket channel = context.channel();
        channel.connect(backend.bind("inproc://single"));
        ZmqProxy proxy = start(frontend, backend);
        push.send(ZmqMessage.ofStrings("a", "b"));
        push.send("c".getBytes(UTF_8));
        assertThat(channel.receive(PATIENCE)).isEqualTo("c".getBytes(UTF_8));
        assertThat(proxy.statistics().refused()).isOne();
        assertThat(proxy.statistics().lastRefusal()).contains("a CHANNEL socket sends messages of one frame: frames=2");
    }

    @Test
    void shouldRefuseSocketsThatCannotBeProxied() {
        PushSocket push = context.push();
        PullSocket pull = context.pull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ZmqProxy.builder(push, context.pub()).build())
                .withMessageContaining("frontend=PUSH, backend=PUB");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ZmqProxy.builder(pull, push).capture(context.pull()).build())
                .withMessageContaining("capture=PULL");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ZmqProxy.builder(pull, push).control(context.router()).build())
                .withMessageContaining("control=ROUTER");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ZmqProxy.builder(pull, push).capture(push).build())
                .withMessageContaining("one part");
        ZmqSocket router = context.socket(SocketType.ROUTER, SocketOptions.defaults());
        ZmqProxy proxy = start(ZmqProxy.builder(router, router).paused(true));
        assertThat(proxy.state()).isEqualTo(ZmqProxy.State.PAUSED);
        assertThatIllegalStateException().isThrownBy(proxy::start).withMessageContaining("it runs once");
        ZmqProxy never = ZmqProxy.builder(pull, push).build();
        assertThat(never.state()).isEqualTo(ZmqProxy.State.NEW);
        never.close();
        never.run();
        assertThat(never.state()).isEqualTo(ZmqProxy.State.TERMINATED);
    }
}
