package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.RetryingErrorHandler;
import io.zmqspring.listener.ZmqBatchListenerFailedException;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.core.retry.RetryPolicy;

/** The code of {@code errors.md}. */
@Timeout(60)
class ErrorsPageTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Page page = Page.of("errors");

    @Test
    void shouldLetAHandlerStandInForTheMethod() {
        page.application()
                .withPropertyValues("zmq.sockets.questions.type=rep", "zmq.sockets.questions.bind=inproc://questions")
                .withUserConfiguration(Apologizing.class)
                .run(context -> assertThat(context.getBean(ZmqTestPeers.class)
                                .of("questions")
                                .request("why", String.class))
                        .isEqualTo("sorry: not today"));
    }

    @Test
    void shouldRetryAndThenSetAside() {
        page.application(0).withUserConfiguration(OutOfStock.class).run(context -> {
            ZmqTestPeers peers = context.getBean(ZmqTestPeers.class);
            var rejected = peers.of("rejected");

            peers.of("orders-in").send(new Order("apples", 42));

            ZmqMessage letter = rejected.receive(ZmqMessage.class);
            assertThat(page.text().lines()).contains(letter.string(0));
            assertThat(letter.string(1)).isEqualTo("{\"what\":\"apples\",\"count\":42}");
        });
    }

    @Test
    void shouldRetryByCode() {
        page.application()
                .withPropertyValues("zmq.sockets.orders-in.type=pull", "zmq.sockets.orders-in.bind=inproc://orders")
                .withUserConfiguration(OutOfStock.class, Retrying.class)
                .run(context -> {
                    context.getBean(ZmqTestPeers.class).of("orders-in").send("apples");

                    assertThat(context.getBean(Retrying.class).recovered.poll(10, TimeUnit.SECONDS))
                            .isEqualTo("orders gave up apples after 3 attempts: out of stock");
                    ZmqMessageListenerContainer orders =
                            context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainer("orders");
                    await().atMost(LIMIT)
                            .untilAsserted(
                                    () -> assertThat(orders.getCounters()).isEqualTo(new ListenerCounters(1, 1, 0, 0)));
                });
    }

    @Test
    void shouldSayWhichMessageOfABatchFailed() {
        page.application()
                .withPropertyValues("zmq.sockets.batch-in.type=pull", "zmq.sockets.batch-in.bind=inproc://batch")
                .withUserConfiguration(Batches.class)
                .run(context -> {
                    var peer = context.getBean(ZmqTestPeers.class).of("batch-in");
                    peer.send("a");
                    peer.send("");
                    peer.send("b");

                    BlockingQueue<String> stored = context.getBean(Batches.class).stored;
                    await().atMost(LIMIT).untilAsserted(() -> assertThat(stored).containsExactly("a", "b"));
                });
    }

    static class Apologizing {

        @Bean
        ZmqListenerErrorHandler apology() {
            return (message, failure) -> "sorry: " + failure.getCause().getMessage();
        }

        @ZmqListener(value = "questions", errorHandler = "apology")
        String answer(String question) {
            throw new IllegalStateException("not today");
        }
    }

    static class OutOfStock {

        @ZmqListener(id = "orders", value = "orders-in")
        void on(String order) {
            throw new IllegalStateException("out of stock");
        }
    }

    static class Retrying {

        final BlockingQueue<String> recovered = new LinkedBlockingQueue<>();

        @Bean
        RetryingErrorHandler retrying() {
            RetryPolicy policy = RetryPolicy.builder()
                    .maxRetries(2)
                    .delay(Duration.ofMillis(10))
                    .excludes(IllegalArgumentException.class)
                    .build();
            return new RetryingErrorHandler(
                    policy,
                    failed -> recovered.add(failed.container().getListenerId()
                            + " gave up " + failed.message().string(0)
                            + " after " + failed.attempt()
                            + " attempts: " + failed.cause().getCause().getMessage()));
        }
    }

    static class Batches {

        final BlockingQueue<String> stored = new LinkedBlockingQueue<>();

        @ZmqListener(id = "batch", value = "batch-in", batch = "true")
        void on(List<String> lines) {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).isEmpty()) {
                    throw new ZmqBatchListenerFailedException("an empty line", i, null);
                }
                stored.add(lines.get(i));
            }
        }
    }
}
