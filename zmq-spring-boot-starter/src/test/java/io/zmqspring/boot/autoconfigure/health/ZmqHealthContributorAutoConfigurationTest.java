package io.zmqspring.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

@Timeout(60)
class ZmqHealthContributorAutoConfigurationTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqHealthContributorAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class));

    @Test
    void shouldContributeUnderZmq() {
        runner.run(context -> {
            assertThat(context).hasBean("zmqHealthContributor");
            assertThat(context.getBean(HealthContributorRegistry.class).getContributor("zmq"))
                    .isNotNull();
        });
    }

    @Test
    void shouldBackOffWhenSwitchedOff() {
        runner.withPropertyValues("management.health.zmq.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("zmqHealthContributor"));
        runner.withPropertyValues("zmq.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("zmqHealthContributor"));
    }

    @Test
    void shouldBackOffWithoutTheHealthModule() {
        runner.withClassLoader(new FilteredClassLoader(
                        ConditionalOnEnabledHealthIndicator.class, CompositeHealthContributor.class))
                .run(context ->
                        assertThat(context).hasSingleBean(ZmqTemplate.class).doesNotHaveBean("zmqHealthContributor"));
    }

    @Test
    void shouldBackOffForAContributorOfTheApplication() {
        runner.withBean(
                        "zmqHealthIndicator",
                        HealthIndicator.class,
                        () -> () -> Health.up().build())
                .run(context ->
                        assertThat(context).hasBean("zmqHealthIndicator").doesNotHaveBean("zmqHealthContributor"));
    }

    @Test
    void shouldBeUpWhileASocketListens() {
        runner.withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:*")
                .run(context -> {
                    Health health = socketHealth(context, "in");
                    String endpoint =
                            context.getBean(ZmqSocket.class).lastEndpoint().orElseThrow();
                    assertThat(health.getStatus()).isEqualTo(Status.UP);
                    assertThat(health.getDetails())
                            .containsEntry("type", SocketType.PULL)
                            .containsEntry("peers", 0L)
                            .containsKey("counters");
                    assertThat(health.getDetails())
                            .extractingByKey("endpoints", InstanceOfAssertFactories.list(Map.class))
                            .singleElement()
                            .asString()
                            .contains("endpoint=" + endpoint, "state=LISTENING");
                });
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldBeDownWhenThePathOfASocketWasTaken(@TempDir Path folder) {
        Path path = folder.resolve("in");
        runner.withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=ipc://" + path)
                .run(context -> {
                    assertThat(socketHealth(context, "in").getStatus()).isEqualTo(Status.UP);

                    Files.delete(path);

                    await().atMost(LIMIT)
                            .untilAsserted(
                                    () -> assertThat(socketHealth(context, "in").getStatus())
                                            .isEqualTo(Status.DOWN));
                    assertThat(socketHealth(context, "in").getDetails().get("endpoints"))
                            .asString()
                            .contains("state=LOST", "lastError=the socket file was removed");
                });
    }

    @Test
    void shouldBeUpWhileASocketStillConnects() {
        runner.withPropertyValues(
                        "zmq.sockets.out.type=push", "zmq.sockets.out.connect=tcp://127.0.0.1:" + closedPort())
                .run(context -> {
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(socketHealth(context, "out")
                                            .getDetails()
                                            .get("endpoints")
                                            .toString())
                                    .contains("lastError="));
                    assertThat(socketHealth(context, "out").getStatus()).isEqualTo(Status.UP);
                });
    }

    @Test
    void shouldBeDownWithoutAPeerThatIsRequired() {
        runner.withPropertyValues(
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://required",
                        "zmq.health.require-peers=out")
                .run(context -> {
                    assertThat(socketHealth(context, "out").getStatus()).isEqualTo(Status.DOWN);
                    assertThat(socketHealth(context, "out").getDetails())
                            .hasEntrySatisfying(
                                    "missingPeer",
                                    detail -> assertThat(detail.toString()).startsWith("no peer is connected"));
                    try (PullSocket peer = context.getBean(ZmqContext.class).pull()) {
                        peer.bind("inproc://required");
                        await().atMost(LIMIT)
                                .untilAsserted(() -> assertThat(
                                                socketHealth(context, "out").getStatus())
                                        .isEqualTo(Status.UP));
                    }
                });
    }

    @Test
    void shouldRefuseToRequirePeersOfAnUnknownSocket() {
        runner.withPropertyValues("zmq.health.require-peers=nowhere")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                InvalidConfigurationPropertyValueException.class,
                                invalid -> assertThat(invalid.getName()).isEqualTo("zmq.health.require-peers")));
    }

    @Test
    void shouldBeDownWhenASocketDoesNotListenWhereItIsBound() {
        runner.withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:*")
                .run(context -> {
                    RestartableSocket socket = context.getBean(RestartableSocket.class);
                    String endpoint = socket.lastEndpoint().orElseThrow();
                    socket.stop();

                    Health health = socketHealth(context, "in");
                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails().get("endpoints").toString())
                            .contains(endpoint, "state=STOPPED", "lastError=socket is STOPPED");
                });
    }

    @Test
    void shouldBeDownWithTheReasonWhenASocketCouldNotBeOpened() {
        try (ZmqContext other = ZmqContext.create();
                PullSocket owner = other.pull()) {
            String taken = owner.bind("tcp://127.0.0.1:*");
            runner.withPropertyValues(
                            "zmq.sockets.in.type=pull",
                            "zmq.sockets.in.auto-startup=false",
                            "zmq.sockets.in.bind=" + taken)
                    .run(context -> {
                        assertThat(socketHealth(context, "in").getStatus()).isEqualTo(Status.UNKNOWN);
                        PullSocket socket = context.getBean(PullSocket.class);
                        assertThatThrownBy(socket::tryReceive).hasCauseInstanceOf(ZmqEndpointException.class);

                        Health health = socketHealth(context, "in");
                        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                        assertThat(health.getDetails().get("error").toString()).contains("cannot bind " + taken);
                    });
        }
    }

    @Test
    void shouldTellOfSocketsRegisteredLater() {
        runner.run(context -> {
            context.getBean(ZmqSocketRegistry.class)
                    .register(SocketDefinition.of("late", SocketType.PULL).withBind("inproc://late"));

            assertThat(socketHealth(context, "late").getStatus()).isEqualTo(Status.DOWN);
            context.getBean(ZmqSocketRegistry.class).getSocket("late").start();
            assertThat(socketHealth(context, "late").getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void shouldFollowAListener() {
        runner.withUserConfiguration(Listening.class)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=inproc://listened")
                .run(context -> {
                    ZmqMessageListenerContainer container = context.getBean("mine", ZmqMessageListenerContainer.class);
                    assertThat(listenerHealth(context, "mine").getStatus()).isEqualTo(Status.UP);
                    assertThat(listenerHealth(context, "manual").getStatus()).isEqualTo(Status.UNKNOWN);

                    container.pause();
                    assertThat(listenerHealth(context, "mine").getStatus()).isEqualTo(Status.UP);
                    assertThat(listenerHealth(context, "mine").getDetails()).containsEntry("paused", true);

                    container.stop();
                    assertThat(listenerHealth(context, "mine").getStatus()).isEqualTo(Status.DOWN);

                    container.resume();
                    container.start();
                    context.getBean(RestartableSocket.class).close();
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(listenerHealth(context, "mine")
                                            .getDetails()
                                            .get("error"))
                                    .asString()
                                    .contains("socket 'in' is closed"));
                    assertThat(listenerHealth(context, "mine").getStatus()).isEqualTo(Status.DOWN);
                });
    }

    @Test
    void shouldBeDownWithTheReasonWhenAProxyHasEndedByItself() {
        runner.withPropertyValues(
                        "zmq.sockets.front.type=pull",
                        "zmq.sockets.front.bind=inproc://front",
                        "zmq.sockets.back.type=push",
                        "zmq.sockets.back.bind=inproc://back",
                        "zmq.proxies.line.frontend=front",
                        "zmq.proxies.line.backend=back")
                .run(context -> {
                    assertThat(health(context, "proxies", "line").getStatus()).isEqualTo(Status.UP);

                    context.getBean("front", RestartableSocket.class).close();

                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(
                                            health(context, "proxies", "line").getStatus())
                                    .isEqualTo(Status.DOWN));
                    assertThat(health(context, "proxies", "line").getDetails())
                            .containsEntry("state", ZmqProxy.State.TERMINATED)
                            .extractingByKey("error")
                            .asString()
                            .contains("ZmqClosedException", "the socket was closed while a proxy used it");
                });
    }

    @Test
    void shouldTellTheLastFailureOfAListenerAndStayUp() {
        runner.withUserConfiguration(Listening.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://failing",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://failing")
                .run(context -> {
                    context.getBean(ZmqTemplate.class).send("out", "text");
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(listenerHealth(context, "mine")
                                            .getDetails()
                                            .get("lastFailure"))
                                    .asString()
                                    .contains("it fails"));
                    assertThat(listenerHealth(context, "mine").getStatus()).isEqualTo(Status.UP);
                });
    }

    private static Health socketHealth(ApplicationContext context, String name) {
        return health(context, "sockets", name);
    }

    private static Health listenerHealth(ApplicationContext context, String id) {
        return health(context, "listeners", id);
    }

    private static Health health(ApplicationContext context, String part, String name) {
        CompositeHealthContributor all = context.getBean("zmqHealthContributor", CompositeHealthContributor.class);
        CompositeHealthContributor parts = (CompositeHealthContributor) all.getContributor(part);
        assertThat(parts).isNotNull();
        assertThat(parts.getContributor("no such name")).isNull();
        HealthIndicator indicator = (HealthIndicator) parts.getContributor(name);
        assertThat(indicator).isNotNull();
        Health health = indicator.health();
        assertThat(health).isNotNull();
        return health;
    }

    private static int closedPort() {
        try (ZmqContext context = ZmqContext.create();
                PullSocket socket = context.pull()) {
            String endpoint = socket.bind("tcp://127.0.0.1:*");
            return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        }
    }

    static class Listening {

        @ZmqListener(id = "mine", socket = "in")
        void on(String text) {
            throw new IllegalStateException("it fails");
        }

        @ZmqListener(id = "manual", socket = "in", autoStartup = "false")
        void manual(String text) {}
    }
}
