package io.zmqspring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Requests whose flow fails, does not reply, or replies too late, and the end of a gateway with open requests. */
@Timeout(60)
class ZmqInboundGatewayFailureTest extends ZmqInboundGatewayFixture {

    @Test
    void shouldReplyWithWhatTheErrorFlowReplies() {
        ZmqInboundGateway gateway = bound("inproc://failing");
        DirectChannel errorFlow = new DirectChannel();
        errorFlow.subscribe(error -> {
            assertThat(error).isInstanceOf(ErrorMessage.class);
            ZmqMessage raw = (ZmqMessage) error.getHeaders().get(ZmqHeaders.RAW_MESSAGE);
            assertThat(raw).isNotNull();
            reply(error, "sorry, " + raw.string(raw.frameCount() - 1));
        });
        gateway.setErrorChannel(errorFlow);
        started(gateway, ZmqInboundGatewayFixture::fail);

        assertThat(ask(req("inproc://failing"), "ann")).isEqualTo("sorry, ann");
        await().atMost(LIMIT).until(() -> gateway.getCounters().answered() == 1);
        assertThat(gateway.getCounters().failed()).isEqualTo(1);
    }

    @Test
    void shouldServeRequestsAlsoWhenTheirTimeOutCannotBeWatched() {
        ThreadPoolTaskScheduler ended = new ThreadPoolTaskScheduler();
        ended.initialize();
        ended.shutdown();
        ZmqInboundGateway gateway = bound("inproc://unwatched");
        gateway.setTaskScheduler(ended);
        started(gateway, ZmqInboundGatewayFixture::shout);
        ReqSocket req = req("inproc://unwatched");

        assertThat(ask(req, "one")).isEqualTo("ONE");
        assertThat(ask(req, "two")).isEqualTo("TWO");
        await().atMost(LIMIT).until(() -> gateway.getOpenRequests() == 0);
    }

    @Test
    void shouldTakeAnErrorMessageForAFailure() {
        ZmqInboundGateway gateway = bound("inproc://failing");
        gateway.setErrorReply(failure -> "failed: " + failure.getMessage());
        started(
                gateway,
                request -> ((MessageChannel) request.getHeaders().getErrorChannel())
                        .send(new ErrorMessage(new IllegalStateException("expected by this test"))));

        assertThat(ask(req("inproc://failing"), "a")).isEqualTo("failed: expected by this test");
    }

    @Test
    void shouldGiveUpARequestWhoseFlowFailsAndGoOn() {
        ZmqInboundGateway gateway = started(bound("inproc://failing"), request -> {
            if (text(request).equals("bad")) {
                fail(request);
            }
            shout(request);
        });
        ReqSocket bad = req("inproc://failing");
        bad.send(bytes("bad"));
        await().atMost(LIMIT).until(() -> gateway.getGivenUpRequests() == 1);

        assertThat(ask(req("inproc://failing"), "good")).isEqualTo("GOOD");
        assertThat(bad.tryReceive()).isNull();
        await().atMost(LIMIT).until(() -> gateway.getOpenRequests() == 0);
    }

    @Test
    void shouldUseTheErrorReplyWhenTheErrorFlowFailsToo() {
        ZmqInboundGateway gateway = bound("inproc://failing");
        DirectChannel errorFlow = new DirectChannel();
        errorFlow.subscribe(error -> {
            throw new IllegalStateException("expected by this test: no error flow");
        });
        gateway.setErrorChannel(errorFlow);
        gateway.setErrorReply(failure -> "error");
        started(gateway, ZmqInboundGatewayFixture::fail);

        assertThat(ask(req("inproc://failing"), "a")).isEqualTo("error");
        assertThat(gateway.getCounters().failed()).isEqualTo(2);
    }

