package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqPeerDepartedException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.ResponderOptions;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requesters and responders with sockets of other libraries: REP, ROUTER, REQ and DEALER (28/REQREP). */
class RequesterTest {

    private static final int[][] BODIES = {{1}, {0}, {0, 0, 5}, {255, 256, 8192}, {65_536, 65_537, 0, 1 << 20}};
    private static final Duration MUTE = Duration.ofSeconds(5);
    private static final RequestOptions PATIENT = RequestOptions.of(Limits.WAIT);
    private static final RequesterOptions OPTIONS = RequesterOptions.builder()
            .socket(Conversation.OPTIONS)
            .request(PATIENT)
            .build();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#all")
    void shouldBeAnsweredByARep(Link link) throws Exception {
        requestOf(SocketType.REP, link);
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#all")
    void shouldBeAnsweredByARouter(Link link) throws Exception {
        requestOf(SocketType.ROUTER, link);
    }

    private void requestOf(SocketType type, Link link) throws Exception {
        try (ZmqRequester requester = context.requester(OPTIONS);
                Peer peer = meet(new Rendezvous(link), link, type, requester)) {
            List<CompletableFuture<ZmqMessage>> replies = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                for (int[] sizes : BODIES) {
                    replies.add(requester.requestAsync(Frames.message(sizes)));
                }
            }
            for (int i = 0; i < replies.size(); i++) {
                peer.echo();
            }
            for (int i = 0; i < replies.size(); i++) {
                assertThat(get(replies.get(i))).isEqualTo(Frames.message(BODIES[i % BODIES.length]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#all")
    void shouldBeAnsweredByARepBehindAProxy(Link link) throws Exception {
        try (ZmqRequester requester = context.requester(OPTIONS);
                RouterSocket frontend = context.router(Conversation.OPTIONS);
                DealerSocket backend = context.dealer(Conversation.OPTIONS);
                Peer peer = meet(
                        new Rendezvous(link),
                        link,
                        SocketType.REP,
                        backend::bind,
                        backend::connect,
                        most -> backend.awaitPeers(1, most))) {
            requester.connect(frontend.bind("inproc://frontend"));
            Thread forth = passOn(frontend, backend);
            Thread back = passOn(backend, frontend);
            CompletableFuture<ZmqMessage> first = requester.requestAsync(Frames.message(5, 0, 7));
            CompletableFuture<ZmqMessage> second = requester.requestAsync(Frames.message(300));
            peer.echo();
            peer.echo();
            assertThat(get(first)).isEqualTo(Frames.message(5, 0, 7));
            assertThat(get(second)).isEqualTo(Frames.message(300));
            context.close();
            forth.join();
            back.join();
        }
    }

    private static Thread passOn(MultipartReceiver from, MultipartSender to) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    to.send(from.receiveMessage());
                }
            } catch (ZmqClosedException end) {
                // The test is over.
            }
        });
        thread.start();
        return thread;
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#allLibzmq")
    void shouldFailAtOnceOrFailOverWhenARepIsKilledWithTheRequest(Link link) throws Exception {
        try (ZmqRequester requester = context.requester(OPTIONS)) {
            Rendezvous rendezvous = new Rendezvous(link);
            Peer peer = meet(rendezvous, link, SocketType.REP, requester);
            CompletableFuture<ZmqMessage> once = requester.requestAsync(Frames.message(3));
            peer.receive();
            CompletableFuture<ZmqMessage> twice = requester.requestAsync(Frames.message(4), PATIENT.withAttempts(2));
            Awaitility.await()
                    .atMost(Limits.WAIT)
                    .until(() -> requester.socketCounters().queuedToSend() == 0);
            peer.close();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(once))
                    .withCauseInstanceOf(ZmqPeerDepartedException.class);
            assertThat(twice).isNotDone();
            try (Peer successor = link.library().open(SocketType.REP)) {
                rendezvous.takeOver(successor);
                successor.echo();
                assertThat(get(twice)).isEqualTo(Frames.message(4));
            }
            assertThat(requester.counters().failedOver()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#allLibzmq")
    void shouldFailOverOnceWhenARepIsStoppedForLongerThanTheHeartbeatsAllow(Link link) throws Exception {
        RequesterOptions options = OPTIONS.toBuilder()
                .socket(Conversation.OPTIONS.toBuilder()
                        .heartbeatInterval(Duration.ofMillis(50))
                        .heartbeatTimeout(Duration.ofMillis(500))
                        .build())
                .request(PATIENT.withAttempts(2))
                .build();
        try (ZmqRequester requester = context.requester(options)) {
            Rendezvous rendezvous = new Rendezvous(link);
            try (LibzmqPeer stopped = (LibzmqPeer) meet(rendezvous, link, SocketType.REP, requester)) {
                stopped.stop();
                CompletableFuture<ZmqMessage> reply = requester.requestAsync(Frames.message(3));
                Awaitility.await("given up")
                        .atMost(Limits.WAIT)
                        .until(() -> requester.socketCounters().connections() == 0);
                assertThat(reply).isNotDone();
                stopped.proceed();

                // It may have both attempts: the first over the connection that was given up.
                CompletableFuture.runAsync(() -> {
                    while (!reply.isDone()) {
                        stopped.echo();
                    }
                });
                assertThat(get(reply)).isEqualTo(Frames.message(3));
            }
            assertThat(requester.counters().answered()).isEqualTo(1);
            assertThat(requester.counters().failedOver()).isEqualTo(1);
            assertThat(requester.counters().unknown()).isZero();

            // A libzmq that connects keeps its queue over connections, so its REP may reply to both attempts.
            assertThat(requester.counters().late()).isBetween(0L, link.role() == Link.Role.WE_BIND ? 1L : 0L);
        }
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#all")
    void shouldReplyToAReq(Link link) {
        try (ZmqResponder responder = echoing();
                Peer peer = meet(link, SocketType.REQ, responder)) {
            for (int[] sizes : BODIES) {
                peer.send(sizes);
                assertThat(peer.receive()).isEqualTo(Frames.describe(Frames.message(sizes)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#all")
    void shouldReplyToADealerThatSendsTheDelimiter(Link link) {
        try (ZmqResponder responder = echoing();
                Peer peer = meet(link, SocketType.DEALER, responder)) {
            peer.send(3);
            for (int[] sizes : new int[][] {{0, 3}, {5, 0, 3}, {5, 255, 300, 0, 0, 7}}) {
                peer.send(sizes);
                assertThat(peer.receive()).isEqualTo(Frames.describe(Frames.message(sizes)));
            }
            assertThat(responder.counters().malformed()).isEqualTo(1);
        }
    }

    private ZmqResponder echoing() {
        return context.responder(
                request -> request.reply(request.message()),
                ResponderOptions.builder().socket(Conversation.OPTIONS).build());
    }

    /**
     * Connects something of ours and a peer. In one of some fifty connects JeroMQ 0.6.0 never sends a byte ({@link
     * Conversation#awaitPeer}): another takes its place.
     */
    private static Peer meet(
            Rendezvous rendezvous,
            Link link,
            SocketType type,
            UnaryOperator<String> bind,
            UnaryOperator<String> connect,
            Predicate<Duration> awaitPeer) {
        Peer peer = link.library().open(type);
        rendezvous.meet(bind, connect, peer);
        for (int mute = 0; link.library() == Library.JEROMQ && mute < 5 && !awaitPeer.test(MUTE); mute++) {
            peer.close();
            peer = link.library().open(type);
            rendezvous.takeOver(peer);
        }
        assertThat(awaitPeer.test(Limits.WAIT)).as("connected").isTrue();
        return peer;
    }

    private static Peer meet(Rendezvous rendezvous, Link link, SocketType type, ZmqRequester requester) {
        return meet(rendezvous, link, type, requester::bind, requester::connect, most -> requester.awaitPeers(1, most));
    }

    private static Peer meet(Link link, SocketType type, ZmqResponder responder) {
        return meet(
                new Rendezvous(link),
                link,
                type,
                responder::bind,
                responder::connect,
                most -> responder.awaitPeers(1, most));
    }

    private static ZmqMessage get(CompletableFuture<ZmqMessage> future) throws Exception {
        return future.get(Limits.WAIT.toSeconds(), TimeUnit.SECONDS);
    }
}
