package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.event.ZmqSocketEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/** What happens to connections, as application events. */
@Timeout(60)
class SocketEventPublisherTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:*")
            .withUserConfiguration(Listeners.class);

    @Test
    void shouldPublishTheEventsThatAreAskedFor() {
        runner.withPropertyValues("zmq.monitor.events=listening, handshake-succeeded, disconnected")
                .run(context -> {
                    Listeners listeners = context.getBean(Listeners.class);
                    String endpoint = endpoint(context.getBean("in", RestartableSocket.class));
                    try (PushSocket push = context.getBean(ZmqContext.class).push()) {
                        push.connect(endpoint);
                        push.send(ZmqMessage.ofStrings("text"));
                        assertThat(push.awaitPeers(1, LIMIT)).isTrue();
                    }

                    assertThat(take(listeners.all).getEvent()).isEqualTo(new MonitorEvent.Listening(endpoint));
                    ZmqSocketEvent<?> first = take(listeners.all);
                    assertThat(first.getSocketName()).isEqualTo("in");
                    assertThat(first.getSource()).isSameAs(context.getBean("in"));
                    assertThat(first.getEvent())
                            .isInstanceOfSatisfying(
                                    MonitorEvent.HandshakeSucceeded.class,
                                    succeeded ->
                                            assertThat(succeeded.peerType()).isEqualTo(SocketType.PUSH));
                    assertThat(take(listeners.all).getEvent()).isInstanceOf(MonitorEvent.Disconnected.class);
                    assertThat(take(listeners.disconnected).getEvent().endpoint())
                            .isEqualTo(endpoint);
                    assertThat(listeners.disconnected).isEmpty();
                });
    }

    @Test
    void shouldPublishWhatHappensToRequesters() {
        String nobody;
        try (ZmqContext zmq = ZmqContext.create();
                PullSocket pull = zmq.pull()) {
            nobody = pull.bind("tcp://127.0.0.1:*");
        }
        runner.withPropertyValues(
                        "zmq.monitor.events=connect-failed",
                        "zmq.requesters.asking.connect=" + nobody,
                        "zmq.requesters.asking.options.reconnect-interval=5ms")
                .run(context -> assertThat(
                                take(context.getBean(Listeners.class).all).getSocketName())
                        .isEqualTo("asking"));
    }

    @Test
    void shouldPublishNothingUnlessAsked() {
        runner.run(context -> {
            Listeners listeners = context.getBean(Listeners.class);
            BlockingQueue<MonitorEvent> monitored = new LinkedBlockingQueue<>();
            RestartableSocket in = context.getBean("in", RestartableSocket.class);
            in.addMonitorListener(monitored::add);
            try (PushSocket push = context.getBean(ZmqContext.class).push()) {
                push.connect(endpoint(in));
                assertThat(push.awaitPeers(1, LIMIT)).isTrue();
            }
            assertThat(monitored.poll(10, TimeUnit.SECONDS)).isNotNull();

            assertThat(listeners.all).isEmpty();
        });
    }

    @Test
    void shouldHaveAKindForEachEventOfTheEngine() {
        assertThat(SocketEventKind.values())
                .extracting(SocketEventKind::type)
                .map(type -> (Object) type)
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(MonitorEvent.class.getPermittedSubclasses()));
    }

    private static String endpoint(RestartableSocket socket) {
        return socket.bindings().get(0);
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(10, TimeUnit.SECONDS);
        assertThat(taken).isNotNull();
        return taken;
    }

    static class Listeners {

        final BlockingQueue<ZmqSocketEvent<?>> all = new LinkedBlockingQueue<>();
        final BlockingQueue<ZmqSocketEvent<MonitorEvent.Disconnected>> disconnected = new LinkedBlockingQueue<>();

        @EventListener
        void on(ZmqSocketEvent<?> event) {
            all.add(event);
        }

        @EventListener
        void onDisconnected(ZmqSocketEvent<MonitorEvent.Disconnected> event) {
            disconnected.add(event);
        }
    }
}
