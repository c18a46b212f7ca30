package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqUnknownSocketException;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sockets and listeners of application contexts that have a parent. */
@Timeout(60)
class ParentAndChildContextTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String[] PARENT = {
        "--zmq.sockets.in.type=pull",
        "--zmq.sockets.in.bind=inproc://family",
        "--zmq.sockets.out.type=push",
        "--zmq.sockets.out.connect=inproc://family",
        "--zmq.sockets.unheard.type=pull",
        "--zmq.sockets.unheard.bind=inproc://unheard"
    };
    private static final String[] CHILD = {
        "--zmq.sockets.child-in.type=pull",
        "--zmq.sockets.child-in.bind=inproc://child",
        "--zmq.sockets.child-out.type=push",
        "--zmq.sockets.child-out.connect=inproc://child"
    };

    @Test
    void shouldLeaveTheSocketsOfTheParentOpenWhenTheChildIsClosed() {
        try (ConfigurableApplicationContext parent = start(Empty.class, null, PARENT)) {
            RestartableSocket in = parent.getBean("in", RestartableSocket.class);
            RestartableSocket childIn;
            try (ConfigurableApplicationContext child = start(Empty.class, parent, CHILD)) {
                assertThat(child.getBean("in")).isSameAs(in);
                assertThat(child.getBean(ZmqContext.class)).isSameAs(parent.getBean(ZmqContext.class));
                childIn = child.getBean("child-in", RestartableSocket.class);
                assertThat(childIn.state()).isEqualTo(SocketState.OPEN);
            }

            assertThat(childIn.state()).isEqualTo(SocketState.CLOSED);
            assertThat(in.state()).isEqualTo(SocketState.OPEN);
            parent.getBean(ZmqTemplate.class).send("out", new byte[] {1});
            assertThat(((PullSocket) in).receive(LIMIT)).containsExactly(1);
            assertThatThrownBy(() -> parent.getBean(ZmqTemplate.class).send("child-out", "text"))
                    .isInstanceOf(ZmqUnknownSocketException.class)
                    .hasMessageContaining("known are [")
                    .hasMessageNotContaining("child-in");
        }
    }

    @Test
    void shouldListenInTheChildOnItsSocketsAndTheParents() throws Exception {
        try (ConfigurableApplicationContext parent = start(Listening.class, null, PARENT);
                ConfigurableApplicationContext child = start(ChildListening.class, parent, CHILD)) {
            child.getBean(ZmqTemplate.class).send("child-out", "to the child");
            assertThat(take(child.getBean(ChildListening.class).seen)).isEqualTo("to the child");
            child.getBean(ZmqTemplate.class).send("out", "to the parent");
            assertThat(take(parent.getBean(Listening.class).seen)).isEqualTo("to the parent");
            assertThatThrownBy(() -> child.getBean(ZmqTemplate.class).send("nowhere", "text"))
                    .hasMessageContaining("child-in")
                    .hasMessageContaining("unheard");
        }
    }

    @Test
    void shouldPutConfiguredSocketsIntoARegistryOfTheApplication() {
        try (ConfigurableApplicationContext context = start(OwnRegistry.class, null, PARENT)) {
            ZmqSocketRegistry own = context.getBean("ownRegistry", ZmqSocketRegistry.class);

            assertThat(own.getSocketNames()).containsExactlyInAnyOrder("in", "out", "unheard");
            assertThat(context.getBean("in")).isSameAs(own.getSocket("in"));
            context.getBean(ZmqTemplate.class).send("out", new byte[] {1});
            assertThat(context.getBean("in", PullSocket.class).receive(LIMIT)).containsExactly(1);
        }
    }

    private static ConfigurableApplicationContext start(
            Class<?> application, ConfigurableApplicationContext parent, String... arguments) {
        SpringApplicationBuilder builder = new SpringApplicationBuilder(application).web(WebApplicationType.NONE);
        return (parent == null ? builder : builder.parent(parent)).run(arguments);
    }

    private static String take(BlockingQueue<String> queue) throws InterruptedException {
        return queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Empty {}

    static class Listening extends Empty {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @ZmqListener("in")
        void on(String text) {
            seen.add(text);
        }
    }

    static class ChildListening extends Empty {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @ZmqListener("child-in")
        void on(String text) {
            seen.add(text);
        }

        @ZmqListener("unheard")
        void onParents(String text) {}
    }

    static class OwnRegistry extends Empty {

        @Bean
        ZmqSocketRegistry ownRegistry(ZmqContext context) {
            return new ZmqSocketRegistry(() -> context);
        }
    }
}
