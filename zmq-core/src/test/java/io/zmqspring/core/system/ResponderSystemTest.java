package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RequestHandler;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequest;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.ResponderCounters;
import io.zmqspring.core.option.ResponderOptions;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.EventRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A responder and REQ and DEALER sockets: envelopes, replies of any thread in any order, failures, bounds, its end. */
@Timeout(60)
class ResponderSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();
    private final BlockingQueue<ZmqRequest> received = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://order"})
    void shouldReplyInAnyOrderFromAnyThread(String where) throws Exception {
        ZmqResponder responder = context.responder(received::add);
        String endpoint = responder.bind(where);
        List<ReqSocket> reqs = new ArrayList<>();
        List<ZmqRequest> requests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ReqSocket req =
                    context.req(SocketOptions.builder().reqCorrelate(i % 2 == 0).build());
            req.connect(endpoint);
            req.send(ZmqMessage.ofStrings("request", "", "of " + i));
            reqs.add(req);
            ZmqRequest request = next();
            assertThat(request.message()).isEqualTo(ZmqMessage.ofStrings("request", "", "of " + i));
            requests.add(request);
        }
        for (int i = 4; i >= 0; i--) {
            ZmqRequest request = requests.get(i);
            ZmqMessage reply = ZmqMessage.ofStrings("reply", "", "to " + i);
            assertThat(Calls.start(() -> request.reply(reply)).result().get(20, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(reqs.get(i).receiveMessage(PATIENCE)).isEqualTo(reply);
            assertThat(request.isOpen()).isFalse();
        }
        assertThat(responder.counters()).isEqualTo(new ResponderCounters(5, 0, 5, 0, 0, 0, 0, 0));
    }

    @Test
    void shouldTellWhereARequestComesFrom() throws Exception {
        ZmqResponder responder = context.responder(received::add);
        String endpoint = responder.bind("tcp://127.0.0.1:*");
        ReqSocket named = context.req(
                SocketOptions.builder().routingId(RoutingId.of("asker")).build());
        named.connect(endpoint);
        named.send(new byte[1]);
        ZmqRequest request = next();
        assertThat(request.routingId()).isEqualTo(RoutingId.of("asker"));
        assertThat(request.peerAddress()).startsWith("tcp://127.0.0.1:");
        ReqSocket nameless = context.req();
        nameless.connect(endpoint);
        nameless.send(new byte[1]);
        assertThat(next().routingId().isAssigned()).isTrue();
    }

    @Test
    void shouldTakeOneReplyOnly() throws Exception {
        ZmqResponder responder = context.responder(received::add);
        ReqSocket req = connected(responder);
        req.send(new byte[] {1});
        ZmqRequest request = next();
        request.reply(new byte[] {2});
        assertThatExceptionOfType(ZmqStateException.class)
                .isThrownBy(() -> request.reply(new byte[] {3}))
                .withMessageContaining("replied to already")
                .withMessageContaining(request.peerAddress());
        request.giveUp();
        assertThat(req.receive(PATIENCE)).containsExactly(2);

        req.send(new byte[] {4});
        ZmqRequest second = next();
        second.giveUp();
        assertThatExceptionOfType(ZmqStateException.class)
                .isThrownBy(() -> second.reply(new byte[] {3}))
                .withMessageContaining("given up already");
        assertThat(responder.counters()).isEqualTo(new ResponderCounters(2, 0, 1, 0, 0, 1, 0, 0));
    }

    @Test
    void shouldDropAMessageWithoutDelimiterWithAnEvent() throws Exception {
        ZmqResponder responder = context.responder(received::add);
        EventRecorder events = new EventRecorder();
        responder.addMonitorListener(events);
        DealerSocket dealer = context.dealer();
        dealer.connect(responder.bind("tcp://127.0.0.1:*"));
        dealer.send(ZmqMessage.ofStrings("no", "delimiter"));
        dealer.send(ZmqMessage.ofStrings("id", "", "request"));
        assertThat(next().message()).isEqualTo(ZmqMessage.ofStrings("request"));
        assertThat(events.await(MonitorEvent.MessagesDropped.class).reason()).contains("28/REQREP");
        assertThat(responder.counters().malformed()).isEqualTo(1);
        assertThat(responder.socketCounters().dropped()).isEqualTo(1);
    }

    @Test
    void shouldTellOfAHandlerThatThrowsAndLetItsCallbackReply() throws Exception {
        RequestHandler failing = request -> {
            throw new IllegalStateException("failed on " + request.message().string(0));
        };
        ZmqResponder responder = context.responder(failing.withFailureHandler(
                (request, failure) -> request.reply(ZmqMessage.ofStrings("error", failure.getMessage()))));
        ReqSocket req = connected(responder);
        req.send("x".getBytes());
        assertThat(req.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("error", "failed on x"));
        awaitCounters(responder, new ResponderCounters(1, 0, 1, 0, 0, 0, 1, 0));

        ZmqResponder silent = context.responder(failing.withFailureHandler((request, failure) -> {
            received.add(request);
            throw new IllegalStateException("failed again");
        }));
        connected(silent).send("y".getBytes());
        ZmqRequest request = next();
        awaitCounters(silent, new ResponderCounters(1, 0, 0, 0, 0, 1, 1, 0));
        assertThat(request.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://gone"})
    void shouldCountAReplyToAPeerThatHasDeparted(String where) throws Exception {
        ZmqResponder responder = context.responder(received::add);
        ReqSocket req = context.req();
        req.connect(responder.bind(where));
        req.send(new byte[] {1});
        ZmqRequest request = next();
        req.close();
        Awaitility.await().atMost(PATIENCE).until(() -> responder.counters().departed() == 1);
        assertThat(request.isOpen()).isTrue();
        assertThat(request.reply(new byte[] {2})).isFalse();
        assertThat(responder.counters()).isEqualTo(new ResponderCounters(1, 0, 0, 1, 1, 0, 0, 0));
        assertThat(responder.socketCounters().dropped()).isEqualTo(1);
    }

    @Test
    void shouldNotReplyToThePeerThatComesAfterTheOneThatAsked() throws Exception {
        ZmqResponder responder = context.responder(received::add);
        DealerSocket first = context.dealer();
        String endpoint = first.bind("tcp://127.0.0.1:*");
        responder.connect(endpoint);
        first.send(ZmqMessage.ofStrings("1", "", "request"));
        ZmqRequest request = next();
        first.close();
        DealerSocket second = context.dealer();
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> second.bind(endpoint) != null);
        assertThat(second.awaitPeers(1, PATIENCE)).isTrue();
        second.send(ZmqMessage.ofStrings("2", "", "request"));
        ZmqRequest next = next();
        assertThat(request.reply(new byte[] {1})).isFalse();
        assertThat(next.reply(new byte[] {2})).isTrue();
        assertThat(second.receiveMessage(PATIENCE).string(0)).isEqualTo("2");
    }

    @Test
    void shouldReceiveNoMoreThanMayBeOpen() throws Exception {
        ZmqResponder responder = context.responder(
                received::add, ResponderOptions.builder().maxOpenRequests(2).build());
        DealerSocket dealer = context.dealer();
        dealer.connect(responder.bind("tcp://127.0.0.1:*"));
        for (int i = 0; i < 10; i++) {
            dealer.send(ZmqMessage.ofStrings("", String.valueOf(i)));
        }
        for (int i = 0; i < 10; i += 2) {
            ZmqRequest first = next();
            ZmqRequest second = next();
            assertThat(responder.counters().open()).isEqualTo(2);
            assertThat(received.poll(20, TimeUnit.MILLISECONDS)).isNull();
            first.reply(first.message());
            second.giveUp();
        }
        for (int i = 0; i < 10; i += 2) {
            assertThat(dealer.receiveMessage(PATIENCE)).isEqualTo(ZmqMessage.ofStrings("", String.valueOf(i)));
        }
        dealer.send(ZmqMessage.ofStrings("", "10"));
        dealer.send(ZmqMessage.ofStrings("", "11"));
        next();
        next();
        dealer.close();
        connected(responder.endpoints().get(0).endpoint()).send(new byte[] {12});
        assertThat(next().message().frame(0)).containsExactly(12);
    }

    @Test
    void shouldHandleOnTheExecutor() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        CountDownLatch all = new CountDownLatch(4);
        try {
            ZmqResponder responder = context.responder(
                    request -> {
                        all.countDown();
                        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
                        request.reply(request.message());
                    },
                    ResponderOptions.builder().executor(executor).build());
            DealerSocket dealer = context.dealer();
            dealer.connect(responder.bind("tcp://127.0.0.1:*"));
            for (int i = 0; i < 4; i++) {
                dealer.send(ZmqMessage.ofStrings("", String.valueOf(i)));
            }
            for (int i = 0; i < 4; i++) {
                assertThat(dealer.receiveMessage(PATIENCE)).isNotNull();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void shouldSendWhatIsQueuedWhenItsHandlerClosesIt() {
        ZmqResponder[] responder = new ZmqResponder[1];
        CountDownLatch closed = new CountDownLatch(1);
        responder[0] = context.responder(request -> {
            request.reply(request.message());
            responder[0].close();
            closed.countDown();
        });
        ReqSocket req = connected(responder[0]);
        req.send(new byte[] {7});
        assertThat(req.receive(PATIENCE)).containsExactly(7);
        Awaitility.await().atMost(PATIENCE).until(() -> closed.getCount() == 0);
        assertThat(responder[0].isClosed()).isTrue();
    }

    @Test
    void shouldTakeNoReplyOnceItIsClosed() throws Exception {
        ZmqResponder responder = context.responder(received::add);
        connected(responder).send(new byte[] {7});
        ZmqRequest request = next();
        responder.close();
        responder.close();
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> request.reply(new byte[1]));
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> responder.bind("inproc://closed"));

        ZmqResponder other = context.responder(received::add);
        context.close();
        assertThat(other.isClosed()).isTrue();
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> context.responder(received::add));
    }

    private ReqSocket connected(ZmqResponder responder) {
        return connected(responder.bind("tcp://127.0.0.1:*"));
    }

    private ReqSocket connected(String endpoint) {
        ReqSocket req = context.req();
        req.connect(endpoint);
        return req;
    }

    /** A reply arrives before it is counted. */
    private static void awaitCounters(ZmqResponder responder, ResponderCounters expected) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(responder.counters()).isEqualTo(expected));
    }

    private ZmqRequest next() throws InterruptedException {
        ZmqRequest request = received.poll(20, TimeUnit.SECONDS);
        assertThat(request).as("a request").isNotNull();
        return request;
    }
}
