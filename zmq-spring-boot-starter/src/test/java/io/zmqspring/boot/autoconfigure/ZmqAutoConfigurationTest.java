package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.zmqspring.annotation.ZmqListenerAnnotationBeanPostProcessor;
import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqBeanNames;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqOperations;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Timeout(60)
class ZmqAutoConfigurationTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class));

    @Test
    void shouldMakeAllBeansWithoutAnyProperty() {
        runner.run(context -> {
            assertThat(context)
                    .hasSingleBean(ZmqContext.class)
                    .hasSingleBean(ZmqSocketRegistry.class)
                    .hasSingleBean(ZmqTemplate.class)
                    .hasSingleBean(ZmqMessageConverter.class)
                    .hasSingleBean(ZmqListenerEndpointRegistry.class)
                    .hasSingleBean(ZmqListenerAnnotationBeanPostProcessor.class)
                    .hasSingleBean(ZmqListenerContainerFactoryConfigurer.class)
                    .hasBean(ZmqBeanNames.LISTENER_CONTAINER_FACTORY)
                    .doesNotHaveBean(ZmqSocket.class);
            ContextOptions options = context.getBean(ZmqContext.class).options();
            assertThat(options.ioThreads()).isEqualTo(1);
            assertThat(options.waitStrategy()).isEqualTo(WaitStrategy.SPIN_THEN_PARK);
            assertThat(options.threadNamePrefix()).isEqualTo("zmq");
            assertThat(options.maxDirectMemory()).isEqualTo(-1);
            assertThat(options.maxBodyMemory()).isEqualTo(-1);
            assertThat(context.getBean(ZmqTemplate.class).getSendTimeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(context.getBean(ZmqTemplate.class).getDefaultSocket()).isNull();
        });
    }

    @Test
    void shouldMakeBeansThatCanBeProxied() {
        runner.run(context -> assertThat(List.of(
                        ZmqTemplate.class,
                        ZmqSocketRegistry.class,
                        ZmqMessageConverter.class,
                        ZmqListenerEndpointRegistry.class,
                        ZmqListenerContainerFactoryConfigurer.class,
                        DefaultZmqListenerContainerFactory.class))
                .allSatisfy(type -> {
                    ProxyFactory proxies = new ProxyFactory(context.getBean(type));
                    proxies.setProxyTargetClass(true);
                    assertThat(proxies.getProxy()).isInstanceOf(type);
                }));
    }

    @Test
    void shouldGiveTheDefaultsToEverySocketOfTheContext() {
        runner.withPropertyValues("zmq.defaults.options.receive-hwm=7").run(context -> {
            try (PullSocket socket = context.getBean(ZmqContext.class).pull()) {
                assertThat(socket.options().receiveHwm()).isEqualTo(7);
                assertThat(socket.options().maxMessageSize()).isEqualTo(64L << 20);
            }
        });
    }

    @Test
    void shouldGiveItsSettingsToAContextOfTheApplication() {
        runner.withPropertyValues("zmq.defaults.options.receive-hwm=7", "zmq.context.io-threads=2")
                .withUserConfiguration(ContextOfItsSettings.class)
                .run(context -> {
                    ZmqContext own = context.getBean(ZmqContext.class);
                    assertThat(own.options().ioThreads()).isEqualTo(2);
                    try (PullSocket socket = own.pull()) {
                        assertThat(socket.options().receiveHwm()).isEqualTo(7);
                    }
                });
    }

    @Test
    void shouldMakeNothingWhenItIsOff() {
        runner.withPropertyValues("zmq.enabled=false", "zmq.sockets.in.type=pull")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ZmqContext.class)
                        .doesNotHaveBean(ZmqSocketRegistry.class)
                        .doesNotHaveBean(ZmqOperations.class)
                        .doesNotHaveBean(ZmqListenerEndpointRegistry.class)
                        .doesNotHaveBean("in"));
    }

    @Test
    void shouldMakeNothingWithoutTheEngine() {
        runner.withClassLoader(new FilteredClassLoader(ZmqContext.class))
                .run(context -> assertThat(context).doesNotHaveBean(ZmqAutoConfiguration.class));
    }

    @Test
    void shouldGiveTheContextItsProperties() {
        runner.withPropertyValues(
                        "zmq.context.io-threads=2",
                        "zmq.context.wait-strategy=park",
                        "zmq.context.thread-name-prefix=orders",
                        "zmq.context.max-direct-memory=3MB",
                        "zmq.context.max-body-memory=4MB")
                .run(context -> {
                    ContextOptions options = context.getBean(ZmqContext.class).options();
                    assertThat(options.ioThreads()).isEqualTo(2);
                    assertThat(options.waitStrategy()).isEqualTo(WaitStrategy.PARK);
                    assertThat(options.threadNamePrefix()).isEqualTo("orders");
                    assertThat(options.maxDirectMemory()).isEqualTo(3L << 20);
                    assertThat(options.maxBodyMemory()).isEqualTo(4L << 20);
                });
    }

    @Test
    void shouldCloseTheContextWithTheApplication() {
        ZmqContext[] made = new ZmqContext[1];
        runner.run(context -> made[0] = context.getBean(ZmqContext.class));

        assertThat(made[0].isClosed()).isTrue();
    }

    @Test
    void shouldLetContextCustomizersHaveTheLastWordInTheirOrder() {
        runner.withPropertyValues("zmq.context.thread-name-prefix=configured")
                .withUserConfiguration(ContextCustomizers.class)
                .run(context -> assertThat(
                                context.getBean(ZmqContext.class).options().threadNamePrefix())
                        .isEqualTo("second"));
    }

    @Test
    void shouldBackOffForAContextOfTheApplication() {
        runner.withUserConfiguration(OwnContext.class)
                .run(context ->
                        assertThat(context).hasSingleBean(ZmqContext.class).hasBean("ownContext"));
    }

    @Test
    void shouldBackOffForASocketRegistryOfTheApplication() {
        runner.withBean("ownRegistry", ZmqSocketRegistry.class, () -> new ZmqSocketRegistry(ZmqContext::create))
                .run(context -> assertThat(context)
                        .hasSingleBean(ZmqSocketRegistry.class)
                        .hasBean("ownRegistry"));
    }

    @Test
    void shouldBackOffForATemplateOfTheApplication() {
        runner.withBean("ownOperations", ZmqOperations.class, () -> mock(ZmqOperations.class))
                .run(context ->
                        assertThat(context).hasSingleBean(ZmqOperations.class).doesNotHaveBean(ZmqTemplate.class));
    }

    @Test
    void shouldGiveTheTemplateItsProperties() {
        runner.withPropertyValues(
                        "zmq.template.default-socket=out",
                        "zmq.template.send-timeout=2s",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://out")
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    assertThat(template.getDefaultSocket()).isEqualTo("out");
                    assertThat(template.getSendTimeout()).isEqualTo(Duration.ofSeconds(2));
                });
        runner.withPropertyValues("zmq.template.send-timeout=-1")
                .run(context -> assertThat(context.getBean(ZmqTemplate.class).getSendTimeout())
                        .isNull());
    }

    @Configuration(proxyBeanMethods = false)
    static class ContextCustomizers {

        @Bean
        @Order(2)
        ZmqContextCustomizer second() {
            return options -> options.threadNamePrefix("second");
        }

        @Bean
        @Order(1)
        ZmqContextCustomizer first() {
            return options -> options.threadNamePrefix("first");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnContext {

        @Bean
        ZmqContext ownContext() {
            return ZmqContext.create();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ContextOfItsSettings {

        @Bean
        ZmqContext ownContext(ContextOptions options) {
            return ZmqContext.create(options);
        }
    }
}
