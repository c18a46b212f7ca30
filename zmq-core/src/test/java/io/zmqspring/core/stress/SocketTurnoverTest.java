package io.zmqspring.core.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.ProcessResources;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Sockets that are opened, used once and closed, one after the other: 3,000, or as many as
 * {@code -Dturnover.sockets=100000} says.
 */
class SocketTurnoverTest {

    private static final int SOCKETS = Integer.getInteger("turnover.sockets", 3_000);
    private static final int SOME = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STALL = Duration.ofSeconds(5);

    @Test
    void shouldOpenUseAndCloseSocketsOneAfterTheOtherWithoutAStall() {
        try (ZmqContext context = ZmqContext.create()) {
            RepSocket rep = context.rep();
            List<String> endpoints =
                    List.of(rep.bind("tcp://127.0.0.1:*"), rep.bind("ipc://*"), rep.bind("inproc://turnover"));
            Calls.Running<Void> replies = Calls.start(() -> {
                for (int i = 0; i < SOCKETS; i++) {
                    rep.send(rep.receiveMessage());
                }
            });
            int descriptors = ProcessResources.descriptors();
            long start = System.nanoTime();
            long longest = 0;
            for (int i = 0; i < SOCKETS; i++) {
                longest = Math.max(longest, useOnce(context, endpoints.get(i % endpoints.size()), i));
            }
            long all = System.nanoTime() - start;
            Awaitility.await().atMost(PATIENCE).until(() -> rep.peers().isEmpty());
            Awaitility.await().atMost(PATIENCE).until(() -> ProcessResources.descriptors() <= descriptors + 3);
            assertThat(rep.counters().received()).isEqualTo(SOCKETS);
            assertThat(Duration.ofNanos(longest)).as("the slowest").isLessThan(STALL);
            assertThat(replies.result()).succeedsWithin(PATIENCE);
            assertThat(context.counters().internalErrors()).isZero();
            if (SOCKETS > SOME) {
                System.out.printf(
                        "%d sockets one after the other: %d s, the slowest %.1f ms%n",
                        SOCKETS, TimeUnit.NANOSECONDS.toSeconds(all), longest / 1e6);
            }
        }
    }

    private static long useOnce(ZmqContext context, String endpoint, int number) {
        long start = System.nanoTime();
        try (ReqSocket req = context.req()) {
            req.connect(endpoint);
            byte[] body = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
            req.send(body);
            assertThat(req.receive(PATIENCE)).isEqualTo(body);
        }
        return System.nanoTime() - start;
    }
}
