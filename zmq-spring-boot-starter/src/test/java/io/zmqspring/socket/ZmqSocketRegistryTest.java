package io.zmqspring.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.support.ZmqPhases;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ZmqSocketRegistryTest {

    private final ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> {
        throw new IllegalStateException("nothing is to be opened here");
    });

    @Test
    void shouldStartBindingSocketsBeforeConnectingOnesAndStopThemAfter() {
        registry.register(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://phase"));
        registry.register(SocketDefinition.of("out", SocketType.PUSH).withConnect("inproc://phase"), false);

        assertThat(registry.getLifecycle("in").getPhase()).isEqualTo(ZmqPhases.BINDING_SOCKETS);
        assertThat(registry.getLifecycle("in").isAutoStartup()).isTrue();
        assertThat(registry.getLifecycle("out").getPhase())
                .isEqualTo(ZmqPhases.CONNECTING_SOCKETS)
                .isGreaterThan(ZmqPhases.BINDING_SOCKETS)
                .isLessThan(0);
        assertThat(registry.getLifecycle("out").isAutoStartup()).isFalse();
    }

    @Test
    void shouldSayHowToOrderABeanThatUsesASocketAfterItWasDestroyed() {
        registry.register(SocketDefinition.of("out", SocketType.PUSH));

        registry.destroy();

        assertThatThrownBy(() -> registry.getSender("out"))
                .isInstanceOf(ZmqClosedException.class)
                .hasMessage("socket 'out' was closed with the application context: a bean that uses it while it is"
                        + " destroyed must depend on it, by injection or @DependsOn");
    }

    @Test
    void shouldKnowWhichSocketsAreFedByOthers() {
        RestartableSocket within = pull("within", "inproc://x");
        RestartableSocket local = pull("local", "tcp://127.0.0.1:5555");
        RestartableSocket outside = pull("outside", "tcp://127.0.0.1:5556");
        registry.register(SocketDefinition.of("out", SocketType.PUSH)
                .withConnect("inproc://x", "tcp://localhost:5555", "tcp://example.org:5556"));
        registry.register(SocketDefinition.of("other", SocketType.PULL).withConnect("tcp://127.0.0.1:5556"));

        assertThat(registry.isFedFromWithin(within)).isTrue();
        assertThat(registry.isFedFromWithin(local)).isTrue();
        assertThat(registry.isFedFromWithin(outside)).isFalse();
    }

    private RestartableSocket pull(String name, String endpoint) {
        return registry.register(SocketDefinition.of(name, SocketType.PULL).withBind(endpoint));
    }

    @Test
    void shouldStayOpenWhenStartedWhileItsStopIsUnderWay() {
        try (ZmqContext context = ZmqContext.create()) {
            ZmqSocketRegistry opening = new ZmqSocketRegistry(() -> context);
            RestartableSocket in =
                    opening.register(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://again"));
            NamedSocketLifecycle lifecycle = opening.getLifecycle("in");
            lifecycle.start();

            for (int i = 0; i < 100; i++) {
                CompletableFuture<Void> stopped = new CompletableFuture<>();
                lifecycle.stop(() -> stopped.complete(null));
                lifecycle.start();

                assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
                assertThat(in.state()).isEqualTo(SocketState.OPEN);
            }
        }
    }

    @Test
    void shouldRunTheCallbackOfAStopOnceTheSocketHasStopped() {
        try (ZmqContext context = ZmqContext.create()) {
            ZmqSocketRegistry opening = new ZmqSocketRegistry(() -> context);
            RestartableSocket socket =
                    opening.register(SocketDefinition.of("in", SocketType.PULL).withBind("tcp://127.0.0.1:*"));
            socket.start();
            CompletableFuture<SocketState> atCallback = new CompletableFuture<>();

            opening.getLifecycle("in").stop(() -> atCallback.complete(socket.state()));

            assertThat(atCallback).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(SocketState.STOPPED);
        }
    }

    @Test
    void shouldNameTheKnownSocketsWhenOneIsUnknown() {
        registry.register(SocketDefinition.of("a", SocketType.PUSH));
        registry.register(SocketDefinition.of("b", SocketType.PULL));

        assertThatExceptionOfType(ZmqUnknownSocketException.class)
                .isThrownBy(() -> registry.getSocket("c"))
                .withMessage("no socket named 'c': known are [a, b]")
                .satisfies(failure -> {
                    assertThat(failure.socketName()).isEqualTo("c");
                    assertThat(failure.knownNames()).containsExactly("a", "b");
                });
    }

    @Test
    void shouldNameTheAllowedTypesWhenASocketCannotSendOrReceive() {
        registry.register(SocketDefinition.of("a", SocketType.PUSH));
        registry.register(SocketDefinition.of("b", SocketType.PULL));

        assertThatExceptionOfType(ZmqSocketTypeException.class)
                .isThrownBy(() -> registry.getReceiver("a"))
                .withMessage("socket 'a' is of type PUSH, which cannot receive: allowed are"
                        + " [PAIR, PULL, GATHER, CHANNEL, REQ, REP, DEALER, ROUTER, SUB, XPUB, XSUB]");
        assertThatExceptionOfType(ZmqSocketTypeException.class)
                .isThrownBy(() -> registry.getSender("b"))
                .withMessage("socket 'b' is of type PULL, which cannot send: allowed are"
                        + " [PAIR, PUSH, SCATTER, CHANNEL, REQ, REP, DEALER, ROUTER, PUB, XPUB, XSUB]");
    }

    @Test
    void shouldRefuseASecondSocketOfTheSameName() {
        registry.register(SocketDefinition.of("a", SocketType.PUSH));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(SocketDefinition.of("a", SocketType.PULL)))
                .withMessageContaining("socket 'a' is registered already: a[PUSH, NEW");
    }

    @Test
    void shouldTellOfSocketsThereAreAndOfLaterOnes() {
        List<String> told = new ArrayList<>();
        registry.register(SocketDefinition.of("a", SocketType.PUSH));
        registry.whenRegistered(socket -> told.add(socket.name()));
        registry.register(SocketDefinition.of("b", SocketType.PULL));

        assertThat(told).containsExactly("a", "b");
        assertThat(registry.getSocketNames()).containsExactly("a", "b");
    }

    @Test
    void shouldMakeItsSocketsBeansWithoutBoot() {
        PullSocket injected;
        try (AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext(PlainConfiguration.class)) {
            injected = context.getBean("in", PullSocket.class);

            assertThat(context.getBean("in", RestartableSocket.class).state()).isEqualTo(SocketState.OPEN);
            context.stop();
            assertThat(context.getBean("in", RestartableSocket.class).state()).isEqualTo(SocketState.STOPPED);
            context.start();
            assertThat(context.getBean("in", RestartableSocket.class).state()).isEqualTo(SocketState.OPEN);
        }
        assertThat(injected.isClosed()).isTrue();
    }

    @Test
    void shouldRefuseTheNameOfAnotherBean() {
        try (AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext(PlainConfiguration.class)) {
            ZmqSocketRegistry sockets = context.getBean(ZmqSocketRegistry.class);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sockets.register(SocketDefinition.of("zmqContext", SocketType.PULL)))
                    .withMessage("socket 'zmqContext' has the name of another bean, of type class "
                            + ZmqContext.class.getName());
            assertThat(sockets.contains("zmqContext")).isFalse();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PlainConfiguration {

        @Bean
        ZmqContext zmqContext() {
            return ZmqContext.create();
        }

        @Bean
        ZmqSocketRegistry zmqSocketRegistry(ZmqContext context) {
            ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
            registry.register(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://plain"));
            return registry;
        }
    }
}
