package io.zmqspring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Applications with listeners: their sockets in one line each, and what tests of them do again and again. */
final class ListenerApplication {

    static final Duration LIMIT = Duration.ofSeconds(10);

    private ListenerApplication() {}

    /** {@return an application with PULL {@code in}, which PUSH {@code out} sends to} */
    static ApplicationContextRunner withPushAndPull() {
        return with("in pull bind inproc://in", "out push connect inproc://in");
    }

    /** {@return an application with sockets, each a name, a type, {@code bind} or {@code connect}, and an endpoint} */
    static ApplicationContextRunner with(String... sockets) {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ZmqAutoConfiguration.class));
        for (String socket : sockets) {
            String[] parts = socket.split(" ");
            String prefix = "zmq.sockets." + parts[0];
            runner = runner.withPropertyValues(prefix + ".type=" + parts[1], prefix + "." + parts[2] + "=" + parts[3]);
        }
        return runner;
    }

    static void send(ApplicationContext context, String socket, String... payloads) {
        for (String payload : payloads) {
            context.getBean(ZmqTemplate.class).send(socket, payload);
        }
    }

    static void sendFrames(ApplicationContext context, String socket, String... frames) {
        context.getBean(ZmqTemplate.class).send(socket, ZmqMessage.ofStrings(frames));
    }

    static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(taken).as("something within " + LIMIT).isNotNull();
        return taken;
    }

    static ZmqMessageListenerContainer container(ApplicationContext context, String id) {
        ZmqMessageListenerContainer container =
                context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainer(id);
        assertThat(container).as("container '" + id + "'").isNotNull();
        return container;
    }

    static ListenerCounters counters(ApplicationContext context, String id) {
        return container(context, id).getCounters();
    }
}
