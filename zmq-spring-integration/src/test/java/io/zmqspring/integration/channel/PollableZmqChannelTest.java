package io.zmqspring.integration.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.integration.proxy.ProxyType;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.test.util.TestUtils;
import org.springframework.integration.test.util.TestUtils.TestApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

@Timeout(60)
class PollableZmqChannelTest {

    private static final long LIMIT = 10_000;
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final TestApplicationContext spring = TestUtils.createTestApplicationContext();
    private final ZmqContext zmq = ZmqContext.create();
    private final List<PollableZmqChannel> channels = new ArrayList<>();

    @BeforeEach
    void startSpring() {
        spring.refresh();
    }

    @AfterEach
    void close() {
        channels.forEach(PollableZmqChannel::destroy);
        zmq.close();
        spring.close();
    }

    @Test
    void shouldKeepMessagesInOrderUntilTheyArePolled() {
        PollableZmqChannel channel = started("local", new PollableZmqChannel(zmq));
        for (int i = 0; i < 3; i++) {
            channel.send(MessageBuilder.withPayload("text " + i)
                    .setHeader("correlationId", "c")
                    .setHeader("mine", "stays here")
                    .build());
        }

        Message<?> message = next(channel);

        assertThat(message.getPayload()).isEqualTo("text 0");
        assertThat(message.getHeaders()).containsEntry("correlationId", "c").doesNotContainKey("mine");
        assertThat(next(channel).getPayload()).isEqualTo("text 1");
        assertThat(next(channel).getPayload()).isEqualTo("text 2");
        assertThat(channel.receive(0)).isNull();
        assertThat(channel.receive(20)).isNull();
    }

    @Test
    void shouldTakeMessagesBeforeItsStart() {
        PollableZmqChannel channel = initialized("local", new PollableZmqChannel(zmq));

        channel.send(new GenericMessage<>("early"));

        assertThat(next(channel).getPayload()).isEqualTo("early");
        assertThat(channel.isRunning()).isTrue();
    }

