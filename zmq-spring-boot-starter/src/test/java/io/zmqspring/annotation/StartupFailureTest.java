package io.zmqspring.annotation;

import static io.zmqspring.annotation.ListenerApplication.LIMIT;
import static io.zmqspring.annotation.ListenerApplication.container;
import static io.zmqspring.annotation.ListenerApplication.take;
import static io.zmqspring.annotation.ListenerApplication.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.error.ZmqSocketStartException;
import io.zmqspring.event.ListenerContainerFailedEvent;
import io.zmqspring.listener.ContainerState;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

@Timeout(60)
class StartupFailureTest {

    private ServerSocket taken;
    private ApplicationContextRunner runner;

    @BeforeEach
    void takeThePort() throws IOException {
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        runner = with("in pull bind tcp://127.0.0.1:" + taken.getLocalPort()).withUserConfiguration(Listening.class);
    }

    @AfterEach
    void freeThePort() throws IOException {
        taken.close();
    }

    @Test
    void shouldFailByDefault() {
        runner.run(context -> assertThat(context).getFailure().hasRootCauseInstanceOf(BindException.class));
    }

    @Test
    void shouldGoOnWithoutTheListenerAndStartItLater() {
        runner.withPropertyValues("zmq.listener.startup-failure-policy=continue")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(container(context, "listening").getState()).isEqualTo(ContainerState.FAILED);
                    assertThat(container(context, "listening").getFailure())
                            .containsInstanceOf(ZmqSocketStartException.class);
                    assertThat(take(context.getBean(Listening.class).failures).getListenerId())
                            .isEqualTo("listening");

                    taken.close();
                    container(context, "listening").start();

                    assertThat(container(context, "listening").getState()).isEqualTo(ContainerState.RUNNING);
                    assertThat(container(context, "listening").getFailure()).isEmpty();
                });
    }

    @Test
    void shouldTryAgainByItself() {
        runner.withPropertyValues(
                        "zmq.listener.startup-failure-policy=retry",
                        "zmq.listener.startup-retry.delay=1ms",
                        "zmq.listener.startup-retry.max-retries=1000000")
                .run(context -> {
                    take(context.getBean(Listening.class).failures);
                    take(context.getBean(Listening.class).failures);

                    taken.close();

                    await().atMost(LIMIT)
                            .until(() -> container(context, "listening").getState() == ContainerState.RUNNING);
                });
    }

    @Test
    void shouldTryAgainAsOftenAsItIsTold() {
        runner.withPropertyValues(
                        "zmq.listener.startup-failure-policy=retry",
                        "zmq.listener.startup-retry.delay=1ms",
                        "zmq.listener.startup-retry.max-retries=2")
                .run(context -> {
                    BlockingQueue<ListenerContainerFailedEvent> failures = context.getBean(Listening.class).failures;
                    take(failures);
                    take(failures);
                    take(failures);

                    await().atMost(LIMIT)
                            .until(() -> Thread.getAllStackTraces().keySet().stream()
                                    .noneMatch(thread -> thread.getName().equals("zmq-start-listening")));
                    assertThat(failures).isEmpty();
                });
    }

    @Test
    void shouldNotTryAgainOnceTheContextIsClosed() {
        runner.withPropertyValues("zmq.listener.startup-failure-policy=retry", "zmq.listener.startup-retry.delay=1h")
                .run(context -> take(context.getBean(Listening.class).failures));

        await().atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("zmq-start-listening")));
    }

    static class Listening {

        final BlockingQueue<ListenerContainerFailedEvent> failures = new LinkedBlockingQueue<>();

        @EventListener
        void on(ListenerContainerFailedEvent event) {
            failures.add(event);
        }

        @ZmqListener(id = "listening", value = "in")
        void on(String text) {}
    }
}
