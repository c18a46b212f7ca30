package io.zmqspring.integration.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.integration.proxy.ProxyType;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;
import io.zmqspring.integration.support.DefaultZmqHeaderMapper;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.test.util.TestUtils;
import org.springframework.integration.test.util.TestUtils.TestApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

@Timeout(60)
class ZmqChannelTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final TestApplicationContext spring = TestUtils.createTestApplicationContext();
    private final ZmqContext zmq = ZmqContext.create();
    private final List<ZmqChannel> channels = new ArrayList<>();
    private final QueueChannel errors = new QueueChannel();
    private final BlockingQueue<Message<?>> first = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message<?>> second = new LinkedBlockingQueue<>();

    @BeforeEach
    void startSpring() {
        spring.registerBean("errors", errors);
        spring.refresh();
    }

    @AfterEach
    void close() {
        channels.forEach(ZmqChannel::destroy);
        zmq.close();
        spring.close();
    }

    @Test
    void shouldShareMessagesOutWithinTheContext() throws Exception {
        ZmqChannel channel = started("local", new ZmqChannel(zmq));
        channel.subscribe(first::add);
        channel.subscribe(second::add);

        for (int i = 0; i < 4; i++) {
            assertThat(channel.send(MessageBuilder.withPayload("text " + i)
                            .setHeader("correlationId", "c")
                            .setHeader("mine", "stays here")
                            .build()))
                    .isTrue();
        }

        Message<?> message = next(first);
        assertThat(message.getPayload()).isEqualTo("text 0");
        assertThat(message.getHeaders()).containsEntry("correlationId", "c").doesNotContainKey("mine");
        assertThat(next(second).getPayload()).isEqualTo("text 1");
        assertThat(next(first).getPayload()).isEqualTo("text 2");
        assertThat(next(second).getPayload()).isEqualTo("text 3");
        assertThat(channel.getSubscriberCount()).isEqualTo(2);
    }

    @Test
    void shouldBroadcastWithinTheContextAlsoWhenASubscriberFails() throws Exception {
        ZmqChannel channel = started("local", new PublishSubscribeZmqChannel(zmq));
        channel.subscribe(message -> {
            throw new IllegalStateException("expected by this test");
        });
        channel.subscribe(first::add);
        channel.subscribe(second::add);

        channel.send(withErrors("a"));

        assertThat(next(first).getPayload()).isEqualTo("a");
        assertThat(next(second).getPayload()).isEqualTo("a");
    }

    @Test
    void shouldKeepMessagesUntilThereIsASubscriber() throws Exception {
        ZmqChannel channel = started("local", new ZmqChannel(zmq));
        MessageHandler early = first::add;
        channel.subscribe(early);
        channel.unsubscribe(early);

        channel.send(new GenericMessage<>("a"));
        assertThat(first).isEmpty();
        channel.subscribe(second::add);

        assertThat(next(second).getPayload()).isEqualTo("a");
        assertThat(first).isEmpty();
    }

    @Test
    void shouldTakeMessagesBeforeItsStart() throws Exception {
        ZmqChannel channel = initialized("local", new ZmqChannel(zmq));
        channel.subscribe(first::add);
        channel.send(new GenericMessage<>("early"));

        channel.start();

        assertThat(next(first).getPayload()).isEqualTo("early");
    }

    @Test
    void shouldGoThroughAProxyOfTheApplication() throws Exception {
        ZmqProxyEndpoint proxy = proxy(ProxyType.SUB_PUB);
        ZmqChannel one = new PublishSubscribeZmqChannel(zmq);
        one.setProxy(proxy);
        ZmqChannel other = new PublishSubscribeZmqChannel(zmq);
        String frontend = proxy.getFrontendEndpoint();
        String backend = proxy.getBackendEndpoint();
        other.setConnectUrl(frontend + backend.substring(backend.lastIndexOf(':')));
        started("one", one).subscribe(first::add);
        started("other", other).subscribe(second::add);

        await().atMost(LIMIT).until(() -> {
            one.send(new GenericMessage<>("hello"));
            return !first.isEmpty() && !second.isEmpty();
        });

        assertThat(next(first).getPayload()).isEqualTo("hello");
        assertThat(next(second).getPayload()).isEqualTo("hello");
        proxy.destroy();
    }

    @Test
    void shouldFollowItsProxyToOtherPorts() throws Exception {
        ZmqProxyEndpoint proxy = proxy(ProxyType.PULL_PUSH);
        ZmqChannel channel = new ZmqChannel(zmq);
        channel.setProxy(proxy);
        started("moving", channel).subscribe(first::add);
        channel.send(new GenericMessage<>("before"));
        assertThat(next(first).getPayload()).isEqualTo("before");

        for (boolean running : new boolean[] {true, false}) {
            if (!running) {
                channel.stop();
            }
            restartAtOtherPorts(proxy);
            channel.start();
            channel.send(new GenericMessage<>("running=" + running));

            assertThat(next(first).getPayload()).isEqualTo("running=" + running);
        }
        proxy.destroy();
    }

    private static void restartAtOtherPorts(ZmqProxyEndpoint proxy) throws IOException {
        List<String> before = List.of(proxy.getFrontendEndpoint(), proxy.getBackendEndpoint());
        proxy.stop();
        InetAddress host = InetAddress.getByName("127.0.0.1");
        try (ServerSocket frontend = new ServerSocket(port(before.get(0)), 1, host);
                ServerSocket backend = new ServerSocket(port(before.get(1)), 1, host)) {
            proxy.start();
            assertThat(proxy.getFrontendEndpoint()).isNotIn(before).doesNotContain(":" + frontend.getLocalPort());
            assertThat(proxy.getBackendEndpoint()).isNotIn(before).doesNotContain(":" + backend.getLocalPort());
        }
    }

    private static int port(String endpoint) {
        return URI.create(endpoint).getPort();
    }

    @Test
    void shouldShareMessagesOutBetweenProcesses() throws Exception {
        ZmqProxyEndpoint proxy = proxy(ProxyType.PULL_PUSH);
        ZmqChannel one = new ZmqChannel(zmq);
        one.setProxy(proxy);
        ZmqChannel other = new ZmqChannel(zmq);
        other.setProxy(proxy);
        started("one", one).subscribe(first::add);
        started("other", other).subscribe(second::add);

        await().atMost(LIMIT).until(() -> {
            one.send(new GenericMessage<>("work"));
            return !first.isEmpty() && !second.isEmpty();
        });
        proxy.destroy();
    }

    @Test
    void shouldOnlySendOrOnlyReceiveWithoutAProxy() throws Exception {
        ZmqChannel receiving = new ZmqChannel(zmq);
        receiving.setReceiveBind(ANY_PORT);
        started("receiving", receiving).subscribe(first::add);
        ZmqChannel sending = new ZmqChannel(zmq);
        sending.setSendConnect(receiving.getReceiveEndpoints().get(0));
        started("sending", sending);

        sending.send(new GenericMessage<>(new byte[] {1}));

        assertThat(next(first).getPayload()).isEqualTo(new byte[] {1});
        assertThatThrownBy(() -> receiving.send(new GenericMessage<>("a"))).hasMessageContaining("only receives");
    }

    @Test
    void shouldReturnFalseWhenNoPeerHasRoomInTime() {
        ZmqChannel sending = new ZmqChannel(zmq);
        sending.setSendBind("inproc://nobody");
        started("sending", sending);

        assertThat(sending.send(new GenericMessage<>("a"), 0)).isFalse();
        assertThat(sending.send(new GenericMessage<>("a"), 20)).isFalse();
    }

    @Test
    void shouldSendFailuresToTheErrorChannelOfTheMessageAndGoOn() throws Exception {
        ZmqChannel channel = new ZmqChannel(zmq);
        DefaultZmqHeaderMapper errorChannels = new DefaultZmqHeaderMapper();
        errorChannels.setOutboundHeaderNames("errorChannel");
        errorChannels.setInboundHeaderNames("errorChannel", "contentType");
        channel.setMessageMapper(ZmqMessageMapper.withHeaders(ZmqMessageMapper.of(PayloadMode.NATURAL), errorChannels));
        channel.setFailover(false);
        started("local", channel).subscribe(message -> {
            if (message.getPayload().equals("bad")) {
                throw new IllegalStateException("expected by this test");
            }
            first.add(message);
        });

        channel.send(withErrors("bad"));
        channel.send(withErrors("good"));

        assertThat(next(first).getPayload()).isEqualTo("good");
        Message<?> error = errors.receive(LIMIT.toMillis());
        assertThat(error).isNotNull();
        assertThat((Throwable) error.getPayload()).hasStackTraceContaining("expected by this test");
    }

    @Test
    void shouldGoOnWhenAMessageCannotBeMapped() throws Exception {
        ZmqChannel channel = new ZmqChannel(zmq);
        channel.setReceiveBind("inproc://poison");
        started("receiving", channel).subscribe(first::add);
        PushSocket sender = zmq.push();
        sender.connect("inproc://poison");

        sender.send(ZmqMessage.ofStrings("ZMQH/1\nbroken", "body"));
        sender.send("good".getBytes(UTF_8));

        assertThat(next(first).getPayload()).isEqualTo("good".getBytes(UTF_8));
    }

    @Test
    void shouldHandOverWhatHadArrivedWhenStoppedAndStartAgain() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ZmqChannel channel = started("local", new ZmqChannel(zmq));
        channel.subscribe(message -> {
            handling.countDown();
            awaitLatch(release);
            first.add(message);
        });
        for (int i = 0; i < 10; i++) {
            channel.send(new GenericMessage<>("before " + i));
        }
        awaitLatch(handling);

        CountDownLatch stopped = new CountDownLatch(1);
        channel.stop(stopped::countDown);
        assertThat(stopped.getCount()).isEqualTo(1);
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> channel.send(new GenericMessage<>("stopped")));
        release.countDown();
        awaitLatch(stopped);
        for (int i = 0; i < 10; i++) {
            assertThat(next(first).getPayload()).isEqualTo("before " + i);
        }
        channel.start();
        channel.send(new GenericMessage<>("after"));

        assertThat(next(first).getPayload()).isEqualTo("after");
    }

    @Test
    void shouldRunWhenStartedWhileItsStopIsUnderWay() throws Exception {
        ZmqChannel channel = started("local", new ZmqChannel(zmq));
        channel.subscribe(first::add);

        for (int i = 0; i < 100; i++) {
            CountDownLatch stopped = new CountDownLatch(1);
            channel.stop(stopped::countDown);
            channel.start();
            channel.send(new GenericMessage<>("run " + i));
            awaitLatch(stopped);

            assertThat(channel.isRunning()).isTrue();
            assertThat(next(first).getPayload()).isEqualTo("run " + i);
        }
    }

    @Test
    void shouldWriteFramesThatAnyPeerCanRead() {
        PullSocket peer = zmq.pull();
        ZmqChannel channel = new ZmqChannel(zmq);
        channel.setSendConnect(peer.bind(ANY_PORT));
        channel.setSendOptions(SocketOptions.builder().sendHwm(10).build());
        started("sending", channel)
                .send(MessageBuilder.withPayload("ä")
                        .setHeader("correlationId", "7")
                        .build());

        assertThat(peer.receiveMessage(LIMIT))
                .isEqualTo(
                        ZmqMessage.ofStrings("ZMQH/1\ncorrelation-id:7\ncontent-type:text/plain;charset=UTF-8\n", "ä"));
    }

    @Test
    void shouldRefuseSettingsThatDoNotFit() {
        ZmqChannel channel = new ZmqChannel(zmq);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> channel.setConnectUrl("tcp://localhost:1"))
                .withMessage("a proxy is at tcp://host:frontend-port:backend-port: connectUrl=tcp://localhost:1");
        channel.setConnectUrl("tcp://localhost:1:2");
        channel.setProxy(new ZmqProxyEndpoint(zmq, ProxyType.SUB_PUB));
        assertThatThrownBy(() -> initialized("both", channel))
                .hasMessageContaining("a proxy or has endpoints, not both")
                .hasMessageContaining("sendConnect=[tcp://localhost:1]");
    }

    private Message<?> withErrors(String payload) {
        return MessageBuilder.withPayload(payload).setErrorChannelName("errors").build();
    }

    private ZmqProxyEndpoint proxy(ProxyType type) {
        ZmqProxyEndpoint proxy = new ZmqProxyEndpoint(zmq, type);
        proxy.setFrontendBind(ANY_PORT);
        proxy.setBackendBind(ANY_PORT);
        proxy.setBeanName("proxy");
        proxy.setBeanFactory(spring);
        proxy.afterPropertiesSet();
        proxy.start();
        return proxy;
    }

    private ZmqChannel initialized(String name, ZmqChannel channel) {
        channel.setBeanName(name);
        channel.setBeanFactory(spring);
        channel.afterPropertiesSet();
        channels.add(channel);
        return channel;
    }

    private ZmqChannel started(String name, ZmqChannel channel) {
        initialized(name, channel).start();
        return channel;
    }

    private static Message<?> next(BlockingQueue<Message<?>> queue) throws InterruptedException {
        Message<?> message = queue.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(message).as("a message within %s", LIMIT).isNotNull();
        return message;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }
}
