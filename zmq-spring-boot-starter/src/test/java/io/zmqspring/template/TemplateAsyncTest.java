package io.zmqspring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.RequesterDefinition;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.TestThreads;
import io.zmqspring.support.ZmqReplyTimeoutException;
import io.zmqspring.support.ZmqSendTimeoutException;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import io.zmqspring.support.converter.PayloadMessageConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sends and requests that do not wait, and requests in flight together. */
@Timeout(60)
class TemplateAsyncTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
    private final ZmqRequesterRegistry requesters = new ZmqRequesterRegistry(registry);
    private final ZmqTemplate template = new ZmqTemplate(registry, requesters, new PayloadMessageConverter());
    private final RouterSocket server = context.router();

    @BeforeEach
    void defineSockets() {
        server.bind("inproc://server");
        registry.register(SocketDefinition.of("req", SocketType.REQ).withConnect("inproc://server"));
        registry.register(SocketDefinition.of("named-req", SocketType.REQ)
                .withConnect("inproc://server")
                .withOptions(
                        SocketOptions.builder().routingId(RoutingId.of("me")).build()));
        requesters.register(RequesterDefinition.of("requester", "inproc://server"), true);
        registry.register(SocketDefinition.of("out", SocketType.PUSH)
                .withConnect("inproc://line")
                .withOptions(SocketOptions.builder().sendHwm(10).build()));
    }

    @AfterEach
    void closeAll() {
        requesters.destroy();
        registry.destroy();
        context.close();
    }

    @Test
    void shouldHaveManyRequestsOfAReqInFlight() {
        List<CompletableFuture<String>> replies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            replies.add(template.sendAndReceiveAsync("req", "" + i, String.class));
        }

        List<ZmqMessage> requests = received(100);
        Collections.reverse(requests);
        requests.forEach(server::send);

        for (int i = 0; i < 100; i++) {
            assertThat(replies.get(i)).succeedsWithin(LIMIT).isEqualTo("" + i);
        }
    }

    @Test
    void shouldNotLetASlowReplyHoldUpOthers() {
        CompletableFuture<Void> slow = TestThreads.run(() -> template.sendAndReceive("req", "slow", String.class));
        ZmqMessage first = received(1).get(0);
        CompletableFuture<Void> fast = TestThreads.run(() -> template.sendAndReceive("req", "fast", String.class));
        server.send(received(1).get(0));

        assertThat(fast).succeedsWithin(LIMIT);
        assertThat(slow).isNotDone();
        server.send(first);
        assertThat(slow).succeedsWithin(LIMIT);
    }

    @Test
    void shouldSendRequestsOfANamedRequester() {
        CompletableFuture<String> reply = template.sendAndReceiveAsync("requester", "hello", String.class, LIMIT);
        server.send(received(1).get(0));

        assertThat(reply).succeedsWithin(LIMIT).isEqualTo("hello");
        assertThat(requesters.findRequester("requester").counters().answered()).isEqualTo(1);
    }

    @Test
    void shouldFailWithoutAReplyInTime() {
        assertThat(template.sendAndReceiveAsync("requester", "lost", String.class, SHORT))
                .failsWithin(LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqReplyTimeoutException.class)
                .withMessageContaining("socket 'requester': no reply within PT0.05S");
    }

    @Test
    void shouldGiveUpACancelledRequest() {
        CompletableFuture<String> reply = template.sendAndReceiveAsync("requester", "never", String.class);

        reply.cancel(false);

        assertThat(requesters.findRequester("requester").counters().cancelled()).isEqualTo(1);
        assertThat(requesters.findRequester("requester").counters().inFlight()).isZero();
    }

    @Test
    void shouldTakeTurnsOverAReqWithARoutingIdOnly() {
        CompletableFuture<Void> request =
                TestThreads.run(() -> assertThat(template.sendAndReceive("named-req", "hello", String.class))
                        .isEqualTo("hello"));
        ZmqMessage received = received(1).get(0);
        assertThat(received.string(0)).isEqualTo("me");
        server.send(received);

        assertThat(request).succeedsWithin(LIMIT);
        assertThatExceptionOfType(ZmqSocketTypeException.class)
                .isThrownBy(() -> template.sendAndReceiveAsync("named-req", "hello", String.class))
                .withMessageContaining("configure it under zmq.requesters");
    }

    @Test
    void shouldStopWithTheSocketAndGoOnWithIt() {
        assertThat(template.sendAndReceiveAsync("req", "one", String.class)).isNotDone();
        registry.getSocket("req").start();
        registry.getSocket("req").stop();

        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> template.sendAndReceive("req", "two", String.class))
                .withMessage("socket 'req' is stopped: start it first");
        assertThat(requesters.getRequestersOfSockets().get("req").isRunning()).isFalse();

        registry.getSocket("req").start();
        CompletableFuture<String> reply = template.sendAndReceiveAsync("req", "three", String.class);
        ZmqMessage request;
        do {
            request = received(1).get(0);
            server.send(request);
        } while (!request.string(request.frameCount() - 1).equals("three"));
        assertThat(reply).succeedsWithin(LIMIT).isEqualTo("three");
    }

    @Test
    void shouldNameAllThatAreKnown() {
        assertThatExceptionOfType(ZmqUnknownSocketException.class)
                .isThrownBy(() -> template.sendAndReceive("reg", "x", String.class))
                .withMessageContaining("[req, named-req, out, requester]");
    }

    @Test
    void shouldSendInOrderOnceThereIsRoom() {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(template.sendAsync("out", "" + i));
        }
        assertThat(sent.get(99)).isNotDone();

        PullSocket pull = context.pull();
        pull.bind("inproc://line");

        for (int i = 0; i < 100; i++) {
            assertThat(pull.receive(LIMIT)).asString().isEqualTo("" + i);
        }
        assertThat(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)))
                .succeedsWithin(LIMIT);
    }

    @Test
    void shouldCompleteOtherSendsWhileWhatFollowsOneBlocks() {
        CompletableFuture<Void> waiting;
        do {
            waiting = template.sendAsync("out", "x");
        } while (waiting.isDone());
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> blocked = waiting.thenRun(() -> awaitRelease(release));
        CompletableFuture<Void> other = template.sendAsync("out", "y").thenRun(() -> {});

        PullSocket pull = context.pull();
        pull.bind("inproc://line");

        assertThat(other).succeedsWithin(LIMIT);
        assertThat(blocked).isNotDone();
        release.countDown();
        assertThat(blocked).succeedsWithin(LIMIT);
    }

    @Test
    void shouldReceiveOtherRepliesWhileWhatFollowsOneBlocks() {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> blocked =
                template.sendAndReceiveAsync("req", "a", String.class).thenRun(() -> awaitRelease(release));
        server.send(received(1).get(0));
        CompletableFuture<String> other = template.sendAndReceiveAsync("req", "b", String.class);
        server.send(received(1).get(0));

        assertThat(other).succeedsWithin(LIMIT).isEqualTo("b");
        assertThat(blocked).isNotDone();
        release.countDown();
        assertThat(blocked).succeedsWithin(LIMIT);
    }

    @Test
    void shouldCompleteRequestsOnTheExecutorAndWithoutItWhenItRefuses() {
        List<Runnable> tasks = Collections.synchronizedList(new ArrayList<>());
        template.setTaskExecutor(tasks::add);
        CompletableFuture<String> first = template.sendAndReceiveAsync("req", "a", String.class);
        server.send(received(1).get(0));
        await().atMost(LIMIT).until(() -> tasks.size() == 1);
        assertThat(first).isNotDone();
        tasks.get(0).run();
        assertThat(first).isCompletedWithValue("a");

        template.setTaskExecutor(task -> {
            throw new RejectedExecutionException("closed");
        });
        CompletableFuture<String> second = template.sendAndReceiveAsync("req", "b", String.class);
        server.send(received(1).get(0));
        assertThat(second).succeedsWithin(LIMIT).isEqualTo("b");
    }

    @Test
    void shouldNotSendLaterWhatHadNoRoomInTime() {
        template.setSendTimeout(SHORT);
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        do {
            sent.add(template.sendAsync("out", "x"));
        } while (sent.get(sent.size() - 1).isDone());

        assertThat(sent.get(sent.size() - 1))
                .failsWithin(LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqSendTimeoutException.class);
    }

    @Test
    void shouldBoundWhatWaits() {
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        int sent = 0;
        while (!last.isCompletedExceptionally() && sent < AsyncSends.CAPACITY + 100) {
            last = template.sendAsync("out", "x");
            sent++;
        }

        assertThat(last)
                .failsWithin(LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqSendTimeoutException.class);
        assertThat(sent).isGreaterThan(AsyncSends.CAPACITY);
    }

    private static void awaitRelease(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ZmqMessage> received(int count) {
        List<ZmqMessage> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ZmqMessage request = server.receiveMessage(LIMIT);
            assertThat(request).isNotNull();
            requests.add(request);
        }
        return requests;
    }
}
