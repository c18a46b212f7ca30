package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ContainerState;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of {@code shutdown.md}. */
@Timeout(60)
class ShutdownPageTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Page page = Page.of("shutdown");

    @Test
    void shouldTakeItsTimes() {
        page.application(0)
                .withPropertyValues("zmq.sockets.orders-in.type=pull", "zmq.sockets.orders-in.bind=inproc://orders")
                .run(context -> {
                    assertThat(context.getBean(DefaultZmqListenerContainerFactory.class)
                                    .getContainerProperties()
                                    .getShutdownTimeout())
                            .isEqualTo(Duration.ofSeconds(5));
                    assertThat(context.getBean("orders-in", RestartableSocket.class)
                                    .options()
                                    .linger())
                            .isEqualTo(Duration.ofSeconds(2));
                });
    }

    @Test
    void shouldKeepTheEndpointOfASocketThatIsRestarted() {
        page.application()
                .withPropertyValues(
                        "zmq.test.inproc=false",
                        "zmq.sockets.orders-in.type=pull",
                        "zmq.sockets.orders-in.bind=tcp://127.0.0.1:*")
                .run(context -> {
                    RestartableSocket in = context.getBean("orders-in", RestartableSocket.class);
                    String endpoint = in.bindings().get(0);
                    in.stop();
                    in.start();
                    assertThat(in.bindings().get(0)).isEqualTo(endpoint);
                    context.getBean(ZmqTestPeers.class).of("orders-in").send("text");
                    assertThat(context.getBean(ZmqTemplate.class).receive("orders-in", ZmqMessage.class, LIMIT))
                            .isEqualTo(ZmqMessage.ofStrings("text"));
                });
    }

    @Test
    void shouldLetAListenerStopItself() {
        page.application()
                .withPropertyValues("zmq.sockets.once-in.type=pull", "zmq.sockets.once-in.bind=inproc://once")
                .withUserConfiguration(Once.class)
                .run(context -> {
                    context.getBean(ZmqTestPeers.class).of("once-in").send("text");

                    ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(registry.getListenerContainer("once")
                                            .getState())
                                    .isEqualTo(ContainerState.STOPPED));
                    assertThat(context.getBean(Once.class).received).containsExactly("text");
                });
    }

    static class Once {

        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final ZmqListenerEndpointRegistry registry;

        Once(ZmqListenerEndpointRegistry registry) {
            this.registry = registry;
        }

        @ZmqListener(id = "once", value = "once-in")
        void once(String text) {
            received.add(text);
            registry.getListenerContainer("once").stop();
        }
    }
}
