package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.MessagesDropped;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes on the wire (28/REQREP), good and bad, seen by a bare peer. */
@Timeout(60)
class EnvelopeSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] DELIMITER = Zmtp.frame(Zmtp.MORE, new byte[0]);
    private static final SocketOptions RELAXED =
            SocketOptions.builder().reqRelaxed(true).build();

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldPutAnEmptyFrameAheadOfARequest() {
        ReqSocket req = context.req();
        try (RawPeer peer = RawPeer.connect(req.bind("tcp://127.0.0.1:*")).handshake("REP")) {
            req.send(ZmqMessage.ofStrings("a", "b"));
            assertThat(frames(peer)).containsExactly("", "a", "b");
            peer.send(DELIMITER, Zmtp.message("reply"));
            assertThat(text(req.receive(PATIENCE))).isEqualTo("reply");

            req.send(new byte[70_000]);
            assertThat(peer.readFrame().body()).isEmpty();
            assertThat(peer.readFrame().body()).hasSize(70_000);
        }
    }

    @Test
    void shouldKeepTheWholeEnvelopeOfARequestAndPutItAheadOfTheReply() {
        RepSocket rep = context.rep();
        try (RawPeer peer = RawPeer.connect(rep.bind("tcp://127.0.0.1:*")).handshake("DEALER")) {
            byte[] longId = new byte[255];
            byte[] longerId = new byte[300];
            peer.send(
                    Zmtp.frame(Zmtp.MORE, Zmtp.ascii("id1")),
                    Zmtp.frame(Zmtp.MORE, longId),
                    Zmtp.frame(Zmtp.MORE, longerId),
                    Zmtp.longHeader(Zmtp.MORE, 1),
                    Zmtp.ascii("x"),
                    DELIMITER,
                    DELIMITER,
                    Zmtp.message("body"));
            assertThat(receive(rep)).isEqualTo(ZmqMessage.ofStrings("", "body"));

            rep.send(Zmtp.ascii("reply"));

            assertThat(peer.read(5)).isEqualTo(Zmtp.frame(Zmtp.MORE, Zmtp.ascii("id1")));
            assertThat(peer.read(257)).isEqualTo(Zmtp.frame(Zmtp.MORE, longId));
            assertThat(peer.read(309)).isEqualTo(Zmtp.frame(Zmtp.MORE, longerId));
            assertThat(peer.read(3)).isEqualTo(Zmtp.frame(Zmtp.MORE, Zmtp.ascii("x")));
            assertThat(frames(peer)).containsExactly("", "reply");
        }
    }

    @Test
    void shouldDropARequestWithoutADelimiterWithAnEventAndStayReady() {
        RepSocket rep = context.rep();
        EventRecorder events = EventRecorder.of(rep);
        try (RawPeer peer = RawPeer.connect(rep.bind("tcp://127.0.0.1:*")).handshake("DEALER")) {
            peer.send(
                    Zmtp.message("no delimiter"),
                    Zmtp.message(""),
                    Zmtp.join(Zmtp.frame(Zmtp.MORE, Zmtp.ascii("a")), Zmtp.message("b")),
                    Zmtp.join(Zmtp.frame(Zmtp.MORE, Zmtp.ascii("a")), Zmtp.message("")),
                    Zmtp.join(Zmtp.frame(Zmtp.MORE, new byte[100_000]), DELIMITER, Zmtp.message("large id")),
                    Zmtp.join(DELIMITER, Zmtp.message("good")));

            assertThat(text(rep.receive(PATIENCE))).isEqualTo("good");
            assertThat(rep.counters().dropped()).isEqualTo(5);
            assertThat(events.await(MessagesDropped.class).reason()).contains("28/REQREP");
            assertThat(context.counters().bodyBytes()).isZero();
            rep.send(Zmtp.ascii("reply"));
            assertThat(frames(peer)).containsExactly("", "reply");
            assertThat(rep.counters().protocolViolations()).isZero();
        }
    }

    @Test
    void shouldBoundTheEnvelopeItKeeps() {
        RepSocket rep = context.rep();
        EventRecorder events = EventRecorder.of(rep);
        try (RawPeer peer = RawPeer.connect(rep.bind("tcp://127.0.0.1:*")).handshake("DEALER")) {
            byte[] id = Zmtp.frame(Zmtp.MORE, new byte[62]);
            List<byte[]> parts = new ArrayList<>();
            for (int i = 0; i < 1024; i++) {
                parts.add(id);
            }
            parts.add(DELIMITER);
            parts.add(Zmtp.message("too much"));
            peer.send(parts.toArray(byte[][]::new));
            parts.remove(0);
            parts.set(parts.size() - 1, Zmtp.message("just fits"));
            peer.send(parts.toArray(byte[][]::new));

            assertThat(text(rep.receive(PATIENCE))).isEqualTo("just fits");
            assertThat(events.await(MessagesDropped.class).reason()).contains("65536");
            rep.send(Zmtp.ascii("reply"));
            assertThat(frames(peer)).hasSize(1025).endsWith("", "reply");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://gone"})
    void shouldDropTheReplyToAPeerThatHasGoneAndTakeTheNextRequest(String where) {
        RepSocket rep = context.rep();
        String endpoint = rep.bind(where);
        EventRecorder events = EventRecorder.of(rep);
        ReqSocket leaving = context.req();
        leaving.connect(endpoint);
        leaving.send(Zmtp.ascii("1"));
        assertThat(text(rep.receive(PATIENCE))).isEqualTo("1");
        leaving.close();
        events.await(Disconnected.class);

        rep.send(Zmtp.ascii("nobody gets it"));

        assertThat(rep.counters().dropped()).isOne();
        assertThat(events.await(MessagesDropped.class).reason()).contains("gone");
        ReqSocket next = context.req();
        next.connect(endpoint);
        next.send(Zmtp.ascii("2"));
        assertThat(text(rep.receive(PATIENCE))).isEqualTo("2");
    }

    @Test
    void shouldDropMalformedRepliesAndTakeTheGoodOne() {
        ReqSocket req = context.req();
        EventRecorder events = EventRecorder.of(req);
        try (RawPeer peer = RawPeer.connect(req.bind("tcp://127.0.0.1:*")).handshake("REP")) {
            req.send(Zmtp.ascii("request"));
            assertThat(frames(peer)).containsExactly("", "request");
            peer.send(
                    Zmtp.message("no delimiter"),
                    Zmtp.message(""),
                    Zmtp.join(Zmtp.frame(Zmtp.MORE, Zmtp.ascii("ab")), DELIMITER, Zmtp.message("an id too many")),
                    Zmtp.join(Zmtp.frame(Zmtp.MORE, new byte[70_000]), DELIMITER, Zmtp.message("a large one")),
                    Zmtp.join(DELIMITER, Zmtp.message("good")));

            assertThat(text(req.receive(PATIENCE))).isEqualTo("good");
            assertThat(req.counters().dropped()).isEqualTo(4);
            assertThat(req.peers()).as("the connection stays").hasSize(1);
            assertThat(events.await(MessagesDropped.class).reason()).contains("envelope");
        }
    }

    @Test
    void shouldTakeTheReplyOnlyOfThePeerThatWasAsked() {
        ReqSocket req = context.req();
        String endpoint = req.bind("tcp://127.0.0.1:*");
        try (RawPeer one = RawPeer.connect(endpoint).handshake("REP");
                RawPeer two = RawPeer.connect(endpoint).handshake("REP")) {
            assertThat(req.awaitPeers(2, PATIENCE)).isTrue();
            for (RawPeer asked : List.of(one, two)) {
                RawPeer other = asked == one ? two : one;
                req.send(Zmtp.ascii("request"));
                assertThat(frames(asked)).containsExactly("", "request");
                other.send(DELIMITER, Zmtp.message("of another peer"));
                Awaitility.await().atMost(PATIENCE).until(() -> req.counters().queuedToReceive() == 1);
                assertThat(req.tryReceive()).isNull();
                asked.send(DELIMITER, Zmtp.message("reply"));
                assertThat(text(req.receive(PATIENCE))).isEqualTo("reply");
            }
            assertThat(req.counters().dropped()).isEqualTo(2);
        }
    }

    @Test
    void shouldDiscardWhatCameBeforeTheRequest() {
        ReqSocket req = context.req();
        try (RawPeer peer = RawPeer.connect(req.bind("tcp://127.0.0.1:*")).handshake("REP")) {
            peer.send(DELIMITER, Zmtp.message("unasked"));
            Awaitility.await().atMost(PATIENCE).until(() -> req.counters().queuedToReceive() == 1);

            req.send(Zmtp.ascii("request"));
            peer.send(DELIMITER, Zmtp.message("reply"));

            assertThat(text(req.receive(PATIENCE))).isEqualTo("reply");
            assertThat(req.counters().dropped()).isOne();
        }
    }

    @Test
    void shouldNumberRequestsAndSkipRepliesWithAnotherNumber() {
        ReqSocket req = context.req(SocketOptions.builder().reqCorrelate(true).build());
        try (RawPeer peer = RawPeer.connect(req.bind("tcp://127.0.0.1:*")).handshake("REP")) {
            byte[] last = {};
            for (int i = 0; i < 3; i++) {
                req.send(Zmtp.ascii("request" + i));
                byte[] number = peer.readFrame().body();
                assertThat(number).hasSize(4).isNotEqualTo(last);
                assertThat(frames(peer)).containsExactly("", "request" + i);
                peer.send(
                        Zmtp.join(DELIMITER, Zmtp.message("no number")),
                        Zmtp.join(Zmtp.frame(Zmtp.MORE, last), DELIMITER, Zmtp.message("the last number")),
                        Zmtp.join(Zmtp.frame(Zmtp.MORE, number), Zmtp.message("no delimiter")),
                        Zmtp.join(Zmtp.frame(Zmtp.MORE, number), DELIMITER, Zmtp.message("reply" + i)));
                assertThat(text(req.receive(PATIENCE))).isEqualTo("reply" + i);
                last = number;
            }
            assertThat(req.counters().dropped()).isEqualTo(9);
        }
    }

    @Test
    void shouldSendAgainWithoutAReplyWhenRelaxedAndDiscardTheLateReply() {
        ReqSocket req = context.req(RELAXED);
        try (RawPeer peer = RawPeer.connect(req.bind("tcp://127.0.0.1:*")).handshake("REP")) {
            req.send(Zmtp.ascii("first"));
            byte[] first = peer.readFrame().body();
            assertThat(first).as("numbered, since relaxed").hasSize(4);
            assertThat(frames(peer)).containsExactly("", "first");
            req.send(Zmtp.ascii("second"));
            byte[] second = peer.readFrame().body();
            assertThat(frames(peer)).containsExactly("", "second");

            peer.send(
                    Zmtp.join(Zmtp.frame(Zmtp.MORE, first), DELIMITER, Zmtp.message("late")),
                    Zmtp.join(Zmtp.frame(Zmtp.MORE, second), DELIMITER, Zmtp.message("in time")));

            assertThat(text(req.receive(PATIENCE))).isEqualTo("in time");
            assertThat(req.peers()).as("the connection stays").hasSize(1);
        }
    }

    @Test
    void shouldNotNumberWhenRelaxedAloneIsAskedFor() {
        ReqSocket req = context.req(RELAXED.toBuilder().reqCorrelate(false).build());
        try (RawPeer peer = RawPeer.connect(req.bind("tcp://127.0.0.1:*")).handshake("REP")) {
            req.send(Zmtp.ascii("first"));
            req.send(Zmtp.ascii("second"));
            assertThat(frames(peer)).containsExactly("", "first");
            assertThat(frames(peer)).containsExactly("", "second");
        }
    }

    @Test
    void shouldWaitWhenThePeerDiesWithTheRequestAndSendAgainOnlyWhenRelaxed() {
        for (SocketOptions options : List.of(SocketOptions.defaults(), RELAXED)) {
            ReqSocket req = context.req(options);
            String endpoint = req.bind("tcp://127.0.0.1:*");
            EventRecorder events = EventRecorder.of(req);
            RawPeer dying = RawPeer.connect(endpoint).handshake("REP");
            req.send(Zmtp.ascii("request"));
            frames(dying);
            dying.reset();
            events.await(Disconnected.class);
            try (RawPeer next = RawPeer.connect(endpoint).handshake("REP")) {
                assertThat(req.awaitPeers(1, PATIENCE)).isTrue();
                next.send(DELIMITER, Zmtp.message("of a peer that was not asked"));
                assertThat(req.receive(Duration.ofMillis(50))).isNull();
                if (options == RELAXED) {
                    req.send(Zmtp.ascii("again"));
                    assertThat(frames(next)).hasSize(3).endsWith("", "again");
                }
            }
        }
    }

    @Test
    void shouldLetARouterReplyToARequestWithItsEnvelope() {
        RouterSocket router = context.router();
        ReqSocket req = context.req();
        req.connect(router.bind("tcp://127.0.0.1:*"));
        req.send(Zmtp.ascii("request"));
        ZmqMessage request = receive(router);
        assertThat(request.frameCount()).isEqualTo(3);
        assertThat(request.frame(1)).isEmpty();

        router.send(request.frame(0), Zmtp.ascii("without delimiter"));
        router.send(request.frame(0), ZmqMessage.ofStrings("", "reply"));

        assertThat(text(req.receive(PATIENCE))).isEqualTo("reply");
        assertThat(req.counters().dropped()).isOne();
    }

    private static List<String> frames(RawPeer peer) {
        List<String> frames = new ArrayList<>();
        RawPeer.Frame frame;
        do {
            frame = peer.readFrame();
            frames.add(Zmtp.text(frame.body()));
        } while ((frame.flags() & Zmtp.MORE) != 0);
        return frames;
    }

    private static ZmqMessage receive(MultipartReceiver socket) {
        ZmqMessage message = socket.receiveMessage(PATIENCE);
        assertThat(message).isNotNull();
        return message;
    }

    private static String text(byte[] body) {
        assertThat(body).isNotNull();
        return Zmtp.text(body);
    }
}
