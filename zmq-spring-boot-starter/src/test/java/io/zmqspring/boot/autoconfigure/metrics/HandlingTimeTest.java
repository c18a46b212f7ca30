package io.zmqspring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** How long listeners take. */
@Timeout(60)
class HandlingTimeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class))
            .withPropertyValues(
                    "zmq.sockets.in.type=pull",
                    "zmq.sockets.in.bind=inproc://in",
                    "zmq.sockets.out.type=push",
                    "zmq.sockets.out.connect=inproc://in");

    @Test
    void shouldMeasureNothingUnlessAsked() {
        runner.withUserConfiguration(Lines.class).run(context -> {
            send(context, "a");

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(context.getBean(MeterRegistry.class)
                                    .get("zmq.listener.handled")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(1));
            assertThat(context.getBean(MeterRegistry.class)
                            .find("zmq.listener.handling")
                            .timers())
                    .isEmpty();
        });
    }

    @Test
    void shouldMeasureMessagesThatAreHandledAndThoseThatFail() {
        measured(Lines.class).run(context -> {
            send(context, "a", "b", "fail");

            awaitCount(context, "none", 2);
            awaitCount(context, "IllegalStateException", 1);
        });
    }

    @Test
    void shouldMeasureAFutureUntilItIsComplete() {
        measured(Later.class).run(context -> {
            send(context, "a");
            CompletableFuture<Void> result =
                    context.getBean(Later.class).begun.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(result).isNotNull();
            assertThat(timer(context, "none").count()).isZero();

            result.complete(null);

            awaitCount(context, "none", 1);
        });
    }

    @Test
    void shouldMeasureEachBatch() {
        measured(Batches.class).run(context -> {
            send(context, "a", "b", "c");

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(context.getBean(Batches.class).sizes)
                            .isNotEmpty()
                            .hasSize((int) timer(context, "none").count()));
        });
    }

    private ApplicationContextRunner measured(Class<?> listeners) {
        return runner.withPropertyValues("zmq.metrics.handling-time=true").withUserConfiguration(listeners);
    }

    private static void send(ApplicationContext context, String... lines) {
        for (String line : lines) {
            context.getBean(ZmqTemplate.class).send("out", line);
        }
    }

    private static void awaitCount(ApplicationContext context, String exception, long count) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(timer(context, exception).count()).isEqualTo(count));
        assertThat(timer(context, exception).totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }

    private static Timer timer(ApplicationContext context, String exception) {
        return context.getBean(MeterRegistry.class)
                .get("zmq.listener.handling")
                .tags("listener", "lines", "socket", "in", "exception", exception)
                .timer();
    }

    static class Lines {

        @ZmqListener(id = "lines", value = "in")
        void on(String line) {
            if (line.equals("fail")) {
                throw new IllegalStateException("on purpose");
            }
        }
    }

    static class Later {

        final BlockingQueue<CompletableFuture<Void>> begun = new LinkedBlockingQueue<>();

        @ZmqListener(id = "lines", value = "in")
        CompletableFuture<Void> on(String line) {
            CompletableFuture<Void> result = new CompletableFuture<>();
            begun.add(result);
            return result;
        }
    }

    static class Batches {

        final BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();

        @ZmqListener(id = "lines", value = "in", batch = "true")
        void on(List<String> lines) {
            sizes.add(lines.size());
        }
    }
}
