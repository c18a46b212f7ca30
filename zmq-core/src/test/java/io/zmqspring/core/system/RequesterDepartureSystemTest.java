package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.core.error.ZmqPeerDepartedException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers of a requester that depart with requests in flight, before, amid and after they have them. */
@Timeout(60)
class RequesterDepartureSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RequestOptions PATIENT = RequestOptions.of(Duration.ofSeconds(40));

    private final ZmqContext context = ZmqContext.create();
    private final ZmqRequester requester = context.requester();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://departs"})
    void shouldFailAtOnceWhenThePeerDepartsWithTheRequest(String where) throws Exception {
        RouterSocket router = context.router();
        requester.connect(router.bind(where));
        CompletableFuture<ZmqMessage> future = requester.requestAsync(new byte[] {1}, PATIENT);
        Calls.Running<ZmqMessage> call = Calls.start(() -> requester.request(new byte[] {2}, PATIENT));
        receive(router);
        receive(router);
        router.close();
        for (CompletableFuture<ZmqMessage> lost : List.of(future, call.result())) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(lost))
                    .havingCause()
                    .isInstanceOf(ZmqPeerDepartedException.class)
                    .withMessageContaining("attempts=1")
                    .satisfies(failure -> assertThat(((ZmqPeerDepartedException) failure).mayHaveBeenHandled())
                            .isTrue());
        }
        assertThat(requester.counters().departed()).isEqualTo(2);
        assertThat(requester.counters().inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://fails-over"})
    void shouldFailOverToAnotherEndpointWhenItMay(String where) throws Exception {
        RouterSocket router = context.router();
        requester.connect(router.bind(where));
        CompletableFuture<ZmqMessage> future = requester.requestAsync(new byte[] {1}, PATIENT.withAttempts(2));
        Calls.Running<ZmqMessage> call = Calls.start(() -> requester.request(new byte[] {2}, PATIENT.withAttempts(2)));
        receive(router);
        receive(router);
        ZmqResponder responder = context.responder(request -> request.reply(request.message()));
        requester.connect(responder.bind("tcp://127.0.0.1:*"));
        assertThat(requester.awaitPeers(2, PATIENCE)).isTrue();
        router.close();
        assertThat(get(future).frame(0)).containsExactly(1);
        assertThat(get(call.result()).frame(0)).containsExactly(2);
        assertThat(requester.counters().failedOver()).isEqualTo(2);
        assertThat(requester.counters().retried()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://restarts"})
    void shouldAskAPeerThatIsStartedAgain(String where) throws Exception {
        RouterSocket router = context.router();
        String endpoint = requester.connect(router.bind(where));
        CompletableFuture<ZmqMessage> future = requester.requestAsync(new byte[] {1}, PATIENT.withAttempts(3));
        receive(router);
        router.close();
        ZmqResponder responder = context.responder(request -> request.reply(request.message()));
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> responder.bind(endpoint) != null);
        assertThat(get(future).frame(0)).containsExactly(1);
    }

    @Test
    void shouldGiveToAnotherPeerWhatTheDepartedOneNeverGot() throws Exception {
        int count = 40;
        try (RawPeer.Listener listener = new RawPeer.Listener().receiveBuffer(4096)) {
            String endpoint = requester.connect(listener.endpoint());
            RawPeer deaf = listener.accept().handshake("ROUTER");
            assertThat(requester.awaitPeers(1, PATIENCE)).isTrue();
            List<CompletableFuture<ZmqMessage>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                futures.add(requester.requestAsync(new byte[1 << 19], PATIENT));
            }
            ZmqResponder responder = context.responder(request -> request.reply(new byte[] {7}));
            requester.connect(responder.bind("tcp://127.0.0.1:*"));
            assertThat(requester.awaitPeers(2, PATIENCE)).isTrue();
            deaf.reset();
            int answered = 0;
            for (CompletableFuture<ZmqMessage> future : futures) {
                if (future.handle((reply, failure) -> failure == null).get(20, TimeUnit.SECONDS)) {
                    answered++;
                } else {
                    assertThatExceptionOfType(ExecutionException.class)
                            .isThrownBy(future::get)
                            .withCauseInstanceOf(ZmqPeerDepartedException.class);
                }
            }
            // What the operating systems had room for may have been read; of the rest nothing is lost.
            assertThat(answered).isGreaterThan(count / 2);
            assertThat(requester.counters().departed()).isEqualTo(count - answered);
            assertThat(requester.counters().failedOver()).isZero();
            requester.disconnect(endpoint);
        }
    }

    @Test
    void shouldGiveToAnotherPeerWhatAClosedSocketOfTheSameProcessHasNotReceived() throws Exception {
        RouterSocket router = context.router();
        requester.connect(router.bind("inproc://closes"));
        assertThat(requester.awaitPeers(1, PATIENCE)).isTrue();
        CompletableFuture<ZmqMessage> received = requester.requestAsync(new byte[] {1}, PATIENT);
        receive(router);
        List<CompletableFuture<ZmqMessage>> unread = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            unread.add(requester.requestAsync(new byte[] {2}, PATIENT));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> router.counters().queuedToReceive() == 5);
        ZmqResponder responder = context.responder(request -> request.reply(request.message()));
        requester.connect(responder.bind("inproc://stays"));
        assertThat(requester.awaitPeers(2, PATIENCE)).isTrue();

        router.close();

        for (CompletableFuture<ZmqMessage> each : unread) {
            assertThat(get(each).frame(0)).containsExactly(2);
        }
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> get(received))
                .withCauseInstanceOf(ZmqPeerDepartedException.class);
        assertThat(requester.counters().departed()).isOne();
        assertThat(requester.counters().failedOver()).isZero();
    }

    @Test
    void shouldNotGiveARequestThatEndsConnectionsToEveryPeer() throws Exception {
        try (RawPeer.Listener listener = new RawPeer.Listener().receiveBuffer(4096)) {
            requester.connect(listener.endpoint());
            CompletableFuture<ZmqMessage> future = requester.requestAsync(new byte[16 << 20], PATIENT);
            for (int i = 0; i < 3; i++) {
                RawPeer peer = listener.accept().handshake("ROUTER");
                peer.read(64);
                peer.reset();
            }
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(future))
                    .withCauseInstanceOf(ZmqPeerDepartedException.class);
        }
    }

    @Test
    void shouldTakeTheReplyThatCameBeforeThePeerDeparted() throws Exception {
        for (int round = 0; round < 100; round++) {
            try (RawPeer.Listener listener = new RawPeer.Listener()) {
                String endpoint = requester.connect(listener.endpoint());
                RawPeer peer = listener.accept().handshake("ROUTER");
                CompletableFuture<ZmqMessage> future = round % 2 == 0
                        ? requester.requestAsync(new byte[] {(byte) round}, PATIENT)
                        : Calls.start(() -> requester.request(new byte[] {5}, PATIENT))
                                .result();
                byte[] number = peer.readFrame().body();
                peer.readFrame();
                peer.readFrame();
                peer.send(Zmtp.frame(Zmtp.MORE, number), Zmtp.frame(Zmtp.MORE, new byte[0]), Zmtp.frame(0, new byte[] {1
                }));
                peer.closeWhenDelivered();
                assertThat(get(future).frame(0)).containsExactly(1);
                requester.disconnect(endpoint);
            }
        }
        assertThat(requester.counters().departed()).isZero();
    }

    @Test
    void shouldFailWhatADisconnectedPeerHas() throws Exception {
        RouterSocket router = context.router();
        String endpoint = requester.connect(router.bind("tcp://127.0.0.1:*"));
        CompletableFuture<ZmqMessage> future = requester.requestAsync(new byte[] {1}, PATIENT);
        receive(router);
        requester.disconnect(endpoint);
        router.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> get(future))
                .withCauseInstanceOf(ZmqPeerDepartedException.class);
    }

    @Test
    void shouldLoseNoRequestWhilePeersComeAndGo() throws Exception {
        try (ZmqRequester busy = context.requester(RequesterOptions.builder()
                .request(PATIENT.withAttempts(100).withAttemptTimeout(Duration.ofSeconds(40)))
                .socket(SocketOptions.builder()
                        .reconnectInterval(Duration.ofMillis(5))
                        .build())
                .build())) {
            String[] endpoints = new String[2];
            for (int i = 0; i < 2; i++) {
                ZmqResponder responder = context.responder(request -> request.reply(request.message()));
                endpoints[i] = busy.connect(responder.bind("tcp://127.0.0.1:*"));
                responder.close();
            }
            List<CompletableFuture<ZmqMessage>> futures = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                String endpoint = endpoints[round % 2];
                ZmqResponder responder = context.responder(request -> request.reply(request.message()));
                Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> responder.bind(endpoint) != null);
                for (int i = 0; i < 200; i++) {
                    futures.add(busy.requestAsync(new byte[] {(byte) i}));
                }
                long answered = round * 50L;
                Awaitility.await().atMost(PATIENCE).until(() -> busy.counters().answered() >= answered);
                responder.close();
            }
            ZmqResponder last = context.responder(request -> request.reply(request.message()));
            Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> last.bind(endpoints[0]) != null);
            for (int i = 0; i < futures.size(); i++) {
                assertThat(get(futures.get(i)).frame(0)).containsExactly((byte) (i % 200));
            }
        }
    }

    private static ZmqMessage receive(RouterSocket router) {
        ZmqMessage request = router.receiveMessage(PATIENCE);
        assertThat(request).as("a request").isNotNull();
        return request;
    }

    private static ZmqMessage get(CompletableFuture<ZmqMessage> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
