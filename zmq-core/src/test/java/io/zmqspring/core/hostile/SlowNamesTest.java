package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A resolver that does not answer, or does not exist, holds up nobody but the names it was asked for. */
@Timeout(60)
class SlowNamesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SLOW_NAMES = 200;
    private static final int ROUND_TRIPS = 1_000;

    private final CountDownLatch answer = new CountDownLatch(1);
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final ZmqContext context = ZmqContext.create(ContextOptions.builder()
            .threadNamePrefix("slow")
            .hostResolver(this::resolve)
            .build());

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        asked.add(host);
        threads.add(Thread.currentThread().getName());
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
        return List.of(InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() {
        answer.countDown();
        context.close();
    }

    @Test
    void shouldGoOnWithOtherSocketsWhenManyNamesAreSlow() {
        PairSocket server = context.pair();
        PairSocket client = context.pair();
        client.connect(server.bind("tcp://127.0.0.1:*"));
        PullSocket pull = context.pull();
        PushSocket push =
                context.push(SocketOptions.builder().linger(Duration.ZERO).build());
        int port = Integer.parseInt(pull.bind("tcp://127.0.0.1:*").replaceAll(".*:", ""));
        for (int i = 0; i < SLOW_NAMES; i++) {
            push.connect("tcp://slow-" + i + ".invalid:" + port);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> asked.size() >= 64);

        for (int i = 0; i < ROUND_TRIPS; i++) {
            client.send(ascii("ping"));
            assertThat(server.receive(PATIENCE)).isNotNull();
            server.send(ascii("pong"));
            assertThat(client.receive(PATIENCE)).isNotNull();
        }
        assertThat(threads).allMatch(name -> name.startsWith("slow-resolver-"));
        assertThat(context.counters().blockingCallsOnIoThreads()).isZero();

        answer.countDown();
        assertThat(push.awaitPeers(SLOW_NAMES, PATIENCE))
                .as("each name in its turn")
                .isTrue();
        assertThat(asked).hasSize(SLOW_NAMES);
    }

    @Test
    void shouldEndWithoutWaitingForTheResolverWhenClosed() {
        PushSocket push =
                context.push(SocketOptions.builder().linger(Duration.ZERO).build());
        push.connect("tcp://slow.invalid:1");
        Awaitility.await().atMost(PATIENCE).until(() -> !asked.isEmpty());
        long start = System.nanoTime();

        context.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
