package io.zmqspring.core.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A proxy of ours between sockets of libzmq, which connect to both sides. */
class ProxyTest {

    private static final int[][] BODIES = {
        {1},
        {0},
        {1, 2},
        {0, 0, 5},
        {255, 256, 8192},
        {65_536, 65_537, 0, 1 << 20},
        IntStream.range(1, 1000).toArray()
    };

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    static Stream<Link> links() {
        return Link.allLibzmq().filter(link -> link.role() == Link.Role.WE_BIND);
    }

    private ZmqSocket bind(SocketType type, Rendezvous rendezvous) {
        ZmqSocket socket = context.socket(type, Conversation.OPTIONS);
        rendezvous.bind(socket, null);
        return socket;
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldMoveRequestsAndReplies(Link link) {
        Rendezvous clients = new Rendezvous(link);
        Rendezvous workers = new Rendezvous(link);
        ZmqSocket frontend = bind(SocketType.ROUTER, clients);
        ZmqSocket backend = bind(SocketType.DEALER, workers);
        try (ZmqProxy proxy = ZmqProxy.builder(frontend, backend).start();
                Peer req = link.library().open(SocketType.REQ);
                Peer rep = link.library().open(SocketType.REP)) {
            clients.connect(frontend, req);
            workers.connect(backend, rep);
            for (int[] sizes : BODIES) {
                req.send(sizes);
                rep.echo();
                assertThat(req.receive()).isEqualTo(Frames.describe(Frames.message(sizes)));
            }
            assertThat(proxy.statistics().refused()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldMoveSubscriptionsAndPublications(Link link) {
        Rendezvous publishers = new Rendezvous(link);
        Rendezvous subscribers = new Rendezvous(link);
        ZmqSocket frontend = bind(SocketType.XSUB, publishers);
        ZmqSocket backend = bind(SocketType.XPUB, subscribers);
        try (ZmqProxy proxy = ZmqProxy.builder(frontend, backend).start();
                Peer pub = link.library().open(SocketType.PUB);
                Peer sub = link.library().open(SocketType.SUB)) {
            publishers.connect(frontend, pub);
            subscribers.connect(backend, sub);
            assertThat(frontend.awaitPeers(1, Limits.WAIT)).isTrue();
            sub.subscribe(new byte[] {0});
            sub.subscribe("7".getBytes(US_ASCII));
            // The publisher does not say when it knows: it sends a number until one passes.
            Awaitility.await().atMost(Limits.WAIT).until(() -> {
                pub.count(7, 1);
                return proxy.statistics().frontendReceived().messages() > 0;
            });
            for (int[] sizes : BODIES) {
                pub.count(8, 1);
                pub.send(sizes);
                if (sizes[0] > 0) {
                    assertThat(next(sub)).isEqualTo(Frames.describe(Frames.message(sizes)));
                }
            }
            sub.unsubscribe("7".getBytes(US_ASCII));
            Awaitility.await()
                    .atMost(Limits.WAIT)
                    .until(() -> proxy.statistics().frontendSent().messages() == 3);
            assertThat(frontend.counters().dropped() + backend.counters().dropped())
                    .isZero();
        }
    }

    /** {@return the next message but a 7} */
    private static String next(Peer sub) {
        String seven = Frames.describe(ZmqMessage.of(Frames.number(7)));
        String message = sub.receive();
        while (message.equals(seven)) {
            message = sub.receive();
        }
        return message;
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldObeyCommandsOfALibzmqRequester(Link link) {
        Rendezvous commands = new Rendezvous(link);
        RepSocket control = (RepSocket) bind(SocketType.REP, commands);
        try (ZmqProxy proxy = ZmqProxy.builder(context.pull(), context.push())
                        .control(control)
                        .start();
                Peer req = link.library().open(SocketType.REQ)) {
            commands.connect(control, req);
            String empty = Frames.describe(ZmqMessage.of(new byte[0]));
            assertThat(ask(req, "PAUSE")).isEqualTo(empty);
            Awaitility.await().atMost(Limits.WAIT).until(() -> proxy.state() == ZmqProxy.State.PAUSED);
            assertThat(ask(req, "STATISTICS")).isEqualTo(Frames.describe(zeros()));
            assertThat(ask(req, "RESUME")).isEqualTo(empty);
            assertThat(ask(req, "TERMINATE")).isEqualTo(empty);
            assertThat(proxy.awaitEnd(Limits.WAIT)).isTrue();
        }
    }

    private static String ask(Peer req, String command) {
        req.sendBytes(command.getBytes(US_ASCII));
        return req.receive();
    }

    private static ZmqMessage zeros() {
        return ZmqMessage.of(LongStream.range(0, 8)
                .mapToObj(value -> ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .array())
                .toList());
    }
}
