package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.event.ListenerContainerStoppedEvent;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/**
 * What a checkpoint (CRaC) asks of an application: all beans stop, no descriptor of a socket stays open, and all goes
 * on after it. A JVM without CRaC takes no checkpoint; {@code pause} and {@code restart} do to the beans what Spring
 * does around one.
 */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class CheckpointTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withBean(ZmqTestPeers.class)
            .withPropertyValues(
                    "zmq.sockets.lines-in.type=pull",
                    "zmq.sockets.lines-in.bind=tcp://127.0.0.1:*,ipc://*",
                    "zmq.sockets.server.type=rep",
                    "zmq.sockets.server.bind=ipc://*",
                    "zmq.sockets.front.type=xsub",
                    "zmq.sockets.front.bind=tcp://127.0.0.1:*",
                    "zmq.sockets.back.type=xpub",
                    "zmq.sockets.back.bind=tcp://127.0.0.1:*",
                    "zmq.proxies.bus.frontend=front",
                    "zmq.proxies.bus.backend=back")
            .withUserConfiguration(Listeners.class);

    @Test
    void shouldLeaveNoSocketOpenAndGoOnAfterwards() throws IOException {
        Set<String> before = openSockets();
        runner.run(context -> {
            Listeners listeners = context.getBean(Listeners.class);
            context.getBean(ZmqTestPeers.class).of("lines-in").send("before");
            assertThat(listeners.lines.poll(10, TimeUnit.SECONDS)).isEqualTo("before");
            assertThat(opened(before)).isNotEmpty();
            String endpoint =
                    context.getBean("front", RestartableSocket.class).bindings().get(0);

            context.getSourceApplicationContext().pause();

            assertThat(context.getBean(ZmqSocketRegistry.class).getSockets())
                    .extracting(RestartableSocket::state)
                    .containsOnly(SocketState.STOPPED);
            assertThat(context.getBean(NamedProxy.class).isRunning()).isFalse();
            assertThat(listeners.openWhenStopped).containsExactly(SocketState.OPEN, SocketState.OPEN);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(opened(before)).isEmpty());

            context.getSourceApplicationContext().restart();

            assertThat(context.getBean("front", RestartableSocket.class).bindings())
                    .containsExactly(endpoint);
            assertThat(context.getBean(NamedProxy.class).isRunning()).isTrue();
            context.getBean(ZmqTemplate.class).send("lines-in-peer", "after");
            assertThat(listeners.lines.poll(10, TimeUnit.SECONDS)).isEqualTo("after");
        });
    }

    private static Set<String> opened(Set<String> before) throws IOException {
        Set<String> now = openSockets();
        now.removeAll(before);
        return now;
    }

    /** {@return the sockets among the descriptors of this process} */
    private static Set<String> openSockets() throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            descriptors.forEach(descriptor -> {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:")) {
                        sockets.add(target);
                    }
                } catch (IOException closedMeanwhile) {
                    // Not open.
                }
            });
        }
        return sockets;
    }

    static class Listeners {

        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final BlockingQueue<SocketState> openWhenStopped = new LinkedBlockingQueue<>();
        private final ZmqSocketRegistry sockets;

        Listeners(ZmqSocketRegistry sockets) {
            this.sockets = sockets;
        }

        @ZmqListener(id = "lines", value = "lines-in")
        void on(String line) {
            lines.add(line);
        }

        @ZmqListener("server")
        String on(byte[] request) {
            return "reply";
        }

        @EventListener
        void on(ListenerContainerStoppedEvent event) {
            String socket = event.getListenerId().equals("lines") ? "lines-in" : "server";
            openWhenStopped.add(sockets.getSocket(socket).state());
        }
    }
}