    @Test
    void shouldSendARequestThatCannotBeConvertedToTheErrorChannel() {
        ZmqInboundGateway gateway = bound("inproc://text");
        gateway.setMessageConverter(new StringMessageConverter());
        gateway.setPayloadType(String.class);
        gateway.setErrorChannel(errors);
        started(gateway, ZmqInboundGatewayFixture::shout);
        ReqSocket req = req("inproc://text");

        req.send(ZmqMessage.ofStrings("two", "frames"));

        Message<?> error = next(errors);
        assertThat(error.getPayload()).asString().contains("cannot convert a request");
        reply(error, "one frame, please");
        assertThat(req.receive(LIMIT)).isEqualTo(bytes("one frame, please"));
    }

    @Test
    void shouldLetTheFlowSeeAReplyThatCannotBeSentAndReplyAgain() {
        started(bound("inproc://reply"), request -> {
            try {
                reply(request, new Object());
            } catch (MessagingException notMapped) {
                reply(request, "another");
            }
        });

        assertThat(ask(req("inproc://reply"), "a")).isEqualTo("another");
    }

    @Test
    void shouldGiveUpARequestWithoutAReplyInTimeAndDropTheLateOne() {
        ZmqInboundGateway gateway = bound("inproc://slow");
        gateway.setReplyTimeout(50);
        started(gateway, this::keep);
        ReqSocket req = req("inproc://slow");

        req.send(bytes("a"));
        Message<?> request = nextKept();
        await().atMost(LIMIT).until(() -> gateway.getGivenUpRequests() == 1);
        reply(request, "late");

        assertThat(gateway.getLateReplies()).isEqualTo(1);
        assertThat(gateway.getOpenRequests()).isZero();
        assertThat(gateway.getCounters().answered()).isZero();
        assertThat(req.tryReceive()).isNull();
    }

    @Test
    void shouldGiveEachRequestItsOwnTimeout() {
        ZmqInboundGateway gateway = bound("inproc://slow");
        gateway.setReplyTimeout(100);
        started(gateway, this::keep);
        ZmqRequester requester = requester("inproc://slow");
        for (int i = 0; i < 5; i++) {
            int given = i;
            requester.requestAsync(bytes("a"));
            nextKept();
            await().atMost(LIMIT).until(() -> gateway.getGivenUpRequests() == given + 1);
        }
        assertThat(gateway.getOpenRequests()).isZero();
    }

    @Test
    void shouldSendATimeoutToTheErrorChannelWhenItIsAnError() {
        ZmqInboundGateway gateway = bound("inproc://slow");
        gateway.setReplyTimeout(50);
        gateway.setErrorOnTimeout(true);
        gateway.setErrorChannel(errors);
        started(gateway, this::keep);
        ReqSocket req = req("inproc://slow");

        req.send(bytes("a"));
        Message<?> error = next(errors);
        assertThat(error.getPayload()).isInstanceOf(MessageTimeoutException.class);
        reply(error, "too slow");

        assertThat(req.receive(LIMIT)).isEqualTo(bytes("too slow"));
    }

