package io.zmqspring.integration.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequest;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.ResponderOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.DefaultZmqHeaderMapper;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.handler.advice.RequestHandlerRetryAdvice;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.integration.test.util.TestUtils;
import org.springframework.integration.test.util.TestUtils.TestApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;

@Timeout(60)
class ZmqOutboundGatewayTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final TestApplicationContext spring = TestUtils.createTestApplicationContext();
    private final ZmqContext zmq = ZmqContext.create();
    private final QueueChannel replies = new QueueChannel();
    private final QueueChannel errors = new QueueChannel();
    private final BlockingQueue<ZmqRequest> kept = new LinkedBlockingQueue<>();

    @BeforeEach
    void startSpring() {
        spring.refresh();
    }

    @AfterEach
    void close() {
        zmq.close();
        spring.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://server"})
    void shouldGoOnWithTheReplyAndTheHeadersOfTheRequest(String endpoint) {
        ZmqOutboundGateway gateway = started(connected(shouting(endpoint)));

        gateway.handleMessage(
                MessageBuilder.withPayload("hello").setHeader("mine", 1).build());

        Message<?> reply = next(replies);
        assertThat(reply.getPayload()).isEqualTo("HELLO".getBytes(UTF_8));
        assertThat(reply.getHeaders()).containsEntry("mine", 1).containsEntry(ZmqHeaders.FRAME_COUNT, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepThoseHeadersOfTheRequestThatSayWhereItBelongs(boolean async) {
        String endpoint = zmq.responder(
                        request -> request.reply(ZmqMessage.ofStrings(
                                "ZMQH/1\ncorrelation-id:of-the-peer\nsequenceNumber:7\nsequenceSize:9\n"
                                        + "mine:of-the-peer\n",
                                "reply")),
                        ResponderOptions.defaults())
                .bind(ANY_PORT);
        ZmqOutboundGateway gateway = connected(endpoint);
        DefaultZmqHeaderMapper all = new DefaultZmqHeaderMapper();
        all.setInboundHeaderNames("*");
        gateway.setHeaderMapper(all);
        gateway.setAsync(async);
        started(gateway);

        gateway.handleMessage(MessageBuilder.withPayload("a")
                .setCorrelationId("c")
                .setSequenceNumber(1)
                .setSequenceSize(2)
                .setHeader("mine", "of the request")
                .build());
        gateway.handleMessage(new GenericMessage<>("b"));

        assertThat(next(replies).getHeaders())
                .containsEntry("correlationId", "c")
                .containsEntry("sequenceNumber", 1)
                .containsEntry("sequenceSize", 2)
                .containsEntry("mine", "of-the-peer");
        assertThat(next(replies).getHeaders()).containsEntry("correlationId", "of-the-peer");
    }

    @Test
    void shouldUseAGivenRequesterAndLeaveItOpen() {
        ZmqRequester requester = zmq.requester();
        requester.connect(shouting("inproc://server"));
        ZmqOutboundGateway gateway = started(new ZmqOutboundGateway(requester));

        gateway.handleMessage(new GenericMessage<>("a"));
        assertThat(next(replies).getPayload()).isEqualTo("A".getBytes(UTF_8));
        gateway.stop();

        assertThat(requester.isClosed()).isFalse();
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> gateway.handleMessage(new GenericMessage<>("b")))
                .withMessageContaining("is not running");
        assertThatIllegalStateException().isThrownBy(() -> gateway.setConnect("inproc://other"));
    }

    @Test
    void shouldHaveManyRequestsInFlightWhenAsynchronous() throws Exception {
        int count = 100;
        ZmqOutboundGateway gateway = connected(keeping());
        gateway.setAsync(true);
        started(gateway);
        for (int i = 0; i < count; i++) {
            gateway.handleMessage(new GenericMessage<>(Integer.toString(i)));
        }
        assertThat(gateway.getRequestsInFlight()).isEqualTo(count);

        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            expected.add("re " + i);
            ZmqRequest request = nextKept();
            request.reply(("re " + request.message().string(0)).getBytes(UTF_8));
        }

        Set<String> received = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            received.add(new String((byte[]) next(replies).getPayload(), UTF_8));
        }
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void shouldFailWhenNoReplyComesInTime() {
        ZmqOutboundGateway gateway = connected(keeping());
        gateway.setReplyTimeout(Duration.ofMillis(50));
        started(gateway);
        Message<String> request = new GenericMessage<>("a");

        assertThatExceptionOfType(MessageTimeoutException.class)
                .isThrownBy(() -> gateway.handleMessage(request))
                .withCauseInstanceOf(ZmqRequestTimeoutException.class)
                .satisfies(failure -> assertThat(failure.getFailedMessage()).isSameAs(request));
    }

    @Test
    void shouldSendAnAsynchronousFailureToTheErrorChannel() {
        ZmqOutboundGateway gateway = connected(keeping());
        gateway.setReplyTimeout(Duration.ofMillis(50));
        gateway.setAsync(true);
        started(gateway);

        gateway.handleMessage(
                MessageBuilder.withPayload("a").setErrorChannel(errors).build());

        assertThat(next(errors))
                .isInstanceOfSatisfying(
                        ErrorMessage.class,
                        error -> assertThat(error.getPayload())
                                .isInstanceOf(MessageTimeoutException.class)
                                .hasCauseInstanceOf(ZmqRequestTimeoutException.class));
    }

    @Test
    void shouldAskAgainWhenAnAdviceSaysSo() {
        AtomicInteger asked = new AtomicInteger();
        ZmqResponder responder = zmq.responder(request -> {
            if (asked.incrementAndGet() < 3) {
                request.giveUp();
            } else {
                request.reply("third".getBytes(UTF_8));
            }
        });
        ZmqOutboundGateway gateway = connected(responder.bind(ANY_PORT));
        gateway.setReplyTimeout(Duration.ofMillis(200));
        RequestHandlerRetryAdvice advice = new RequestHandlerRetryAdvice();
        advice.setRetryPolicy(
                RetryPolicy.builder().maxRetries(5).delay(Duration.ZERO).build());
        gateway.setAdviceChain(List.of(advice));
        started(gateway);

        gateway.handleMessage(new GenericMessage<>("a"));

        assertThat(next(replies).getPayload()).isEqualTo("third".getBytes(UTF_8));
        assertThat(asked).hasValue(3);
    }

    @Test
    void shouldAskAnotherPeerWhenItMayAskTwice() throws Exception {
        ZmqResponder dying = zmq.responder(kept::add);
        ZmqOutboundGateway gateway = connected(dying.bind("inproc://first"), shouting("inproc://second"));
        gateway.setAttempts(2);
        gateway.setAsync(true);
        started(gateway);

        gateway.handleMessage(new GenericMessage<>("a"));
        gateway.handleMessage(new GenericMessage<>("a"));
        nextKept();
        dying.close();

        assertThat(next(replies).getPayload()).isEqualTo("A".getBytes(UTF_8));
        assertThat(next(replies).getPayload()).isEqualTo("A".getBytes(UTF_8));
    }

    @Test
    void shouldFailWhatIsInFlightWhenStoppedAndAskAgainWhenStarted() throws Exception {
        ZmqOutboundGateway gateway = connected(keeping());
        gateway.setAsync(true);
        started(gateway);
        gateway.handleMessage(
                MessageBuilder.withPayload("a").setErrorChannel(errors).build());
        nextKept();

        gateway.stop();
        assertThat(next(errors).getPayload()).isInstanceOf(MessageDeliveryException.class);
        assertThat(gateway.getRequestsInFlight()).isZero();
        gateway.start();
        gateway.handleMessage(new GenericMessage<>("b"));
        nextKept().reply("re b".getBytes(UTF_8));

        assertThat(next(replies).getPayload()).isEqualTo("re b".getBytes(UTF_8));
    }

    @Test
    void shouldBindAndKeepItsPortOverRestarts() {
        ZmqOutboundGateway gateway = new ZmqOutboundGateway(zmq);
        gateway.setBind(ANY_PORT);
        started(gateway);
        List<String> bound = gateway.getBoundEndpoints();
        assertThat(bound).hasSize(1);

        gateway.stop();
        gateway.start();

        assertThat(gateway.getBoundEndpoints()).isEqualTo(bound);
        zmq.responder(request -> request.reply("pong".getBytes(UTF_8))).connect(bound.get(0));
        gateway.handleMessage(new GenericMessage<>("ping"));
        assertThat(next(replies).getPayload()).isEqualTo("pong".getBytes(UTF_8));
    }

    @Test
    void shouldTakeAnotherPortWhenItsOwnIsTaken() {
        ZmqOutboundGateway gateway = new ZmqOutboundGateway(zmq);
        gateway.setBind(ANY_PORT);
        started(gateway);
        String before = gateway.getBoundEndpoints().get(0);
        gateway.stop();

        try (PullSocket thief = zmq.pull()) {
            thief.bind(before);
            gateway.start();

            assertThat(gateway.getBoundEndpoints()).hasSize(1).doesNotContain(before);
        }
    }

    @Test
    void shouldConvertRequestsAndReplies() {
        ZmqOutboundGateway gateway = connected(shouting("inproc://server"));
        gateway.setMessageConverter(new StringMessageConverter(UTF_8));
        gateway.setPayloadType(String.class);
        gateway.setRequesterOptions(RequesterOptions.builder().maxInFlight(1).build());
        started(gateway);

        gateway.handleMessage(new GenericMessage<>("ä"));

        assertThat(next(replies).getPayload()).isEqualTo("Ä");
    }

    @Test
    void shouldAskOverAReqSocket() {
        ReqSocket req = zmq.req();
        req.connect(shouting(ANY_PORT));
        ZmqOutboundGateway gateway = started(new ZmqOutboundGateway(req));

        gateway.handleMessage(new GenericMessage<>("a"));

        Message<?> reply = next(replies);
        assertThat(reply.getPayload()).isEqualTo("A".getBytes(UTF_8));
        assertThat(reply.getHeaders()).containsEntry(ZmqHeaders.SOCKET_TYPE, SocketType.REQ);
        gateway.stop();
        assertThat(req.isClosed()).isFalse();
    }

    @Test
    void shouldRefuseManyRequestsOverAReqSocket() {
        ZmqOutboundGateway gateway = new ZmqOutboundGateway(zmq.req());
        gateway.setAsync(true);
        gateway.setBeanFactory(spring);
        assertThatIllegalStateException()
                .isThrownBy(gateway::afterPropertiesSet)
                .withMessageStartingWith("a REQ socket has one request at a time, sent once: async=true, attempts=0");
    }

    @Test
    void shouldRefuseARequesterWithoutEndpoint() {
        ZmqOutboundGateway gateway = new ZmqOutboundGateway(zmq);
        gateway.setBeanFactory(spring);
        assertThatIllegalStateException()
                .isThrownBy(gateway::afterPropertiesSet)
                .withMessage("an outbound gateway needs an endpoint to bind or to connect: bind=[], connect=[]");
    }

    private String shouting(String endpoint) {
        return zmq.responder(
                        request -> request.reply(
                                ZmqMessage.ofStrings(request.message().string(0).toUpperCase(Locale.ROOT))),
                        ResponderOptions.defaults())
                .bind(endpoint);
    }

    private String keeping() {
        return zmq.responder(kept::add).bind(ANY_PORT);
    }

    private ZmqRequest nextKept() throws InterruptedException {
        ZmqRequest next = kept.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(next).as("a request within %s", LIMIT).isNotNull();
        return next;
    }

    private ZmqOutboundGateway connected(String... endpoints) {
        ZmqOutboundGateway gateway = new ZmqOutboundGateway(zmq);
        gateway.setConnect(endpoints);
        return gateway;
    }

    private ZmqOutboundGateway started(ZmqOutboundGateway gateway) {
        gateway.setOutputChannel(replies);
        gateway.setBeanName("gateway");
        gateway.setBeanFactory(spring);
        gateway.setBeanClassLoader(getClass().getClassLoader());
        gateway.afterPropertiesSet();
        gateway.start();
        await().atMost(LIMIT).until(gateway::isRunning);
        return gateway;
    }

    private static Message<?> next(QueueChannel channel) {
        Message<?> message = channel.receive(LIMIT.toMillis());
        assertThat(message).as("a message within %s", LIMIT).isNotNull();
        return message;
    }
}
