package io.zmqspring.core.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequest;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests over one REQ socket when replies are late. */
@Timeout(60)
class LockStepRequesterTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ZmqContext zmq = ZmqContext.create();
    private final BlockingQueue<ZmqRequest> kept = new LinkedBlockingQueue<>();
    private final String server = zmq.responder(kept::add).bind("tcp://127.0.0.1:*");

    @AfterEach
    void close() {
        zmq.close();
    }

    @Test
    void shouldWaitForTheLateReplyAndDropItAheadOfTheNextRequest() throws Exception {
        ReqSocket req = zmq.req();
        req.connect(server);
        assertThat(req.awaitPeers(1, LIMIT)).isTrue();
        LockStepRequester requests = new LockStepRequester(req);

        assertTimeout(requests, "1", true, "no reply at");
        assertTimeout(requests, "2", false, "is still due");
        CompletableFuture<ZmqMessage> reply = ask(requests, "3");
        reply(nextKept(), "late");
        reply(nextKept(), "3");

        assertThat(reply.join().string(0)).isEqualTo("re 3 to 3");
    }

    @Test
    void shouldNotWaitForTheLateReplyWhenRelaxed() throws Exception {
        ReqSocket req = zmq.req(
                SocketOptions.builder().reqRelaxed(true).reqCorrelate(true).build());
        req.connect(server);
        assertThat(req.awaitPeers(1, LIMIT)).isTrue();
        LockStepRequester requests = new LockStepRequester(req);

        assertTimeout(requests, "1", true, "no reply at");
        CompletableFuture<ZmqMessage> reply = ask(requests, "2");
        ZmqRequest first = nextKept();
        reply(nextKept(), "2");

        assertThat(reply.join().string(0)).isEqualTo("re 2 to 2");
        assertThat(first.message().string(0)).isEqualTo("1");
    }

    @Test
    void shouldExpectNoLateReplyOnASocketThatWasOpenedAgain() throws Exception {
        RestartableSocket named = RestartableSocket.of(
                SocketDefinition.of("named", SocketType.REQ).withConnect(server), () -> zmq);
        named.start();
        assertThat(named.awaitPeers(1, LIMIT)).isTrue();
        LockStepRequester requests = new LockStepRequester((ReqSocket) named);
        assertTimeout(requests, "1", true, "no reply at");
        nextKept();

        named.stop();
        named.start();
        CompletableFuture<ZmqMessage> reply = ask(requests, "2");
        reply(nextKept(), "2");

        assertThat(reply.join().string(0)).isEqualTo("re 2 to 2");
    }

    @Test
    void shouldOpenARestartableSocketAgainWhoseReplyNeverCame() throws Exception {
        RestartableSocket named = RestartableSocket.of(
                SocketDefinition.of("named", SocketType.REQ).withConnect(server), () -> zmq);
        LockStepRequester requests = new LockStepRequester((ReqSocket) named);
        assertThat(named.awaitPeers(1, LIMIT)).isTrue();

        assertTimeout(requests, "1", true, "no reply at");
        CompletableFuture<ZmqMessage> reply = ask(requests, "2");
        ZmqRequest first = nextKept();
        reply(nextKept(), "2");

        assertThat(reply.join().string(0)).isEqualTo("re 2 to 2");
        assertThat(first.message().string(0)).isEqualTo("1");
    }

    @Test
    void shouldNotOpenASocketThatItsOwnerHasStopped() throws Exception {
        RestartableSocket named = RestartableSocket.of(
                SocketDefinition.of("named", SocketType.REQ).withConnect(server), () -> zmq);
        LockStepRequester requests = new LockStepRequester((ReqSocket) named);
        assertThat(named.awaitPeers(1, LIMIT)).isTrue();
        assertTimeout(requests, "1", true, "no reply at");
        named.stop();

        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> requests.request(ZmqMessage.ofStrings("2"), LIMIT));
        assertThat(named.state()).isEqualTo(SocketState.STOPPED);
    }

    @Test
    void shouldWaitForItsTurn() throws Exception {
        ReqSocket req = zmq.req();
        req.connect(server);
        assertThat(req.awaitPeers(1, LIMIT)).isTrue();
        LockStepRequester requests = new LockStepRequester(req);
        CompletableFuture<ZmqMessage> one = ask(requests, "1");
        ZmqRequest first = nextKept();

        assertTimeout(requests, "2", false, "was busy with other requests");
        CompletableFuture<ZmqMessage> three = ask(requests, "3");
        reply(first, "1");
        reply(nextKept(), "3");

        assertThat(one.join().string(0)).isEqualTo("re 1 to 1");
        assertThat(three.join().string(0)).isEqualTo("re 3 to 3");
    }

    @Test
    void shouldFailWhenThereIsNoPeer() {
        ReqSocket req = zmq.req();
        req.bind("inproc://nobody");

        assertTimeout(new LockStepRequester(req), "1", false, "had room");
    }

    private static void assertTimeout(LockStepRequester requests, String text, boolean sent, String reason) {
        assertThatExceptionOfType(ZmqRequestTimeoutException.class)
                .isThrownBy(() -> requests.request(ZmqMessage.ofStrings(text), SHORT))
                .withMessageContaining(reason)
                .satisfies(failure -> assertThat(failure.mayHaveBeenHandled()).isEqualTo(sent));
    }

    private static CompletableFuture<ZmqMessage> ask(LockStepRequester requests, String text) {
        return CompletableFuture.supplyAsync(() -> requests.request(ZmqMessage.ofStrings(text), LIMIT));
    }

    private static void reply(ZmqRequest request, String text) {
        request.reply(("re " + text + " to " + request.message().string(0)).getBytes(UTF_8));
    }

    private ZmqRequest nextKept() throws InterruptedException {
        ZmqRequest next = kept.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(next).as("a request within %s", LIMIT).isNotNull();
        return next;
    }
}
