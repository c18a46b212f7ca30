package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.annotation.ZmqListenerAnnotationBeanPostProcessor;
import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.ZmqListenerContainerFactory;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.listener.ContainerProperties;
import io.zmqspring.listener.FailureResolution;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketCustomizer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqBeanNames;
import io.zmqspring.support.converter.PayloadMessageConverter;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqOperations;
import io.zmqspring.template.ZmqTemplate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class ZmqAutoConfigurationTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

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
    void shouldBackOffForAMessageConverterOfTheApplication() {
        runner.withBean("ownConverter", ZmqMessageConverter.class, PayloadMessageConverter::new)
                .run(context -> assertThat(context)
                        .hasSingleBean(ZmqMessageConverter.class)
                        .doesNotHaveBean("zmqMessageConverter"));
    }

    @Test
    void shouldBackOffForAContainerFactoryOfTheSameName() {
        ZmqListenerContainerFactory own = endpoint -> {
            throw new IllegalStateException("own");
        };
        runner.withBean(ZmqBeanNames.LISTENER_CONTAINER_FACTORY, ZmqListenerContainerFactory.class, () -> own)
                .run(context -> assertThat(context)
                        .getBean(ZmqBeanNames.LISTENER_CONTAINER_FACTORY)
                        .isSameAs(own));
    }

    @Test
    void shouldKeepItsContainerFactoryBesideOneOfAnotherName() {
        runner.withUserConfiguration(SecondFactory.class)
                .withPropertyValues("zmq.listener.concurrency=3")
                .run(context -> {
                    assertThat(context.getBeansOfType(ZmqListenerContainerFactory.class))
                            .containsOnlyKeys(ZmqBeanNames.LISTENER_CONTAINER_FACTORY, "second");
                    assertThat(context.getBean("second", DefaultZmqListenerContainerFactory.class)
                                    .getContainerProperties()
                                    .getConcurrency())
                            .isEqualTo(3);
                });
    }

    @Test
    void shouldGiveListenersTheirProperties() {
        runner.withPropertyValues(
                        "zmq.listener.auto-startup=false",
                        "zmq.listener.concurrency=4",
                        "zmq.listener.max-pending=5",
                        "zmq.listener.shutdown-timeout=6s",
                        "zmq.listener.immediate-stop=true",
                        "zmq.listener.idle-event-interval=7s")
                .run(context -> {
                    ContainerProperties properties = context.getBean(DefaultZmqListenerContainerFactory.class)
                            .getContainerProperties();
                    assertThat(properties.isAutoStartup()).isFalse();
                    assertThat(properties.getConcurrency()).isEqualTo(4);
                    assertThat(properties.getMaxPending()).isEqualTo(5);
                    assertThat(properties.getShutdownTimeout()).isEqualTo(Duration.ofSeconds(6));
                    assertThat(properties.isImmediateStop()).isTrue();
                    assertThat(properties.getIdleEventInterval()).isEqualTo(Duration.ofSeconds(7));
                    assertThat(properties.isVirtualThreads()).isFalse();
                });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void shouldUseVirtualThreadsWhenBootDoes() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> assertThat(context.getBean(DefaultZmqListenerContainerFactory.class)
                                .getContainerProperties()
                                .isVirtualThreads())
                        .isTrue());
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

    @Test
    void shouldConvertWithTheJsonMapperOfTheApplication() {
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
                .run(context -> assertThat(json(context.getBean(ZmqMessageConverter.class)))
                        .isEqualTo("{\"unit_price\":1}"));
        runner.withBean(
                        JsonMapper.class,
                        () -> JsonMapper.builder()
                                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                                .build())
                .run(context -> assertThat(json(context.getBean(ZmqMessageConverter.class)))
                        .isEqualTo("{\"unit-price\":1}"));
    }

    @Test
    void shouldConvertWithAJsonMapperOfItsOwnWhenTheApplicationHasNone() {
        runner.run(context ->
                assertThat(json(context.getBean(ZmqMessageConverter.class))).isEqualTo("{\"unitPrice\":1}"));
    }

    @Test
    void shouldConvertBytesAndTextWithoutJackson() {
        runner.withClassLoader(new FilteredClassLoader("tools.jackson")).run(context -> {
            ZmqMessageConverter converter = context.getBean(ZmqMessageConverter.class);
            assertThat(converter.toFrames(new GenericMessage<>("text")).string(0))
                    .isEqualTo("text");
            assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> json(converter));
        });
    }

    @Test
    void shouldUseTheErrorHandlerOfTheApplication() {
        runner.withUserConfiguration(FailingListener.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://failing",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://failing")
                .run(context -> {
                    context.getBean(ZmqTemplate.class).send("out", "text");
                    assertThat(context.getBean(FailingListener.class).failure)
                            .succeedsWithin(LIMIT)
                            .asString()
                            .contains("text");
                });
    }

    @Test
    void shouldValidatePayloadsWithTheValidatorOfTheApplication() {
        runner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                .withUserConfiguration(ValidatingListener.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://validated",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://validated")
                .run(context -> {
                    context.getBean(ZmqTemplate.class).send("out", "{\"unitPrice\":-1}");
                    ZmqMessageListenerContainer container =
                            context.getBean("validating", ZmqMessageListenerContainer.class);
                    await().atMost(LIMIT).until(() -> container.getCounters().failed() == 1);
                    assertThat(container.getLastListenerFailure())
                            .get()
                            .asString()
                            .contains("unitPrice");
                });
    }

    private static String json(ZmqMessageConverter converter) {
        return converter.toFrames(new GenericMessage<>(new Price(1))).string(0);
    }

    record Price(@Positive int unitPrice) {}

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

    @Configuration(proxyBeanMethods = false)
    static class SecondFactory {

        @Bean
        DefaultZmqListenerContainerFactory second(
                ZmqListenerContainerFactoryConfigurer configurer,
                ZmqSocketRegistry sockets,
                ZmqTemplate template,
                ZmqMessageConverter converter) {
            DefaultZmqListenerContainerFactory factory =
                    new DefaultZmqListenerContainerFactory(sockets, template, converter);
            configurer.configure(factory);
            return factory;
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

    static class FailingListener {

        final CompletableFuture<Throwable> failure = new CompletableFuture<>();

        @ZmqListener("in")
        void on(String text) {
            throw new IllegalStateException(text);
        }

        @Bean
        ZmqContainerErrorHandler errorHandler() {
            return failed -> {
                failure.complete(failed.cause());
                return FailureResolution.giveUp();
            };
        }
    }

    static class ValidatingListener {

        final List<Price> seen = new CopyOnWriteArrayList<>();

        @ZmqListener(id = "validating", socket = "in")
        void on(@Valid Price price) {
            seen.add(price);
        }
    }
}
