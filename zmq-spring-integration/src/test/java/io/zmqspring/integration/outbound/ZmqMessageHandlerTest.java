package io.zmqspring.integration.outbound;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqSocketStartException;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.integration.test.util.TestUtils;
import org.springframework.integration.test.util.TestUtils.TestApplicationContext;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.GenericMessage;

@Timeout(60)
class ZmqMessageHandlerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final TestApplicationContext spring = TestUtils.createTestApplicationContext();
    private final ZmqContext zmq = ZmqContext.create();
    private final PullSocket receiver = zmq.pull();

    @BeforeEach
    void startSpring() {
        spring.refresh();
    }

    @AfterEach
    void close() {
        zmq.close();
        spring.close();
    }

    @Test
    void shouldSendEveryKindOfPayload() {
        ZmqMessageHandler handler = started(connectedTo(receiver.bind("inproc://a")));

        handler.handleMessage(new GenericMessage<>("bytes".getBytes(UTF_8)));
        handler.handleMessage(new GenericMessage<>("téxt"));
        handler.handleMessage(new GenericMessage<>(ByteBuffer.wrap("buffer".getBytes(UTF_8))));
        handler.handleMessage(new GenericMessage<>(frames("a", "", "c")));
        handler.handleMessage(new GenericMessage<>(List.of("x".getBytes(UTF_8), "y".getBytes(UTF_8))));

        assertThat(receiver.receiveMessage(LIMIT)).isEqualTo(frames("bytes"));
        assertThat(receiver.receiveMessage(LIMIT)).isEqualTo(frames("téxt"));
        assertThat(receiver.receiveMessage(LIMIT)).isEqualTo(frames("buffer"));
        assertThat(receiver.receiveMessage(LIMIT)).isEqualTo(frames("a", "", "c"));
        assertThat(receiver.receiveMessage(LIMIT)).isEqualTo(frames("x", "y"));
        assertThat(handler.getComponentType()).isEqualTo("zmq:outbound-channel-adapter");
    }

    @Test
    void shouldKeepOrderOverTcp() {
        ZmqMessageHandler handler = new ZmqMessageHandler(zmq);
        handler.setBind(ANY_PORT);
        started(handler);
        receiver.connect(handler.getBoundEndpoint());

        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 5_000; i++) {
                handler.handleMessage(new GenericMessage<>(Integer.toString(i)));
            }
        });

        for (int i = 0; i < 5_000; i++) {
            assertThat(receiver.receive(LIMIT)).asString(UTF_8).isEqualTo(Integer.toString(i));
        }
        sending.join();
    }

    @Test
    void shouldConvertPayload() {
        ZmqMessageHandler handler = connectedTo(receiver.bind("inproc://a"));
        handler.setMessageConverter(new StringMessageConverter(UTF_16BE));
        started(handler);

        handler.handleMessage(new GenericMessage<>("ab"));

        assertThat(receiver.receive(LIMIT)).isEqualTo(new byte[] {0, 'a', 0, 'b'});
    }

    @Test
    void shouldTellThePayloadTypeItCannotSend() {
        ZmqMessageHandler handler = started(connectedTo(receiver.bind("inproc://a")));

        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> handler.handleMessage(new GenericMessage<>(42)))
                .withMessageContaining("java.lang.Integer");
        assertThat(receiver.tryReceiveMessage()).isNull();
    }

    @Test
    void shouldSendAndReceiveOnOnePair() {
        PairSocket here = zmq.pair();
        here.bind("inproc://pair");
        PairSocket there = zmq.pair();
        there.connect("inproc://pair");
        ZmqMessageHandler handler = started(new ZmqMessageHandler(here));

        handler.handleMessage(new GenericMessage<>("ping"));

        assertThat(there.receive(LIMIT)).asString(UTF_8).isEqualTo("ping");
    }

    @Test
    void shouldTimeOutWhenThereIsNoPeer() {
        ZmqMessageHandler handler = new ZmqMessageHandler(zmq);
        handler.setBind("inproc://nobody");
        handler.setSendTimeout(Duration.ofMillis(10));
        started(handler);
        GenericMessage<String> message = new GenericMessage<>("lost?");

        assertThatExceptionOfType(MessageTimeoutException.class)
                .isThrownBy(() -> handler.handleMessage(message))
                .withMessageContaining("PT0.01S")
                .satisfies(ex -> assertThat(ex.getFailedMessage()).isSameAs(message));
    }

    @Test
    void shouldUseTheTimeoutOfTheSocketWhenItHasNone() {
        ZmqMessageHandler handler = new ZmqMessageHandler(zmq);
        handler.setBind("inproc://nobody");
        handler.setSocketOptions(
                SocketOptions.builder().sendTimeout(Duration.ofMillis(10)).build());
        handler.setSendTimeout(null);
        started(handler);

        assertThatExceptionOfType(MessageTimeoutException.class)
                .isThrownBy(() -> handler.handleMessage(new GenericMessage<>("lost?")));
    }

    @Test
    void shouldNotSendWhenGivenSocketIsClosedByOthers() {
        PushSocket given = zmq.push();
        given.bind("inproc://a");
        ZmqMessageHandler handler = started(new ZmqMessageHandler(given));
        given.close();

        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> handler.handleMessage(new GenericMessage<>("x")));
    }

    @Test
    void shouldNotSendWhileStopped() {
        ZmqMessageHandler handler = started(connectedTo(receiver.bind("inproc://a")));
        handler.stop();

        assertThat(handler.isRunning()).isFalse();
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> handler.handleMessage(new GenericMessage<>("x")))
                .withMessageContaining("not running");
    }

    @Test
    void shouldFreeItsEndpointAtStopAndTakeItAgainAtStart() {
        ZmqMessageHandler handler = new ZmqMessageHandler(zmq);
        handler.setBind(ANY_PORT);
        started(handler);
        String before = handler.getBoundEndpoint();
        receiver.connect(before);
        handler.handleMessage(new GenericMessage<>("1"));
        assertThat(receiver.receive(LIMIT)).asString(UTF_8).isEqualTo("1");

        handler.stop();
        try (PushSocket other = zmq.push()) {
            assertThat(other.bind(before)).isEqualTo(before);
        }
        handler.start();

        assertThat(handler.getBoundEndpoint()).isEqualTo(before);
        handler.handleMessage(new GenericMessage<>("2"));
        assertThat(receiver.receive(LIMIT)).asString(UTF_8).isEqualTo("2");
    }

    @Test
    void shouldSendWhatIsQueuedBeforeItStops() {
        ZmqMessageHandler handler = new ZmqMessageHandler(zmq);
        handler.setConnect(receiver.bind(ANY_PORT));
        handler.setSocketOptions(SocketOptions.builder().linger(LIMIT).build());
        started(handler);

        for (int i = 0; i < 500; i++) {
            handler.handleMessage(new GenericMessage<>(Integer.toString(i)));
        }
        handler.stop();

        for (int i = 0; i < 500; i++) {
            assertThat(receiver.receive(LIMIT)).asString(UTF_8).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void shouldStartOnce() {
        ZmqMessageHandler handler = new ZmqMessageHandler(zmq);
        handler.setBind("inproc://once");
        started(handler);

        handler.start();

        assertThat(handler.isRunning()).isTrue();
        assertThat(handler.getBoundEndpoints()).containsExactly("inproc://once");
    }

    @Test
    void shouldLeaveGivenSocketOpen() {
        PushSocket given = zmq.push();
        given.connect(receiver.bind("inproc://a"));
        ZmqMessageHandler handler = started(new ZmqMessageHandler(given));

        handler.destroy();
        given.send("still open".getBytes(UTF_8));

        assertThat(receiver.receive(LIMIT)).asString(UTF_8).isEqualTo("still open");
    }

    @Test
    void shouldSendAgainWhenItsNamedSocketHasBeenRestarted() {
        RestartableSocket named = RestartableSocket.of(
                SocketDefinition.of("named", SocketType.PUSH).withConnect(receiver.bind(ANY_PORT)), () -> zmq);
        ZmqMessageHandler handler = started(new ZmqMessageHandler(named));
        handler.handleMessage(new GenericMessage<>("before"));
        assertThat(receiver.receive(LIMIT)).asString(UTF_8).isEqualTo("before");

        named.stop();
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> handler.handleMessage(new GenericMessage<>("while stopped")));
        named.start();
        handler.handleMessage(new GenericMessage<>("after"));

        assertThat(receiver.receive(LIMIT)).asString(UTF_8).isEqualTo("after");
    }

    @Test
    void shouldFailToStartWhenEndpointIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ZmqMessageHandler handler = new ZmqMessageHandler(zmq);
            handler.setBind("tcp://127.0.0.1:" + other.getLocalPort());
            assertThatExceptionOfType(ZmqSocketStartException.class)
                    .isThrownBy(() -> started(handler))
                    .withMessageContaining(Integer.toString(other.getLocalPort()));
            assertThat(handler.isRunning()).isFalse();
        }
    }

    @Test
    void shouldRefuseSocketThatDoesNotSend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZmqMessageHandler(zmq, SocketType.PULL))
                .withMessageContaining("type=PULL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZmqMessageHandler(receiver))
                .withMessageContaining("type=PULL");
    }

    @Test
    void shouldRefuseEndpointsForAGivenSocketAndNoneForItsOwn() {
        ZmqMessageHandler given = new ZmqMessageHandler(zmq.push());
        assertThatIllegalStateException().isThrownBy(() -> given.setBind("inproc://a"));
        assertThatIllegalStateException().isThrownBy(() -> given.setSocketOptions(SocketOptions.defaults()));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> started(new ZmqMessageHandler(zmq)))
                .withStackTraceContaining("bind=[], connect=[]");
    }

    @Test
    void shouldRefuseNegativeSendTimeout() {
        ZmqMessageHandler handler = new ZmqMessageHandler(zmq);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> handler.setSendTimeout(Duration.ofMillis(-1)))
                .withMessageContaining("PT-0.001S");
    }

    private ZmqMessageHandler connectedTo(String endpoint) {
        ZmqMessageHandler handler = new ZmqMessageHandler(zmq);
        handler.setConnect(endpoint);
        return handler;
    }

    private ZmqMessageHandler started(ZmqMessageHandler handler) {
        handler.setBeanName("outbound");
        handler.setBeanFactory(spring);
        handler.afterPropertiesSet();
        handler.start();
        return handler;
    }

    private static ZmqMessage frames(String... frames) {
        return ZmqMessage.ofStrings(frames);
    }
}
