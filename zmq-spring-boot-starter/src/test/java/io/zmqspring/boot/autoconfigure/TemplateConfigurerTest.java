package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqSendTimeoutException;
import io.zmqspring.support.converter.PayloadMessageConverter;
import io.zmqspring.template.ZmqClient;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Settings of templates. */
@Timeout(60)
class TemplateConfigurerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class));

    @Test
    void shouldConfigureTemplatesOfTheApplicationToo() {
        runner.withPropertyValues(
                        "zmq.template.default-socket=prices",
                        "zmq.template.default-topic=EUR",
                        "zmq.template.send-timeout=-1",
                        "zmq.template.reply-timeout=3s",
                        "zmq.sockets.prices.type=pub",
                        "zmq.sockets.prices.bind=inproc://prices")
                .run(context -> {
                    ZmqTemplate own =
                            new ZmqTemplate(context.getBean(ZmqSocketRegistry.class), new PayloadMessageConverter());
                    context.getBean(ZmqTemplateConfigurer.class).configure(own);

                    assertThat(own.getDefaultSocket()).isEqualTo("prices");
                    assertThat(own.getDefaultTopic()).isEqualTo("EUR");
                    assertThat(own.getSendTimeout()).isNull();
                    assertThat(own.getReplyTimeout()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(context).hasSingleBean(ZmqClient.class);
                });
    }

    @Test
    void shouldCompleteSendsThatHadToWaitOnTheExecutorOfTheApplication() {
        runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .withPropertyValues(
                        "spring.task.execution.thread-name-prefix=of-the-application-",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.bind=inproc://later")
                .run(context -> {
                    CompletableFuture<String> thread = context.getBean(ZmqTemplate.class)
                            .sendAsync("out", "x")
                            .thenApply(sent -> Thread.currentThread().getName());
                    assertThat(thread).isNotDone();

                    context.getBean(ZmqContext.class).pull().connect("inproc://later");

                    assertThat(thread).succeedsWithin(LIMIT).asString().startsWith("of-the-application-");
                });
    }

    @Test
    void shouldTryASendAgainAsOftenAsConfigured() {
        runner.withPropertyValues(
                        "zmq.template.send-timeout=0",
                        "zmq.template.retry.enabled=true",
                        "zmq.template.retry.max-retries=2",
                        "zmq.template.retry.delay=50ms",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.bind=inproc://nobody")
                .run(context -> {
                    long startNs = System.nanoTime();

                    assertThatExceptionOfType(ZmqSendTimeoutException.class)
                            .isThrownBy(() -> context.getBean(ZmqTemplate.class).send("out", "x"));

                    assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThan(Duration.ofMillis(100));
                });
    }

    @Test
    void shouldPublishUnderTheDefaultTopic() {
        runner.withPropertyValues(
                        "zmq.template.default-socket=prices",
                        "zmq.template.default-topic=EUR",
                        "zmq.sockets.prices.type=pub",
                        "zmq.sockets.prices.bind=inproc://default-topic")
                .run(context -> {
                    SubSocket sub = context.getBean(ZmqContext.class).sub();
                    sub.subscribe("EUR");
                    sub.connect("inproc://default-topic");
                    assertThat(context.getBean(PubSocket.class).awaitSubscription("EUR", LIMIT))
                            .isTrue();

                    context.getBean(ZmqTemplate.class).publishDefault("1.1");

                    assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EUR", "1.1"));
                });
    }

    @Test
    void shouldTellThatThereIsNoDefaultTopic() {
        runner.run(context -> assertThatIllegalStateException()
                .isThrownBy(() -> context.getBean(ZmqTemplate.class).publishDefault("1.1"))
                .withMessageContaining("zmq.template.default-topic"));
    }

    @Test
    void shouldBackOffForAConfigurerOfTheApplication() {
        runner.withBean(
                        "own",
                        ZmqTemplateConfigurer.class,
                        () -> new ZmqTemplateConfigurer(new ZmqProperties(), null, null))
                .run(context -> assertThat(context)
                        .hasSingleBean(ZmqTemplateConfigurer.class)
                        .hasBean("own"));
    }
}
