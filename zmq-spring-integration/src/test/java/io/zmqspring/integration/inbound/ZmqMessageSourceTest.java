package io.zmqspring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.integration.test.util.TestUtils;
import org.springframework.integration.test.util.TestUtils.TestApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.StringMessageConverter;

@Timeout(60)
class ZmqMessageSourceTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final TestApplicationContext spring = TestUtils.createTestApplicationContext();
    private final ZmqContext zmq = ZmqContext.create();

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
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://source"})
    void shouldGiveOneMessageAPoll(String endpoint) {
        ZmqMessageSource source = new ZmqMessageSource(zmq);
        source.setBind(endpoint);
        source.setReceiveTimeout(LIMIT);
        started(source);
        PushSocket sender = zmq.push();
        sender.connect(source.getBoundEndpoint());

        sender.send("one".getBytes(UTF_8));
        sender.send(ZmqMessage.ofStrings("two", "frames"));

        assertThat(source.receive().getPayload()).isEqualTo("one".getBytes(UTF_8));
        Message<?> second = source.receive();
        assertThat(second.getPayload()).isEqualTo(ZmqMessage.ofStrings("two", "frames"));
        assertThat(second.getHeaders())
                .containsEntry(ZmqHeaders.FRAME_COUNT, 2)
                .containsEntry(ZmqHeaders.RECEIVED_SOCKET, "source")
                .containsKey(ZmqHeaders.PEER_ADDRESS);
    }

    @Test
    void shouldNotWaitByDefault() {
        ZmqMessageSource source = new ZmqMessageSource(zmq);
        source.setBind("inproc://source");
        started(source);

        assertThat(source.receive()).isNull();
    }

    @Test
    void shouldGiveNothingWhilePausedOrStopped() {
        RestartableSocket named = RestartableSocket.of(
                SocketDefinition.of("named", SocketType.PULL).withBind("inproc://source"), () -> zmq);
        named.start();
        ZmqMessageSource source = started(new ZmqMessageSource(named));
        PushSocket sender = zmq.push();
        sender.connect("inproc://source");
        sender.send("a".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> named.counters().queuedToReceive() == 1);

        source.pause();
        assertThat(source.receive()).isNull();
        source.resume();
        source.stop();
        assertThat(source.receive()).isNull();
        source.start();

        assertThat(source.receive().getPayload()).isEqualTo("a".getBytes(UTF_8));
        named.stop();
        assertThat(source.receive()).isNull();
    }

    @Test
    void shouldSubscribeAtRunTime() {
        PubSocket pub = zmq.pub();
        pub.bind("inproc://prices");
        ZmqMessageSource source = new ZmqMessageSource(zmq, SocketType.SUB);
        source.setConnect("inproc://prices");
        source.setTopics("EUR");
        source.setReceiveTimeout(LIMIT);
        source.setUnwrapTopic(true);
        started(source);

        source.subscribeToTopics("USD");
        source.unsubscribeFromTopics("EUR");
        assertThat(source.getTopics()).containsExactly("USD");
        assertThat(pub.awaitSubscription("USD", LIMIT)).isTrue();
        await().atMost(LIMIT).until(() -> pub.topics() == 1);
        pub.send(ZmqMessage.ofStrings("EUR", "1"));
        pub.send(ZmqMessage.ofStrings("USD", "", "2"));

        Message<?> message = source.receive();
        assertThat(message.getPayload()).isEqualTo("2".getBytes(UTF_8));
        assertThat(message.getHeaders()).containsEntry(ZmqHeaders.TOPIC, "USD");
    }

    @Test
    void shouldFailThePollOfAMessageItCannotConvert() {
        ZmqMessageSource source = new ZmqMessageSource(zmq);
        source.setBind("inproc://source");
        source.setReceiveTimeout(LIMIT);
        source.setMessageConverter(new StringMessageConverter());
        source.setPayloadType(String.class);
        started(source);
        PushSocket sender = zmq.push();
        sender.connect("inproc://source");
        sender.send(ZmqMessage.ofStrings("two", "frames"));
        sender.send("good".getBytes(UTF_8));

        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(source::receive)
                .satisfies(failure -> assertThat(failure.getFailedMessage().getHeaders())
                        .containsEntry(ZmqHeaders.RAW_MESSAGE, ZmqMessage.ofStrings("two", "frames")));
        assertThat(source.receive().getPayload()).isEqualTo("good");
    }

    @Test
    void shouldRefuseSocketThatDoesNotReceive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZmqMessageSource(zmq, SocketType.PUSH))
                .withMessage("a message source needs a socket that receives: type=PUSH");
    }

    private ZmqMessageSource started(ZmqMessageSource source) {
        source.setBeanName("source");
        source.setBeanFactory(spring);
        source.afterPropertiesSet();
        source.start();
        return source;
    }
}
