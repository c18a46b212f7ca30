package io.zmqspring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.test.util.TestUtils;
import org.springframework.integration.test.util.TestUtils.TestApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;

/** A context of each kind, and gateways and their flows that end with the test. */
abstract class ZmqInboundGatewayFixture {

    static final Duration LIMIT = Duration.ofSeconds(10);
    static final String ANY_PORT = "tcp://127.0.0.1:*";

    final TestApplicationContext spring = TestUtils.createTestApplicationContext();
    final ZmqContext zmq = ZmqContext.create();
    final List<ZmqInboundGateway> gateways = new ArrayList<>();
    final QueueChannel errors = new QueueChannel();

    /** Requests that their flow has not replied to. */
    final BlockingQueue<Message<?>> kept = new LinkedBlockingQueue<>();

    @BeforeEach
    void startSpring() {
        spring.refresh();
    }

    @AfterEach
    void close() {
        gateways.forEach(ZmqInboundGateway::destroy);
        zmq.close();
        spring.close();
    }

    final ZmqInboundGateway bound(String endpoint) {
        return bound(SocketType.REP, endpoint);
    }

    final ZmqInboundGateway bound(SocketType type, String endpoint) {
        ZmqInboundGateway gateway = new ZmqInboundGateway(zmq, type);
        gateway.setBind(endpoint);
        return gateway;
    }

    final ZmqInboundGateway started(ZmqInboundGateway gateway, MessageHandler flow) {
        gateways.add(gateway);
        DirectChannel requests = new DirectChannel();
        requests.subscribe(flow);
        gateway.setRequestChannel(requests);
        gateway.setBeanName("gateway");
        gateway.setBeanFactory(spring);
        gateway.afterPropertiesSet();
        gateway.start();
        return gateway;
    }

    /** A flow that replies in capitals at once. */
    static void shout(Message<?> request) {
        reply(request, text(request).toUpperCase(Locale.ROOT));
    }

    /** A flow that replies to nothing. */
    final void keep(Message<?> request) {
        kept.add(request);
    }

    /** A flow that fails. */
    static void fail(Message<?> request) {
        throw new IllegalArgumentException("expected by this test: " + text(request));
    }

    static void reply(Message<?> request, Object payload) {
        assertThat(request.getHeaders().getReplyChannel()).isInstanceOf(MessageChannel.class);
        ((MessageChannel) request.getHeaders().getReplyChannel()).send(new GenericMessage<>(payload));
    }

    final Message<?> nextKept() {
        try {
            Message<?> next = kept.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(next).as("a request within %s", LIMIT).isNotNull();
            return next;
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    final ReqSocket req(@Nullable String endpoint) {
        assertThat(endpoint).isNotNull();
        ReqSocket req = zmq.req();
        req.connect(endpoint);
        return req;
    }

    final ZmqRequester requester(@Nullable String endpoint) {
        assertThat(endpoint).isNotNull();
        ZmqRequester requester = zmq.requester();
        requester.connect(endpoint);
        return requester;
    }

    static String ask(ReqSocket req, String request) {
        req.send(bytes(request));
        byte[] reply = req.receive(LIMIT);
        assertThat(reply).as("a reply to %s within %s", request, LIMIT).isNotNull();
        return new String(reply, UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(Message<?> message) {
        return message.getPayload() instanceof byte[] bytes
                ? new String(bytes, UTF_8)
                : message.getPayload().toString();
    }

    static Message<?> next(QueueChannel channel) {
        Message<?> message = channel.receive(LIMIT.toMillis());
        assertThat(message).as("a message within %s", LIMIT).isNotNull();
        return message;
    }
}
