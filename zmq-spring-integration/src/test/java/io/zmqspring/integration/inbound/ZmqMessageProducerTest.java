package io.zmqspring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.MessageSender;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.PayloadMode;
import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.ErrorMessage;

/** What a producer makes of messages, of failures behind it, and of its settings. */
@Timeout(60)
class ZmqMessageProducerTest extends ZmqMessageProducerFixture {

    @Test
    void shouldSendOneFrameAsBytesWithOurHeaders() {
        ZmqMessageProducer producer = started(inproc("a"));

        sender("inproc://a").send("hello".getBytes(UTF_8));

        Message<?> received = next(output);
        assertThat(received.getPayload()).isEqualTo("hello".getBytes(UTF_8));
        assertThat(received.getHeaders())
                .containsEntry(ZmqHeaders.SOCKET_TYPE, SocketType.PULL)
                .containsEntry(ZmqHeaders.FRAME_COUNT, 1);
        assertThat(producer.getComponentType()).isEqualTo("zmq:inbound-channel-adapter");
    }

    @Test
    void shouldKeepEveryFrame() {
        started(inproc("a"));

        sender("inproc://a").send(frames("first", "", "last"));

        Message<?> received = next(output);
        assertThat(received.getPayload()).isEqualTo(frames("first", "", "last"));
        assertThat(received.getHeaders()).containsEntry(ZmqHeaders.FRAME_COUNT, 3);
    }

    @Test
    void shouldSendFramesAsListWhenModeSaysSo() {
        ZmqMessageProducer producer = inproc("a");
        producer.setPayloadMode(PayloadMode.FRAMES);
        started(producer);

        sender("inproc://a").send(frames("x", "y"));

        assertThat(next(output).getPayload())
                .asInstanceOf(InstanceOfAssertFactories.list(byte[].class))
                .containsExactly("x".getBytes(UTF_8), "y".getBytes(UTF_8));
    }

