package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.socket.ZmqSocketCustomizer;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The beans of named sockets. */
@Timeout(60)
class SocketBeansTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class));

    @Test
    void shouldMakeSocketsAndAContextThatCanBeProxied() {
        runner.withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=inproc://proxied")
                .run(context -> {
                    ProxyFactory contexts = new ProxyFactory(context.getBean(ZmqContext.class));
                    contexts.setProxyTargetClass(true);
                    ProxyFactory sockets = new ProxyFactory(context.getBean("in"));
                    sockets.setProxyTargetClass(true);
                    assertThat(((ZmqContext) contexts.getProxy()).options().ioThreads())
                            .isEqualTo(1);
                    assertThat(((RestartableSocket) sockets.getProxy()).state()).isEqualTo(SocketState.OPEN);
                    assertThat(sockets.getProxy()).isInstanceOf(PullSocket.class);
                });
    }

    @Test
    void shouldMakeABeanOfEachSocket() {
        runner.withPropertyValues(
                        "zmq.sockets.orders-out.type=push",
                        "zmq.sockets.orders-out.connect=inproc://orders",
                        "zmq.sockets.orders-in.type=pull",
                        "zmq.sockets.orders-in.bind=inproc://orders,tcp://127.0.0.1:*",
                        "zmq.sockets.control.type=pair",
                        "zmq.sockets.control.auto-startup=false")
                .withUserConfiguration(Injected.class)
                .run(context -> {
                    Injected injected = context.getBean(Injected.class);
                    assertThat(injected.out).isSameAs(context.getBean("orders-out"));
                    assertThat(injected.in).isSameAs(context.getBean("orders-in"));
                    assertThat(injected.any).isSameAs(context.getBean("control"));
                    assertThat(injected.control).isSameAs(context.getBean("control"));
                    assertThat(context.getBean(ZmqSocketRegistry.class).getSocket("orders-in"))
                            .isSameAs(injected.in);

                    assertThat(((RestartableSocket) injected.in).state()).isEqualTo(SocketState.OPEN);
                    assertThat(injected.in.endpoints()).hasSize(2);
                    assertThat(((RestartableSocket) injected.out).state()).isEqualTo(SocketState.OPEN);
                    assertThat(((RestartableSocket) injected.any).state()).isEqualTo(SocketState.NEW);
                    injected.out.send(new byte[] {1});
                    assertThat(injected.in.receive(LIMIT)).containsExactly(1);
                });
    }

    @Test
    void shouldOpenSocketsOfALazyApplication() {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=inproc://lazy")
                .run(context -> assertThat(
                                context.getBean(RestartableSocket.class).state())
                        .isEqualTo(SocketState.OPEN));
    }

    @Test
    void shouldLetBeansUseSocketsWhileTheApplicationStarts() {
        runner.withPropertyValues(
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://early",
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://early")
                .withUserConfiguration(EarlyUser.class)
                .run(context -> assertThat(
                                context.getBean("in", PullSocket.class).receive(LIMIT))
                        .containsExactly(7));
    }

    @Test
    void shouldLetSocketCustomizersHaveTheLastWordInTheirOrder() {
        runner.withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://in",
                        "zmq.sockets.in.options.receive-hwm=1")
                .withUserConfiguration(SocketCustomizers.class)
                .run(context -> assertThat(context.getBean("in", PullSocket.class)
                                .options()
                                .receiveHwm())
                        .isEqualTo(3));
    }

    @Configuration(proxyBeanMethods = false)
    static class SocketCustomizers {

        @Bean
        @Order(2)
        ZmqSocketCustomizer second() {
            return (socket, options) -> options.receiveHwm(socket.name().equals("in") ? 3 : 4);
        }

        @Bean
        @Order(1)
        ZmqSocketCustomizer first() {
            return (socket, options) -> options.receiveHwm(2);
        }
    }

    static class Injected {

        final PushSocket out;
        final PullSocket in;
        final ZmqSocket any;

        @Autowired
        PairSocket control;

        Injected(PushSocket out, @Qualifier("orders-in") PullSocket in, @Qualifier("control") ZmqSocket any) {
            this.out = out;
            this.in = in;
            this.any = any;
        }
    }

    static class EarlyUser {

        EarlyUser(PushSocket out) {
            out.send(new byte[] {7});
        }
    }
}
