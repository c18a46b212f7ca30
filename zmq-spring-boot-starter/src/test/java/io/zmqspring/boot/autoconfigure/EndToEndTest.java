package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ContainerState;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.messaging.handler.annotation.SendTo;

/** A whole application, with sockets over tcp and inproc, a template and listeners. */
@Timeout(60)
class EndToEndTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void shouldCarryMessagesFromTemplateToListeners() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            Application application = context.getBean(Application.class);
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            connectOverTcp(context);

            template.send("orders-out", new Order("book", 3));
            assertThat(take(application.shipped)).isEqualTo("shipped 3 x book");

            PairSocket asking = context.getBean("questions", PairSocket.class);
            asking.send("hello".getBytes(StandardCharsets.UTF_8));
            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("HELLO"));
        }
    }

    @Test
    void shouldCarryEveryMessageInOrder() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            Application application = context.getBean(Application.class);
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            connectOverTcp(context);

            for (int i = 0; i < 5000; i++) {
                template.send("orders-out", new Order("book", i));
            }

            for (int i = 0; i < 5000; i++) {
                assertThat(take(application.shipped)).isEqualTo("shipped " + i + " x book");
            }
        }
    }

    @Test
    void shouldGoOnAfterItWasStoppedAndStarted() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            Application application = context.getBean(Application.class);
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            String endpoint = connectOverTcp(context);
            template.send("orders-out", new Order("book", 1));
            assertThat(take(application.shipped)).isEqualTo("shipped 1 x book");

            context.stop();
            assertThat(context.getBean(ZmqSocketRegistry.class).getSockets())
                    .extracting(RestartableSocket::state)
                    .containsOnly(SocketState.STOPPED);
            assertThat(container(context).getState()).isEqualTo(ContainerState.STOPPED);
            context.start();

            assertThat(container(context).getState()).isEqualTo(ContainerState.RUNNING);
            assertThat(context.getBean("orders-in", PullSocket.class).lastEndpoint())
                    .contains(endpoint);
            template.send("orders-out", new Order("book", 2));
            assertThat(take(application.shipped)).isEqualTo("shipped 2 x book");
        }
    }

    @Test
    void shouldGoOnAfterItWasPausedAndRestarted() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            Application application = context.getBean(Application.class);
            connectOverTcp(context);

            context.pause();
            assertThat(context.getBean(ZmqSocketRegistry.class).getSockets())
                    .extracting(RestartableSocket::state)
                    .containsOnly(SocketState.STOPPED);
            context.restart();

            context.getBean(ZmqTemplate.class).send("orders-out", new Order("book", 1));
            assertThat(take(application.shipped)).isEqualTo("shipped 1 x book");
        }
    }

    @Test
    void shouldHandOverWhatHadArrivedWhenTheApplicationEnds() throws Exception {
        Application application;
        try (ConfigurableApplicationContext context = start()) {
            application = context.getBean(Application.class);
            connectOverTcp(context);
            application.gate = new CountDownLatch(1);
            for (int i = 0; i < 10; i++) {
                context.getBean(ZmqTemplate.class).send("orders-out", new Order("pen", i));
            }
            ZmqSocket in = context.getBean("orders-in", ZmqSocket.class);
            await().atMost(LIMIT).until(() -> in.counters().queuedToReceive() == 9);
            context.addApplicationListener(event -> {
                if (event instanceof ContextClosedEvent) {
                    application.gate.countDown();
                }
            });
        }

        assertThat(application.taken.get()).isEqualTo(10);
    }

    @Test
    void shouldLeaveNoThreadBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (ConfigurableApplicationContext context = start()) {
            connectOverTcp(context);
            context.getBean(ZmqTemplate.class).send("orders-out", new Order("book", 1));
            take(context.getBean(Application.class).shipped);
        }

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> !before.contains(thread))
                                .map(Thread::getName)
                                .filter(name -> name.startsWith("zmq") || name.contains("endToEndTest"))
                                .collect(Collectors.toSet()))
                        .isEmpty());
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "zmq.sockets.orders-in.type=pull",
                        "zmq.sockets.orders-in.bind=tcp://127.0.0.1:*",
                        "zmq.sockets.orders-out.type=push",
                        "zmq.sockets.orders-out.auto-startup=false",
                        "zmq.sockets.shipped-out.type=push",
                        "zmq.sockets.shipped-out.connect=inproc://shipped",
                        "zmq.sockets.shipped-in.type=pull",
                        "zmq.sockets.shipped-in.bind=inproc://shipped",
                        "zmq.sockets.questions.type=pair",
                        "zmq.sockets.questions.connect=inproc://questions",
                        "zmq.sockets.answers.type=pair",
                        "zmq.sockets.answers.bind=inproc://questions")
                .run();
    }

    private static String connectOverTcp(ConfigurableApplicationContext context) {
        String endpoint =
                context.getBean("orders-in", PullSocket.class).lastEndpoint().orElseThrow();
        PushSocket out = context.getBean("orders-out", PushSocket.class);
        out.connect(endpoint);
        assertThat(out.awaitPeers(1, LIMIT)).isTrue();
        return endpoint;
    }

    private static ZmqMessageListenerContainer container(ConfigurableApplicationContext context) {
        return context.getBean("orders", ZmqMessageListenerContainer.class);
    }

    private static String take(BlockingQueue<String> queue) throws InterruptedException {
        String taken = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(taken).as("something within " + LIMIT).isNotNull();
        return taken;
    }

    record Order(String article, int count) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        final BlockingQueue<String> shipped = new LinkedBlockingQueue<>();
        final AtomicInteger taken = new AtomicInteger();
        volatile CountDownLatch gate = new CountDownLatch(0);

        @ZmqListener(id = "orders", socket = "orders-in")
        @SendTo("shipped-out")
        String ship(Order order) throws InterruptedException {
            taken.incrementAndGet();
            gate.await();
            return "shipped " + order.count() + " x " + order.article();
        }

        @ZmqListener("shipped-in")
        void shipped(String text) {
            shipped.add(text);
        }

        @ZmqListener("answers")
        String answer(String question) {
            return question.toUpperCase(Locale.ROOT);
        }
    }
}
