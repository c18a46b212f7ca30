package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.ListenerContainerGroup;
import io.zmqspring.config.SimpleZmqListenerEndpoint;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.template.ZmqClient;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.handler.annotation.Header;

/** The code of {@code receiving.md}. */
@Timeout(60)
class ReceivingPageTest {

    private final Page page = Page.of("receiving");

    @Test
    void shouldReceiveFromNamedAndInlineSockets() {
        page.application(0).withUserConfiguration(Methods.class).run(context -> {
            Methods methods = context.getBean(Methods.class);
            ZmqTestPeers peers = context.getBean(ZmqTestPeers.class);

            peers.of("orders-in").send(new Order("apples", 42));
            assertThat(take(methods.received)).isEqualTo(new Order("apples", 42));
            peers.of("raw.socket").send(ZmqMessage.ofStrings("a", "b"));
            assertThat(take(methods.received)).isEqualTo("2 frames over a PULL from a PUSH");
        });
    }

    @Test
    void shouldReceiveSeveralAtATime() {
        with("jobs-in router", "lines-in pull")
                .withUserConfiguration(Several.class)
                .run(context -> {
                    Several several = context.getBean(Several.class);
                    ZmqTestPeers peers = context.getBean(ZmqTestPeers.class);

                    peers.of("lines-in").send("line");
                    assertThat(take(several.received)).isEqualTo("line");
                    peers.of("jobs-in").send("job");
                    assertThat(take(several.received)).asString().endsWith(" job");
                });
    }

    @Test
    void shouldPutFilterAndAdviceAroundAListener() {
        with("news-in pull").withUserConfiguration(Around.class).run(context -> {
            BlockingQueue<Object> received = context.getBean(Around.class).received;
            ZmqTestPeers peers = context.getBean(ZmqTestPeers.class);

            peers.of("news-in").send("later");
            peers.of("news-in").send("urgent news");

            assertThat(take(received)).isEqualTo("before");
            assertThat(take(received)).isEqualTo("urgent news");
        });
    }

    @Test
    void shouldStopStartAndPause() {
        page.application(0, 1)
                .withPropertyValues(
                        "zmq.sockets.a-in.type=pull",
                        "zmq.sockets.a-in.bind=inproc://a",
                        "zmq.sockets.b-in.type=pull",
                        "zmq.sockets.b-in.bind=inproc://b",
                        "zmq.sockets.code-in.type=pull",
                        "zmq.sockets.code-in.bind=inproc://code")
                .withUserConfiguration(Methods.class, Nightly.class)
                .run(context -> {
                    ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
                    DefaultZmqListenerContainerFactory factory =
                            context.getBean(DefaultZmqListenerContainerFactory.class);
                    BlockingQueue<Object> received = context.getBean(Methods.class).received;

                    ListenerContainerGroup nightly = context.getBean("nightly.group", ListenerContainerGroup.class);
                    nightly.stop();
                    nightly.start();

                    ZmqMessageListenerContainer raw = registry.getListenerContainer("raw");
                    raw.pause();
                    raw.resume();

                    registry.registerListenerContainer(
                            new SimpleZmqListenerEndpoint(
                                    "by-code", "code-in", message -> received.add(message.string(0))),
                            factory);

                    assertThat(nightly.getContainers()).hasSize(2).allMatch(ZmqMessageListenerContainer::isRunning);
                    assertThat(raw.isRunning()).isFalse();
                    assertThat(raw.getConcurrency()).isEqualTo(2);
                    context.getBean(ZmqTestPeers.class).of("code-in").send("text");
                    assertThat(take(received)).isEqualTo("text");
                });
    }

    @Test
    void shouldReceiveWithoutAListener() {
        with("spare-in pull").run(context -> {
            ZmqClient client = context.getBean(ZmqClient.class);
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            context.getBean(ZmqTestPeers.class).of("spare-in").send(new Order("apples", 42));

            String order =
                    client.from("spare-in").timeout(Duration.ofSeconds(1)).receive(String.class);
            Order same = template.receive("spare-in", Order.class, Duration.ZERO);

            assertThat(order).isEqualTo("{\"what\":\"apples\",\"count\":42}");
            assertThat(same).isNull();
        });
    }

    /** {@return an application with sockets, each a name and a type} */
    private ApplicationContextRunner with(String... sockets) {
        ApplicationContextRunner runner = page.application();
        for (String socket : sockets) {
            String[] parts = socket.split(" ");
            runner = runner.withPropertyValues(
                    "zmq.sockets." + parts[0] + ".type=" + parts[1],
                    "zmq.sockets." + parts[0] + ".bind=inproc://" + parts[0]);
        }
        return runner;
    }

    private static Object take(BlockingQueue<Object> queue) throws InterruptedException {
        Object taken = queue.poll(10, TimeUnit.SECONDS);
        assertThat(taken).isNotNull();
        return taken;
    }

    static class Methods {

        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

        @ZmqListener("orders-in")
        void on(Order order) {
            received.add(order);
        }

        @ZmqListener(id = "raw", type = "pull", bind = "tcp://*:5556", properties = "receive-hwm=500")
        void raw(List<byte[]> frames, @Header(ZmqHeaders.SOCKET_TYPE) SocketType type, ZmqPeer peer) {
            received.add(frames.size() + " frames over a " + type + " from a " + peer.type());
        }
    }

    static class Several {

        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

        @ZmqListener(id = "parallel", value = "jobs-in", concurrency = "4", ordering = "per-key")
        void parallel(String job, @Header(ZmqHeaders.ROUTING_ID) RoutingId sender) {
            received.add(sender + " " + job);
        }

        @ZmqListener(id = "batches", value = "lines-in", batch = "true", batchSize = "100", batchTimeout = "50ms")
        void batch(List<String> lines) {
            received.addAll(lines);
        }
    }

    static class Around {

        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

        @Bean
        Predicate<ZmqMessage> urgent() {
            return message -> message.string(0).startsWith("urgent");
        }

        @Bean
        MethodInterceptor timed() {
            return invocation -> {
                received.add("before");
                return invocation.proceed();
            };
        }

        @ZmqListener(id = "filtered", value = "news-in", filter = "urgent", adviceChain = "timed")
        void filtered(String news) {
            received.add(news);
        }
    }

    static class Nightly {

        @ZmqListener(id = "nightly-a", value = "a-in", group = "nightly")
        void a(String line) {}

        @ZmqListener(id = "nightly-b", value = "b-in", group = "nightly")
        void b(String line) {}
    }
}
