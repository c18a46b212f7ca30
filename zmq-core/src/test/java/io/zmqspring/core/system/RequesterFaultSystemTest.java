package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import java.nio.ByteBuffer;
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

/** Peers of a requester that reply late, twice, to others, with garbage, or not at all. */
@Timeout(60)
class RequesterFaultSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RequestOptions PATIENT = RequestOptions.of(PATIENCE);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqRequester requester = context.requester();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldGiveARequestUpInTimeAndCountTheReplyThatComesLater() throws Exception {
        RouterSocket router = connectedRouter();
        Calls.Running<ZmqMessage> call =
                Calls.start(() -> requester.request(new byte[] {1}, RequestOptions.of(Duration.ofMillis(50))));
        CompletableFuture<ZmqMessage> future =
                requester.requestAsync(new byte[] {2}, RequestOptions.of(Duration.ofMillis(50)));
        List<ZmqMessage> requests = List.of(receive(router), receive(router));
        for (CompletableFuture<ZmqMessage> late : List.of(call.result(), future)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(late))
                    .havingCause()
                    .isInstanceOf(ZmqRequestTimeoutException.class)
                    .withMessageContaining("PT0.05S")
                    .withMessageContaining("it was sent")
                    .satisfies(failure -> assertThat(((ZmqRequestTimeoutException) failure).mayHaveBeenHandled())
                            .isTrue());
        }
        requests.forEach(router::send);
        askAndReply(router);
        assertThat(requester.counters().timedOut()).isEqualTo(2);
        assertThat(requester.counters().late()).isEqualTo(2);
        assertThat(requester.counters().inFlight()).isZero();
    }

    @Test
    void shouldTakeTheFirstOfTwoReplies() throws Exception {
        RouterSocket router = connectedRouter();
        CompletableFuture<ZmqMessage> reply = requester.requestAsync(new byte[] {1}, PATIENT);
        ZmqMessage request = receive(router);
        router.send(replyTo(request, "first"));
        router.send(replyTo(request, "second"));
        assertThat(get(reply)).isEqualTo(ZmqMessage.ofStrings("first"));
        askAndReply(router);
        assertThat(requester.counters().late()).isEqualTo(1);
        assertThat(requester.counters().answered()).isEqualTo(2);
    }

    @Test
    void shouldDropAndCountWhatIsNoReply() throws Exception {
        RouterSocket router = connectedRouter();
        CompletableFuture<ZmqMessage> reply = requester.requestAsync(new byte[] {1}, PATIENT);
        ZmqMessage request = receive(router);
        byte[] peer = request.frame(0);
        byte[] number = request.frame(1);
        byte[] empty = {};
        byte[] full = {1};
        assertThat(number).hasSize(8);
        router.send(peer, empty);
        router.send(peer, number);
        router.send(peer, ZmqMessage.of(number, empty));
        router.send(peer, ZmqMessage.of(number, full, full));
        router.send(peer, ZmqMessage.of(number, full));
        router.send(peer, ZmqMessage.of(new byte[7], empty, full));
        router.send(peer, ZmqMessage.of(new byte[9], empty, full));
        router.send(peer, ZmqMessage.of(new byte[1 << 20], empty, full));
        router.send(peer, ZmqMessage.of(empty, number, empty, full));
        for (long offset : new long[] {1, 1 << 20, Long.MAX_VALUE, -1}) {
            byte[] forged = ByteBuffer.allocate(8)
                    .putLong(ByteBuffer.wrap(number).getLong() + offset)
                    .array();
            router.send(peer, ZmqMessage.of(forged, empty, full));
        }
        router.send(replyTo(request, "real"));
        assertThat(get(reply)).isEqualTo(ZmqMessage.ofStrings("real"));
        assertThat(requester.counters().malformed()).isEqualTo(9);
        assertThat(requester.counters().unknown()).isEqualTo(4);
        assertThat(requester.counters().late()).isZero();
    }

    @Test
    void shouldNotTakeAReplyOfAPeerThatWasNotAsked() throws Exception {
        RouterSocket first = connectedRouter();
        RouterSocket second = connectedRouter();
        CompletableFuture<ZmqMessage> ofFirst = requester.requestAsync(new byte[] {1}, PATIENT);
        CompletableFuture<ZmqMessage> ofSecond = requester.requestAsync(new byte[] {2}, PATIENT);
        ZmqMessage toFirst = receive(first);
        ZmqMessage toSecond = receive(second);
        first.send(toFirst.frame(0), ZmqMessage.of(toSecond.frame(1), new byte[0], new byte[] {9}));
        second.send(toSecond.frame(0), ZmqMessage.of(toFirst.frame(1), new byte[0], new byte[] {9}));
        first.send(toFirst);
        second.send(toSecond);
        assertThat(get(ofFirst).frame(0)).isEqualTo(toFirst.frame(3));
        assertThat(get(ofSecond).frame(0)).isEqualTo(toSecond.frame(3));
        // A forged reply may be read after the true one of the other peer: then it is late.
        assertThat(requester.counters().unknown() + requester.counters().late()).isEqualTo(2);
    }

    @Test
    void shouldStayUsableInAFloodOfLateReplies() throws Exception {
        int flood = 200_000;
        RouterSocket router = connectedRouter();
        CompletableFuture<ZmqMessage> first = requester.requestAsync(new byte[] {1}, PATIENT);
        ZmqMessage request = receive(router);
        router.send(request);
        get(first);
        Calls.Running<Void> flooder = Calls.start(() -> {
            for (int i = 0; i < flood; i++) {
                router.send(request);
            }
        });
        Calls.Running<Void> server = Calls.start(() -> {
            for (int i = 0; i < 50; i++) {
                router.send(receive(router));
            }
        });
        for (int i = 0; i < 50; i++) {
            assertThat(requester.request(new byte[] {(byte) i}, PATIENT).frame(0))
                    .containsExactly(i);
        }
        get(server.result());
        get(flooder.result());
        askAndReply(router);
        assertThat(requester.counters().late()).isEqualTo(flood);
    }

    @Test
    void shouldAskAnotherPeerWhenTheFirstIsSilent() throws Exception {
        List<RouterSocket> routers = List.of(connectedRouter(), connectedRouter());
        RequestOptions twice = PATIENT.withAttempts(2).withAttemptTimeout(Duration.ofMillis(50));
        for (boolean waits : new boolean[] {true, false}) {
            CompletableFuture<ZmqMessage> reply = waits
                    ? Calls.start(() -> requester.request(new byte[] {1}, twice))
                            .result()
                    : requester.requestAsync(new byte[] {1}, twice);
            ZmqMessage first = null;
            RouterSocket silent = null;
            while (first == null) {
                silent = routers.get(silent == routers.get(0) ? 1 : 0);
                first = silent.receiveMessage(Duration.ofMillis(1));
            }
            RouterSocket other = routers.get(silent == routers.get(0) ? 1 : 0);
            ZmqMessage second = receive(other);
            assertThat(second.frame(1)).as("the number").isEqualTo(first.frame(1));
            other.send(replyTo(second, "second"));
            assertThat(get(reply)).isEqualTo(ZmqMessage.ofStrings("second"));
            silent.send(replyTo(first, "first"));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> {
            CompletableFuture<ZmqMessage> any = requester.requestAsync(new byte[] {3}, PATIENT);
            for (RouterSocket router : routers) {
                ZmqMessage request = router.receiveMessage(Duration.ofMillis(10));
                if (request != null) {
                    router.send(request);
                }
            }
            get(any);
            return requester.counters().late() == 2;
        });
        assertThat(requester.counters().retried()).isEqualTo(2);
        assertThat(requester.counters().failedOver()).isZero();
    }

    @Test
    void shouldTakeTheReplyOfAnEarlierAttempt() throws Exception {
        RouterSocket only = connectedRouter();
        CompletableFuture<ZmqMessage> reply = requester.requestAsync(
                new byte[] {1}, PATIENT.withAttempts(2).withAttemptTimeout(Duration.ofMillis(20)));
        ZmqMessage first = receive(only);
        ZmqMessage second = receive(only);
        assertThat(second).isEqualTo(first);
        only.send(replyTo(first, "first"));
        assertThat(get(reply)).isEqualTo(ZmqMessage.ofStrings("first"));
        assertThat(only.receiveMessage(Duration.ofMillis(50)))
                .as("a third attempt")
                .isNull();
    }

    private RouterSocket connectedRouter() {
        int before = requester.peers().size();
        RouterSocket router =
                context.router(SocketOptions.builder().routerMandatory(true).build());
        requester.connect(router.bind("tcp://127.0.0.1:*"));
        assertThat(requester.awaitPeers(before + 1, PATIENCE)).isTrue();
        return router;
    }

    /** Replies that nobody waits for are taken with those that somebody does. */
    private void askAndReply(RouterSocket router) throws Exception {
        CompletableFuture<ZmqMessage> reply = requester.requestAsync(new byte[] {0}, PATIENT);
        router.send(receive(router));
        get(reply);
    }

    private static ZmqMessage receive(RouterSocket router) {
        ZmqMessage request = router.receiveMessage(PATIENCE);
        assertThat(request).as("a request").isNotNull();
        return request;
    }

    private static ZmqMessage replyTo(ZmqMessage request, String text) {
        List<byte[]> frames = new ArrayList<>(request.frames().subList(0, 3));
        frames.add(text.getBytes());
        return ZmqMessage.of(frames);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
