package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.boot.test.ZmqTestPeer;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.ZmqSendTimeoutException;
import io.zmqspring.template.ZmqClient;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of {@code sending.md}. */
@Timeout(60)
class SendingPageTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Page page = Page.of("sending");

    @Test
    void shouldSendInEachWay() {
        page.application(0).run(context -> {
            ZmqClient client = context.getBean(ZmqClient.class);
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            ZmqTestPeer peer = context.getBean(ZmqTestPeers.class).of("orders-out");

            client.to("orders-out").body(new Order("apples", 42)).send();

            template.send("orders-out", new Order("pears", 7));
            boolean sent = template.trySend("orders-out", new Order("figs", 1), Duration.ofMillis(10));
            CompletableFuture<Void> accepted = template.sendAsync("orders-out", new Order("plums", 3));
            template.convertAndSend("orders-out", new Order("nuts", 5), Map.of("x-user", "me"));

            assertThat(sent).isTrue();
            assertThat(accepted).succeedsWithin(LIMIT);
            assertThat(peer.receive(5, Order.class))
                    .extracting(Order::what)
                    .containsExactly("apples", "pears", "figs", "plums", "nuts");
        });
    }

    @Test
    void shouldRetryASendWithoutRoom() {
        page.application(1)
                .withPropertyValues(
                        "zmq.template.send-timeout=0",
                        "zmq.template.retry.delay=20ms",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.bind=inproc://nobody")
                .run(context -> {
                    long startNs = System.nanoTime();
                    assertThatExceptionOfType(ZmqSendTimeoutException.class)
                            .isThrownBy(() -> context.getBean(ZmqTemplate.class).send("out", "text"));
                    assertThat(System.nanoTime() - startNs).isGreaterThan(60_000_000L);
                });
    }

    @Test
    void shouldSendHeadersThatAreAllowed() {
        page.application(0, 2).run(context -> {
            ZmqTestPeer peer = context.getBean(ZmqTestPeers.class).of("orders-out");

            context.getBean(ZmqClient.class)
                    .to("orders-out")
                    .header("x-user", "100% me")
                    .header("secret", "stays")
                    .body(new Order("apples", 42))
                    .send();

            ZmqMessage frames = peer.receive(ZmqMessage.class);
            assertThat(List.of(frames.string(0).split("\n")))
                    .containsExactlyInAnyOrder("ZMQH/1", "content-type:application/json", "x-user:100%25 me");
        });
    }
}
