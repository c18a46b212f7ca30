package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.ZmqListenerContainerFactory;
import io.zmqspring.listener.ContainerProperties;
import io.zmqspring.listener.FailureResolution;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqBeanNames;
import io.zmqspring.support.converter.ZmqMessageConverter;
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
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Listeners of an application: their factory, properties, error handler and validator. */
@Timeout(60)
class ListenerConfigurationTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class));

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

    record Price(@Positive int unitPrice) {}

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
