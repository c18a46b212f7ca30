package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.option.RoutingId;
import io.zmqspring.socket.ZmqDropListener;
import io.zmqspring.template.ZmqTemplate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Beans that are called when messages are given up. */
@Timeout(60)
class DropListenerTest {

    private final List<String> drops = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withBean(ZmqDropListener.class, () -> (name, dropped) -> drops.add(name + " " + dropped.count()));

    @Test
    void shouldHearOfMessagesForNobody() {
        runner.withPropertyValues("zmq.sockets.router.type=router", "zmq.sockets.router.bind=inproc://router")
                .run(context -> {
                    context.getBean(ZmqTemplate.class).sendTo("router", RoutingId.of("nobody"), "lost");

                    await().untilAsserted(() -> assertThat(drops).containsExactly("router 1"));
                });
    }
}