    @Test
    void shouldKeepOrderOverTcp() {
        ZmqMessageProducer producer = started(tcp());
        MessageSender sender = sender(producer.getBoundEndpoint());

        for (int i = 0; i < 5_000; i++) {
            sender.send(Integer.toString(i).getBytes(UTF_8));
        }

        for (int i = 0; i < 5_000; i++) {
            assertThat(text(next(output))).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void shouldReceiveFromPair() {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq, SocketType.PAIR);
        producer.setBind(ANY_PORT);
        started(producer);
        PairSocket peer = zmq.pair();
        peer.connect(producer.getBoundEndpoint());

        peer.send("pair".getBytes(UTF_8));

        Message<?> received = next(output);
        assertThat(text(received)).isEqualTo("pair");
        assertThat(received.getHeaders()).containsEntry(ZmqHeaders.SOCKET_TYPE, SocketType.PAIR);
    }

    @Test
    void shouldReceiveFromEveryEndpointItBindsAndConnectsTo() {
        PushSocket listening = zmq.push();
        String there = listening.bind(ANY_PORT);
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
        producer.setBind(ANY_PORT, "inproc://b");
        producer.setConnect(there);
        started(producer);

        assertThat(producer.getBoundEndpoints()).hasSize(2).last().isEqualTo("inproc://b");
        listening.send("1".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("1");
        sender(producer.getBoundEndpoints().get(0)).send("2".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("2");
        sender("inproc://b").send("3".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("3");
    }

    @Test
    void shouldConvertPayload() {
        ZmqMessageProducer producer = inproc("a");
        producer.setMessageConverter(new StringMessageConverter(UTF_8));
        producer.setPayloadType(String.class);
        started(producer);

        sender("inproc://a").send("text".getBytes(UTF_8));

        assertThat(next(output).getPayload()).isEqualTo("text");
    }

    @Test
    void shouldSendRawFramesToErrorChannelWhenConversionFails() {
        ZmqMessageProducer producer = inproc("a");
        producer.setMessageConverter(new StringMessageConverter(UTF_8));
        producer.setPayloadType(String.class);
        producer.setErrorChannel(errors);
        started(producer);
        MessageSender sender = sender("inproc://a");

        sender.send(frames("poison", "pill"));
        sender.send("good".getBytes(UTF_8));

        ErrorMessage error = (ErrorMessage) next(errors);
        assertThat(error.getPayload())
                .isInstanceOf(MessageConversionException.class)
                .hasStackTraceContaining("frames=2");
        assertThat(error.getHeaders())
                .containsEntry(ZmqHeaders.RAW_MESSAGE, frames("poison", "pill"))
                .containsEntry(IntegrationMessageHeaderAccessor.SOURCE_DATA, frames("poison", "pill"));
        assertThat(((MessagingException) error.getPayload()).getFailedMessage().getPayload())
                .isEqualTo(frames("poison", "pill"));
        assertThat(next(output).getPayload()).isEqualTo("good");
    }

    @Test
    void shouldSendRawFramesToErrorChannelWhenFlowFails() {
        ZmqMessageProducer producer = inproc("a");
        producer.setMessageConverter(new StringMessageConverter(UTF_8));
        producer.setPayloadType(String.class);
        producer.setErrorChannel(errors);
        producer.setOutputChannel(failingOn("poison", () -> {
            throw new IllegalStateException("flow failed");
        }));
        started(producer);
        MessageSender sender = sender("inproc://a");

        sender.send("poison".getBytes(UTF_8));
        sender.send("good".getBytes(UTF_8));

        ErrorMessage error = (ErrorMessage) next(errors);
        assertThat(error.getPayload()).hasRootCauseMessage("flow failed");
        assertThat(error.getHeaders()).containsEntry(ZmqHeaders.RAW_MESSAGE, frames("poison"));
        assertThat(error.getOriginalMessage().getPayload()).isEqualTo("poison");
        assertThat(next(output).getPayload()).isEqualTo("good");
    }

    @Test
    void shouldSendErrorsToErrorChannelAsWell() {
        ZmqMessageProducer producer = inproc("a");
        producer.setErrorChannel(errors);
        producer.setOutputChannel(failingOn("poison", () -> {
            throw new StackOverflowError("too deep");
        }));
        started(producer);
        MessageSender sender = sender("inproc://a");

        sender.send("poison".getBytes(UTF_8));
        sender.send("good".getBytes(UTF_8));

        assertThat(((ErrorMessage) next(errors)).getPayload()).hasRootCauseMessage("too deep");
        assertThat(text(next(output))).isEqualTo("good");
    }

    @Test
    void shouldGoOnWhenFlowFailsAndThereIsNoErrorChannel() {
        ZmqMessageProducer producer = inproc("a");
        producer.setOutputChannel(failingOn("poison", () -> {
            throw new IllegalStateException("expected by this test");
        }));
        started(producer);
        MessageSender sender = sender("inproc://a");

        sender.send("poison".getBytes(UTF_8));
        sender.send("good".getBytes(UTF_8));

        assertThat(text(next(output))).isEqualTo("good");
        assertThat(producer.isRunning()).isTrue();
    }

    @Test
    void shouldGoOnWhenErrorChannelFailsToo() {
        ZmqMessageProducer producer = inproc("a");
        producer.setOutputChannel(failingOn("poison", () -> {
            throw new IllegalStateException("expected by this test");
        }));
        producer.setErrorChannel((message, timeout) -> {
            throw new IllegalStateException("expected by this test");
        });
        started(producer);
        MessageSender sender = sender("inproc://a");

        sender.send("poison".getBytes(UTF_8));
        sender.send("good".getBytes(UTF_8));

        assertThat(text(next(output))).isEqualTo("good");
        assertThat(producer.isRunning()).isTrue();
    }

    @Test
    void shouldGoOnWhenFlowLeavesInterruptBehind() {
        ZmqMessageProducer producer = inproc("a");
        producer.setOutputChannel(
                failingOn("poison", () -> Thread.currentThread().interrupt()));
        started(producer);
        MessageSender sender = sender("inproc://a");

        sender.send("poison".getBytes(UTF_8));
        sender.send("good".getBytes(UTF_8));

        assertThat(text(next(output))).isEqualTo("good");
        assertThat(producer.isRunning()).isTrue();
    }

    @Test
    void shouldRefuseSocketThatDoesNotReceive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZmqMessageProducer(zmq, SocketType.PUSH))
                .withMessageContaining("type=PUSH");
        PushSocket push = zmq.push();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZmqMessageProducer(push))
                .withMessageContaining("type=PUSH");
    }

    @Test
    void shouldRefuseOwnSocketWithoutEndpoint() {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> started(producer))
                .withStackTraceContaining("bind=[], connect=[]");
    }

    @Test
    void shouldRefuseAMessageConverterWithoutATypeToConvertTo() {
        ZmqMessageProducer producer = inproc("a");
        producer.setMessageConverter(new StringMessageConverter(UTF_8));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> started(producer))
                .withStackTraceContaining("payloadType=null");
    }

    @Test
    void shouldTakeItsSettingsAsProperties() {
        BeanWrapper producer = new BeanWrapperImpl(new ZmqMessageProducer(zmq));
        assertThat(Arrays.stream(producer.getPropertyDescriptors())
                        .filter(property -> property.getWriteMethod() != null)
                        .map(PropertyDescriptor::getName))
                .contains(
                        "socketOptions",
                        "bind",
                        "connect",
                        "payloadMode",
                        "messageConverter",
                        "payloadType",
                        "bytesMessageMapper",
                        "messageMapper",
                        "taskExecutor",
                        "shutdownTimeout");
    }

    @Test
    void shouldRefuseNegativeShutdownTimeout() {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> producer.setShutdownTimeout(Duration.ofMillis(-1)))
                .withMessageContaining("PT-0.001S");
    }
}