    @Test
    void shouldGoFromProcessToProcessAndKeepItsPortOverARestart() {
        PollableZmqChannel receiving = new PollableZmqChannel(zmq);
        receiving.setReceiveBind(ANY_PORT);
        started("receiving", receiving);
        String endpoint = receiving.getReceiveEndpoints().get(0);
        PollableZmqChannel sending = new PollableZmqChannel(zmq);
        sending.setSendConnect(endpoint);
        started("sending", sending);

        sending.send(new GenericMessage<>("a"));
        assertThat(next(receiving).getPayload()).isEqualTo("a");
        receiving.stop();
        assertThat(receiving.receive(0)).isNull();
        receiving.start();
        awaitPassage(sending, receiving);

        assertThat(receiving.getReceiveEndpoints()).containsExactly(endpoint);
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> receiving.send(new GenericMessage<>("no")))
                .withMessageContaining("only receives");
        assertThatIllegalStateException()
                .isThrownBy(() -> sending.receive(0))
                .withMessageContaining("only sends")
                .withMessageContaining(endpoint);
    }

    @Test
    void shouldFollowItsProxyToOtherPorts() {
        ZmqProxyEndpoint proxy = new ZmqProxyEndpoint(zmq, ProxyType.PULL_PUSH);
        proxy.setFrontendBind(ANY_PORT);
        proxy.setBackendBind(ANY_PORT);
        proxy.setBeanName("proxy");
        proxy.setBeanFactory(spring);
        proxy.afterPropertiesSet();
        proxy.start();
        PollableZmqChannel channel = new PollableZmqChannel(zmq);
        channel.setProxy(proxy);
        started("shared", channel);
        channel.send(new GenericMessage<>("a"));
        assertThat(next(channel).getPayload()).isEqualTo("a");

        proxy.stop();
        proxy.setFrontendBind("tcp://127.0.0.2:*");
        proxy.setBackendBind("tcp://127.0.0.2:*");
        proxy.start();
        awaitPassage(channel, channel);

        proxy.stop();
    }

    @Test
    void shouldFailTheReceiveOfAMessageItCannotMapAndGoOn() {
        PollableZmqChannel channel = new PollableZmqChannel(zmq);
        channel.setReceiveBind(ANY_PORT);
        channel.setBytesMessageMapper(new RefusingMapper());
        started("receiving", channel);
        try (PushSocket peer = zmq.push()) {
            peer.connect(channel.getReceiveEndpoints().get(0));
            peer.send("bad".getBytes(StandardCharsets.UTF_8));
            peer.send("good".getBytes(StandardCharsets.UTF_8));

            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> next(channel))
                    .withMessageContaining("cannot convert a message")
                    .satisfies(failure ->
                            assertThat(failure.getFailedMessage().getPayload()).isEqualTo(ZmqMessage.ofStrings("bad")));
            assertThat(next(channel).getPayload()).isEqualTo("good");
        }
    }

    @Test
    void shouldReturnFalseWhenNoPeerHasRoomInTime() {
        PollableZmqChannel channel = new PollableZmqChannel(zmq);
        channel.setSendBind(ANY_PORT);
        started("sending", channel);

        assertThat(channel.send(new GenericMessage<>("a"), 10)).isFalse();
    }

    @Test
    void shouldEndAReceiveThatWaitsWhenStopped() throws Exception {
        PollableZmqChannel channel = started("local", new PollableZmqChannel(zmq));
        CompletableFuture<Thread> receiver = new CompletableFuture<>();
        CompletableFuture<@Nullable Message<?>> received = CompletableFuture.supplyAsync(() -> {
            receiver.complete(Thread.currentThread());
            return channel.receive();
        });
        Thread waiting = receiver.get(LIMIT, TimeUnit.MILLISECONDS);
        await().atMost(Duration.ofMillis(LIMIT)).until(() -> waiting.getState() != Thread.State.RUNNABLE);

        channel.stop();

        assertThat(received.get(LIMIT, TimeUnit.MILLISECONDS)).isNull();
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> channel.send(new GenericMessage<>("no")))
                .withMessageContaining("is not running");
    }

    @Test
    void shouldOpenNothingWhenAnEndpointIsInUse() {
        PollableZmqChannel first = new PollableZmqChannel(zmq);
        first.setReceiveBind(ANY_PORT);
        started("first", first);
        PollableZmqChannel second = new PollableZmqChannel(zmq);
        second.setReceiveBind(ANY_PORT);
        second.setSendBind(first.getReceiveEndpoints().get(0));
        second.setSendOptions(SocketOptions.defaults());
        initialized("second", second);

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(second::start);

        assertThat(second.isRunning()).isFalse();
        assertThat(second.receive(0)).isNull();
        first.stop();
        second.start();
        assertThat(second.isRunning()).isTrue();
    }

    private PollableZmqChannel initialized(String name, PollableZmqChannel channel) {
        channel.setBeanName(name);
        channel.setBeanFactory(spring);
        channel.afterPropertiesSet();
        channels.add(channel);
        return channel;
    }

    private PollableZmqChannel started(String name, PollableZmqChannel channel) {
        initialized(name, channel).start();
        return channel;
    }

    /** What is sent before the sender has noticed that its peer went may be lost. */
    private static void awaitPassage(PollableZmqChannel from, PollableZmqChannel to) {
        await().atMost(Duration.ofMillis(LIMIT)).until(() -> {
            from.send(new GenericMessage<>("b"), 0);
            return to.receive(100) != null;
        });
    }

    private static Message<?> next(PollableZmqChannel channel) {
        Message<?> message = channel.receive(LIMIT);
        assertThat(message).as("a message within %s ms", LIMIT).isNotNull();
        return message;
    }

    /** Reads text, but for the word bad. */
    private static final class RefusingMapper implements BytesMessageMapper {

        @Override
        public byte[] fromMessage(Message<?> message) {
            return message.getPayload().toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Message<?> toMessage(byte[] bytes, @Nullable Map<String, Object> headers) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.equals("bad")) {
                throw new IllegalArgumentException("expected by this test");
            }
            return new GenericMessage<>(text);
        }
    }
}
