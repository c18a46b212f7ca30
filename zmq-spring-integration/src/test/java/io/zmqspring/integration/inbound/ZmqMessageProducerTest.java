package io.zmqspring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.MessageSender;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqSocketStartException;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.PayloadMode;
import java.beans.PropertyDescriptor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.test.util.TestUtils;
import org.springframework.integration.test.util.TestUtils.TestApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.ErrorMessage;

@Timeout(60)
class ZmqMessageProducerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final TestApplicationContext spring = TestUtils.createTestApplicationContext();
    private final ZmqContext zmq = ZmqContext.create();
    private final List<ZmqMessageProducer> producers = new ArrayList<>();
    private final QueueChannel output = new QueueChannel();
    private final QueueChannel errors = new QueueChannel();

    @BeforeEach
    void startSpring() {
        spring.refresh();
    }

    @AfterEach
    void close() {
        producers.forEach(ZmqMessageProducer::destroy);
        zmq.close();
        spring.close();
    }

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
    void shouldFailToStartWhenEndpointIsInUseAndStartWhenItIsFree() throws Exception {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            producer.setBind("tcp://127.0.0.1:" + other.getLocalPort());
            assertThatExceptionOfType(ZmqSocketStartException.class)
                    .isThrownBy(() -> started(producer))
                    .withMessageContaining(Integer.toString(other.getLocalPort()));
            assertThat(producer.isRunning()).isFalse();
        }

        producer.start();

        sender(producer.getBoundEndpoint()).send("free".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("free");
    }

    @Test
    void shouldBindNothingWhenOneOfTwoEndpointsIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
            producer.setBind("inproc://first", "tcp://127.0.0.1:" + other.getLocalPort());
            assertThatExceptionOfType(ZmqSocketStartException.class).isThrownBy(() -> started(producer));
        }
        PullSocket free = zmq.pull();
        assertThat(free.bind("inproc://first")).isEqualTo("inproc://first");
    }

    @Test
    void shouldKeepPortOfWildcardBindOverRestart() {
        ZmqMessageProducer producer = started(tcp());
        String before = producer.getBoundEndpoint();
        PushSocket sender = sender(before);
        sender.send("1".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("1");

        producer.stop();
        assertThat(producer.isRunning()).isFalse();
        producer.start();

        assertThat(producer.getBoundEndpoint()).isEqualTo(before);
        await().atMost(LIMIT).until(() -> sender.counters().reconnects() == 1);
        sender.send("2".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("2");
    }

    @Test
    void shouldTakeAnotherPortWhenItsOwnWasTakenWhileStopped() throws Exception {
        ZmqMessageProducer producer = started(tcp());
        int port = URI.create(producer.getBoundEndpoint()).getPort();
        producer.stop();

        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            producer.start();
            assertThat(URI.create(producer.getBoundEndpoint()).getPort())
                    .isPositive()
                    .isNotEqualTo(other.getLocalPort());
        }

        sender(producer.getBoundEndpoint()).send("moved".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("moved");
    }

    @Test
    void shouldHandOverWhatHadArrivedWhenStopped() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ZmqMessageProducer producer = inproc("a");
        producer.setOutputChannel(failingOn("0", () -> {
            handling.countDown();
            awaitLatch(release);
        }));
        started(producer);
        MessageSender sender = sender("inproc://a");
        for (int i = 0; i < 10; i++) {
            sender.send(Integer.toString(i).getBytes(UTF_8));
        }
        awaitLatch(handling);

        Thread stopper = new Thread(producer::stop);
        stopper.start();
        await().atMost(LIMIT).until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        stopper.join();

        for (int i = 1; i < 10; i++) {
            assertThat(text(next(output))).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void shouldNotWaitForAStuckFlowBeyondTheShutdownTimeout() {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ZmqMessageProducer producer = inproc("a");
        producer.setShutdownTimeout(Duration.ofMillis(20));
        producer.setOutputChannel(failingOn("stuck", () -> {
            handling.countDown();
            awaitLatch(release);
        }));
        started(producer);
        sender("inproc://a").send("stuck".getBytes(UTF_8));
        awaitLatch(handling);

        producer.stop();

        assertThat(producer.isRunning()).isFalse();
        assertThat(release.getCount()).isEqualTo(1);
        release.countDown();
    }

    @Test
    void shouldTakeNothingWhilePausedAndGoOnWhenResumed() {
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = started(new ZmqMessageProducer(given));
        MessageSender sender = sender("inproc://a");
        sender.send("1".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("1");

        producer.pause();
        sender.send("2".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> given.counters().queuedToReceive() == 1);
        assertThat(producer.isPaused()).isTrue();
        assertThat(producer.isRunning()).isTrue();
        assertThat(output.getQueueSize()).isZero();

        producer.resume();
        assertThat(text(next(output))).isEqualTo("2");
        assertThat(producer.isPaused()).isFalse();
    }

    @Test
    void shouldStayPausedOverRestart() {
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = started(new ZmqMessageProducer(given));
        MessageSender sender = sender("inproc://a");

        producer.pause();
        producer.stop();
        producer.start();
        sender.send("late".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> given.counters().queuedToReceive() == 1);
        assertThat(output.getQueueSize()).isZero();

        producer.resume();
        assertThat(text(next(output))).isEqualTo("late");
    }

    @Test
    void shouldPauseFromItsOwnFlow() {
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = new ZmqMessageProducer(given);
        producer.setOutputChannel(failingOn("pause", producer::pause));
        started(producer);
        MessageSender sender = sender("inproc://a");

        sender.send("pause".getBytes(UTF_8));
        await().atMost(LIMIT).until(producer::isPaused);
        sender.send("after".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> given.counters().queuedToReceive() == 1);
        assertThat(output.getQueueSize()).isZero();

        producer.resume();
        assertThat(text(next(output))).isEqualTo("after");
    }

    @Test
    void shouldStopFromItsOwnFlowAndStartAgain() {
        ZmqMessageProducer producer = tcp();
        producer.setOutputChannel(failingOn("stop", producer::stop));
        started(producer);

        sender(producer.getBoundEndpoint()).send("stop".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> !producer.isRunning());

        producer.start();
        sender(producer.getBoundEndpoint()).send("again".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("again");
    }

    @Test
    void shouldLeaveGivenSocketOpenWithWhatIsInIt() {
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = started(new ZmqMessageProducer(given));
        assertThat(producer.getBoundEndpoint()).isEqualTo("inproc://a");

        producer.stop();
        sender("inproc://a").send("kept".getBytes(UTF_8));

        assertThat(given.receive(LIMIT)).isEqualTo("kept".getBytes(UTF_8));
        assertThat(output.getQueueSize()).isZero();
    }

    @Test
    void shouldLoseNothingOfAGivenSocketWhilePausedAndStopped() {
        int count = 20_000;
        PullSocket given = zmq.pull();
        ZmqMessageProducer producer = started(new ZmqMessageProducer(given));
        PushSocket sender = sender(given.bind(ANY_PORT));
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < count; i++) {
                sender.send(Integer.toString(i).getBytes(UTF_8));
            }
        });

        int round = 0;
        while (output.getQueueSize() < count && round < 100_000) {
            round++;
            producer.pause();
            producer.resume();
            if (round % 10 == 0) {
                producer.stop();
                producer.start();
            }
        }
        sending.join();

        for (int i = 0; i < count; i++) {
            assertThat(text(next(output))).isEqualTo(Integer.toString(i));
        }
        assertThat(round).isGreaterThan(10);
    }

    @Test
    void shouldReceiveAgainWhenItsNamedSocketHasBeenRestarted() {
        RestartableSocket named = RestartableSocket.of(
                SocketDefinition.of("named", SocketType.PULL).withBind(ANY_PORT), () -> zmq);
        named.start();
        ZmqMessageProducer producer = started(new ZmqMessageProducer(named));
        PushSocket sender = sender(producer.getBoundEndpoint());
        sender.send("1".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("1");

        named.stop();
        await().atMost(LIMIT).until(() -> sender.peers().isEmpty());
        sender.send("2".getBytes(UTF_8));
        named.start();

        assertThat(text(next(output))).isEqualTo("2");
        assertThat(producer.isRunning()).isTrue();
    }

    @Test
    void shouldHandOverWhatHadArrivedInAGivenSocketWhenStopped() {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = new ZmqMessageProducer(given);
        producer.setOutputChannel(failingOn("0", () -> {
            handling.countDown();
            awaitLatch(release);
        }));
        started(producer);
        MessageSender sender = sender("inproc://a");
        sender.send("0".getBytes(UTF_8));
        sender.send("1".getBytes(UTF_8));
        awaitLatch(handling);
        await().atMost(LIMIT).until(() -> given.counters().queuedToReceive() == 1);

        Thread stopper = new Thread(producer::stop);
        stopper.start();
        await().atMost(LIMIT).until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        release.countDown();

        assertThat(text(next(output))).isEqualTo("1");
        assertThat(given.isClosed()).isFalse();
    }

    @Test
    void shouldRunWhenItsOwnFlowStopsAndStartsIt() {
        ZmqMessageProducer producer = tcp();
        producer.setOutputChannel(failingOn("restart", () -> {
            producer.stop();
            producer.start();
        }));
        started(producer);
        String endpoint = producer.getBoundEndpoint();
        PushSocket sender = sender(endpoint);

        sender.send("restart".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> sender.counters().reconnects() == 1);
        sender.send("again".getBytes(UTF_8));

        assertThat(text(next(output))).isEqualTo("again");
        assertThat(producer.getBoundEndpoint()).isEqualTo(endpoint);
    }

    @Test
    void shouldNoLongerRunWhenGivenSocketIsClosedByOthers() {
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = started(new ZmqMessageProducer(given));

        given.close();

        await().atMost(LIMIT).until(() -> !producer.isRunning());
        assertThatIllegalStateException().isThrownBy(producer::start).withMessageContaining("closed");
    }

    @Test
    void shouldNoLongerRunWhenContextIsClosedByOthers() {
        ZmqMessageProducer producer = started(tcp());

        zmq.close();

        await().atMost(LIMIT).until(() -> !producer.isRunning());
    }

    @Test
    void shouldRunOnTheGivenExecutor() {
        AtomicInteger threads = new AtomicInteger();
        ZmqMessageProducer producer = inproc("a");
        producer.setTaskExecutor(task -> new Thread(task, "own-" + threads.incrementAndGet()).start());
        List<String> names = new ArrayList<>();
        producer.setOutputChannel(
                failingOn("x", () -> names.add(Thread.currentThread().getName())));
        started(producer);
        MessageSender sender = sender("inproc://a");

        sender.send("x".getBytes(UTF_8));
        sender.send("y".getBytes(UTF_8));

        assertThat(text(next(output))).isEqualTo("y");
        assertThat(names).containsExactly("own-1");
    }

    @Test
    void shouldFreeItsEndpointWhenTheExecutorRefuses() {
        ZmqMessageProducer producer = inproc("a");
        producer.setShutdownTimeout(Duration.ofMillis(1));
        producer.setTaskExecutor(task -> {
            throw new RejectedExecutionException("full");
        });

        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> started(producer));

        assertThat(producer.isRunning()).isFalse();
        assertThat(zmq.pull().bind("inproc://a")).isEqualTo("inproc://a");
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
    void shouldRefuseEndpointsForAGivenSocket() {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq.pull());
        assertThatIllegalStateException().isThrownBy(() -> producer.setBind("inproc://a"));
        assertThatIllegalStateException().isThrownBy(() -> producer.setConnect("inproc://a"));
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

    private ZmqMessageProducer inproc(String name) {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
        producer.setBind("inproc://" + name);
        return producer;
    }

    private ZmqMessageProducer tcp() {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
        producer.setBind(ANY_PORT);
        return producer;
    }

    private ZmqMessageProducer started(ZmqMessageProducer producer) {
        producers.add(producer);
        if (producer.getOutputChannel() == null) {
            producer.setOutputChannel(output);
        }
        producer.setBeanName("inbound");
        producer.setBeanFactory(spring);
        producer.afterPropertiesSet();
        producer.start();
        return producer;
    }

    private PushSocket sender(@Nullable String endpoint) {
        PushSocket socket = zmq.push();
        assertThat(endpoint).isNotNull();
        socket.connect(endpoint);
        return socket;
    }

    /** A channel that runs an action for one text and sends everything else to {@link #output}. */
    private MessageChannel failingOn(String poison, Runnable action) {
        DirectChannel channel = new DirectChannel();
        MessageHandler handler = message -> {
            if (text(message).equals(poison)) {
                action.run();
            } else {
                output.send(message);
            }
        };
        channel.subscribe(handler);
        return channel;
    }

    private static Message<?> next(QueueChannel channel) {
        Message<?> message = channel.receive(LIMIT.toMillis());
        assertThat(message).as("a message within %s", LIMIT).isNotNull();
        return message;
    }

    private static String text(Message<?> message) {
        return message.getPayload() instanceof byte[] bytes
                ? new String(bytes, UTF_8)
                : message.getPayload().toString();
    }

    private static ZmqMessage frames(String... frames) {
        return ZmqMessage.ofStrings(frames);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }
}