    @Test
    void shouldReportOtherTimeoutsWhileTheFlowBehindOneBlocks() throws Exception {
        ThreadPoolTaskScheduler oneThread = new ThreadPoolTaskScheduler();
        oneThread.initialize();
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<Message<?>> timedOut = new LinkedBlockingQueue<>();
        DirectChannel errorFlow = new DirectChannel();
        errorFlow.subscribe(error -> {
            timedOut.add(error);
            try {
                release.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        });
        ZmqInboundGateway gateway = bound("inproc://blocking");
        gateway.setTaskScheduler(oneThread);
        gateway.setReplyTimeout(50);
        gateway.setErrorOnTimeout(true);
        gateway.setErrorChannel(errorFlow);
        started(gateway, this::keep);
        ZmqRequester requester = requester("inproc://blocking");

        for (int i = 0; i < 2; i++) {
            requester.requestAsync(bytes("a"));
            assertThat(timedOut.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                    .as("time-out %d", i)
                    .isNotNull();
        }
        release.countDown();
        oneThread.shutdown();
    }

    @Test
    void shouldReplyWithAnEmptyFrameOnAnOrdinaryRepWhenItGivesUp() {
        RepSocket rep = zmq.rep();
        rep.bind("inproc://rep");
        ZmqInboundGateway gateway = started(new ZmqInboundGateway(rep), request -> {
            if (text(request).equals("bad")) {
                fail(request);
            }
            shout(request);
        });
        ReqSocket req = req("inproc://rep");

        assertThat(ask(req, "bad")).isEmpty();
        assertThat(ask(req, "good")).isEqualTo("GOOD");
        assertThat(gateway.getGivenUpRequests()).isEqualTo(1);
    }

    @Test
    void shouldStopWhenItsOpenRequestsAreRepliedTo() {
        ZmqInboundGateway gateway = started(bound(ANY_PORT), this::keep);
        ReqSocket req = req(gateway.getBoundEndpoint());
        req.send(bytes("a"));
        Message<?> request = nextKept();

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::stop);
        assertThat(stopping).isNotDone();
        reply(request, "last");

        stopping.join();
        assertThat(req.receive(LIMIT)).isEqualTo(bytes("last"));
        assertThat(gateway.getGivenUpRequests()).isZero();
    }

    @Test
    void shouldGiveUpOpenRequestsWhenTheTimeOfItsStopIsOver() {
        ZmqInboundGateway gateway = bound(ANY_PORT);
        gateway.setShutdownTimeout(Duration.ofMillis(50));
        started(gateway, this::keep);
        requester(gateway.getBoundEndpoint()).requestAsync(bytes("a"));
        Message<?> request = nextKept();

        gateway.stop();

        assertThat(gateway.getGivenUpRequests()).isEqualTo(1);
        reply(request, "late");
        assertThat(gateway.getLateReplies()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpNoRequestOfTheNextRunWhenItsStopEnds() throws Exception {
        ZmqInboundGateway gateway = bound("inproc://restarted");
        QueueChannel replies = new QueueChannel();
        gateway.setReplyChannel(replies);
        gateway.setShutdownTimeout(Duration.ofMillis(100));
        started(gateway, this::keep);
        ZmqRequester first = requester("inproc://restarted");
        first.requestAsync(bytes("of the first run"));
        nextKept();
        // It would ask the next run again.
        first.close();

        CountDownLatch stopped = new CountDownLatch(1);
        gateway.stop(stopped::countDown);
        gateway.start();
        CompletableFuture<ZmqMessage> second = requester("inproc://restarted").requestAsync(bytes("of the second run"));
        Message<?> request = nextKept();
        assertThat(stopped.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(gateway.getGivenUpRequests()).isEqualTo(1);
        assertThat(gateway.getOpenRequests()).isEqualTo(1);
        replies.send(MessageBuilder.withPayload("reply")
                .copyHeaders(request.getHeaders())
                .build());

        assertThat(second).succeedsWithin(LIMIT).isEqualTo(ZmqMessage.of(bytes("reply")));
    }

    @Test
    void shouldReplyAgainAtTheSamePortWhenStarted() {
        ZmqInboundGateway gateway = started(bound(ANY_PORT), ZmqInboundGatewayFixture::shout);
        String endpoint = gateway.getBoundEndpoint();
        assertThat(ask(req(endpoint), "before")).isEqualTo("BEFORE");

        gateway.stop();
        gateway.start();

        assertThat(gateway.getBoundEndpoint()).isEqualTo(endpoint);
        assertThat(ask(req(endpoint), "after")).isEqualTo("AFTER");
    }

    @Test
    void shouldTakeNothingWhilePaused() {
        RestartableSocket named = RestartableSocket.of(
                SocketDefinition.of("named", SocketType.REP).withBind("inproc://paused"), () -> zmq);
        ZmqInboundGateway gateway = new ZmqInboundGateway(named);
        named.start();
        started(gateway, ZmqInboundGatewayFixture::shout);
        gateway.pause();
        ReqSocket req = req("inproc://paused");
        req.send(bytes("a"));
        await().atMost(LIMIT).until(() -> named.counters().queuedToReceive() == 1);

        assertThat(gateway.isPaused()).isTrue();
        assertThat(gateway.getCounters().requests()).isZero();
        gateway.resume();

        assertThat(req.receive(LIMIT)).isEqualTo(bytes("A"));
    }
}
