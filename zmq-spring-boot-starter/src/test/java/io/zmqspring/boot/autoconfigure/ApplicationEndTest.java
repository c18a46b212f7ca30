package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.template.ZmqTemplate;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.concurrent.ThreadPoolExecutorFactoryBean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** In which order an application ends, so that nothing is lost that could be sent or handled. */
@Timeout(60)
class ApplicationEndTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void shouldLetBeansSendUntilTheyAreDestroyed() {
        try (ZmqContext zmq = ZmqContext.create();
                PullSocket pull = zmq.pull()) {
            String endpoint = pull.bind("tcp://127.0.0.1:*");

            SpringApplication.run(
                            SayingGoodbye.class, "--zmq.sockets.out.type=push", "--zmq.sockets.out.connect=" + endpoint)
                    .close();

            assertThat(pull.receive(LIMIT)).asString().isEqualTo("socket");
            assertThat(pull.receive(LIMIT)).asString().isEqualTo("template");
        }
    }

    @Test
    void shouldHandleWhatTheApplicationItselfSendsWhileItEnds() {
        ConfigurableApplicationContext context = SpringApplication.run(
                SendingWhileItStops.class,
                "--zmq.sockets.in.type=pull",
                "--zmq.sockets.in.bind=inproc://within",
                "--zmq.sockets.out.type=push",
                "--zmq.sockets.out.connect=inproc://within");
        Listener listener = context.getBean(Listener.class);
        listener.mayReturn.countDown();

        context.close();

        assertThat(listener.seen)
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    }

    @Test
    void shouldLeaveWithItsPeersWhatTheyHaveNotSentWhenItEnds() {
        try (ZmqContext zmq = ZmqContext.create();
                PushSocket push = zmq.push()) {
            ConfigurableApplicationContext context = SpringApplication.run(
                    Listening.class, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.bind=tcp://127.0.0.1:*");
            Listener listener = context.getBean(Listener.class);
            PullSocket in = context.getBean("in", PullSocket.class);
            String endpoint = in.lastEndpoint().orElseThrow();
            push.connect(endpoint);
            send(push, 0, 10);
            await().atMost(LIMIT).until(() -> in.counters().queuedToReceive() == 9);

            CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
            await().atMost(LIMIT)
                    .until(() -> in.endpoints().isEmpty() && push.counters().connections() == 0);
            send(push, 10, 15);
            listener.mayReturn.countDown();

            assertThat(closed).succeedsWithin(LIMIT);
            assertThat(listener.seen)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 10).mapToObj(Integer::toString).toList());
            try (PullSocket next = zmq.pull()) {
                next.bind(endpoint);
                assertThat(next.receive(LIMIT)).asString().isEqualTo("10");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {WorkingInAPool.class, WorkingInAPoolOfAFactory.class, WorkingInAGuardedPool.class})
    void shouldEndAtOnceAlsoWhenAPoolOfSpringRunsTheWorkers(Class<?> application) {
        ConfigurableApplicationContext context = SpringApplication.run(
                application,
                "--spring.lifecycle.timeout-per-shutdown-phase=60s",
                "--zmq.sockets.in.type=pull",
                "--zmq.sockets.in.bind=inproc://pooled",
                "--zmq.sockets.out.type=push",
                "--zmq.sockets.out.connect=inproc://pooled");
        PooledListener listener = context.getBean(PooledListener.class);

        CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);

        assertThat(closed).succeedsWithin(LIMIT);
        assertThat(listener.threads).hasSize(100).allMatch(name -> name.startsWith("pool-of-workers-"));
    }

    private static void send(PushSocket push, int first, int end) {
        IntStream.range(first, end).forEach(i -> push.send(Integer.toString(i).getBytes()));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Application {}

    static class SayingGoodbye extends Application {

        @Bean
        TemplateUser templateUser(ZmqTemplate template) {
            return new TemplateUser(template);
        }

        @Bean
        SocketUser socketUser(@Qualifier("out") PushSocket out, TemplateUser goesLast) {
            return new SocketUser(out);
        }
    }

    record TemplateUser(ZmqTemplate template) {

        @PreDestroy
        void sayGoodbye() {
            template.send("out", "template");
        }
    }

    record SocketUser(PushSocket out) {

        @PreDestroy
        void sayGoodbye() {
            out.send("socket".getBytes());
        }
    }

    static class Listening extends Application {

        @Bean
        Listener listener() {
            return new Listener();
        }
    }

    static class Listener {

        final List<String> seen = new CopyOnWriteArrayList<>();
        final CountDownLatch mayReturn = new CountDownLatch(1);

        @ZmqListener("in")
        void on(String text) throws InterruptedException {
            mayReturn.await();
            seen.add(text);
        }
    }

    @Import(SendingWhenStopped.class)
    static class SendingWhileItStops extends Listening {}

    static class SendingWhenStopped {

        @Bean
        SmartLifecycle sending(ZmqTemplate template) {
            return new SmartLifecycle() {

                private volatile boolean running;

                @Override
                public void start() {
                    running = true;
                }

                @Override
                public void stop() {
                    running = false;
                    IntStream.range(0, 100).forEach(i -> template.send("out", Integer.toString(i)));
                }

                @Override
                public boolean isRunning() {
                    return running;
                }

                @Override
                public int getPhase() {
                    return 0;
                }
            };
        }
    }

    static class WorkingInAPool extends Pooled {

        @Bean
        ThreadPoolTaskExecutor pool() {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
            pool.setThreadNamePrefix("pool-of-workers-");
            return pool;
        }
    }

    static class WorkingInAPoolOfAFactory extends Pooled {

        @Bean
        ThreadPoolExecutorFactoryBean pool() {
            ThreadPoolExecutorFactoryBean pool = new ThreadPoolExecutorFactoryBean();
            pool.setThreadNamePrefix("pool-of-workers-");
            return pool;
        }
    }

    static class WorkingInAGuardedPool extends Pooled {

        @Bean
        ThreadPoolExecutorFactoryBean pool() {
            ThreadPoolExecutorFactoryBean pool = new ThreadPoolExecutorFactoryBean();
            pool.setThreadNamePrefix("pool-of-workers-");
            pool.setExposeUnconfigurableExecutor(true);
            return pool;
        }
    }

    @ImportAutoConfiguration(LifecycleAutoConfiguration.class)
    @Import(SendingWhenStopped.class)
    static class Pooled extends Application {

        @Bean
        PooledListener pooledListener() {
            return new PooledListener();
        }
    }

    static class PooledListener {

        final List<String> threads = new CopyOnWriteArrayList<>();

        @ZmqListener(value = "in", executor = "pool")
        void on(String text) {
            threads.add(Thread.currentThread().getName());
        }
    }
}
