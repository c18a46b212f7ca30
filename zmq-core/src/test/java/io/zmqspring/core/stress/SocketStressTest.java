package io.zmqspring.core.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketStressTest {

    private static final Duration LIMIT = Duration.ofNanos(Stress.LIMIT_NS);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @CsvSource({
        "inproc://stress, 1", "inproc://stress, 2", "inproc://stress, 3",
        "tcp://127.0.0.1:*, 1", "tcp://127.0.0.1:*, 2", "tcp://127.0.0.1:*, 3"
    })
    void shouldStreamThroughTinyQueues(String endpoint, int mark) throws InterruptedException {
        final int count = endpoint.startsWith("tcp") ? 100_000 : 40_000;
        PullSocket pull = context.pull(options(mark));
        PushSocket push = context.push(options(mark));
        push.connect(pull.bind(endpoint));
        Stress stress = new Stress(() -> push.counters() + "\n" + pull.counters());
        stress.thread("sender", () -> {
            for (int i = 0; i < count; i++) {
                push.send(number(i));
            }
        });
        stress.thread("receiver", () -> {
            for (int i = 0; i < count; i++) {
                assertThat(ByteBuffer.wrap(pull.receive()).getInt()).isEqualTo(i);
            }
        });
        stress.run();

        assertThat(pull.counters().received()).isEqualTo(count);
        assertThat(pull.tryReceive()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"inproc://stress, 1", "tcp://127.0.0.1:*, 1", "tcp://127.0.0.1:*, 1000"})
    void shouldPassEveryMessageBackAndForth(String endpoint, int mark) throws InterruptedException {
        final int count = 15_000;
        PairSocket one = context.pair(options(mark));
        PairSocket other = context.pair(options(mark));
        other.connect(one.bind(endpoint));
        Stress stress = new Stress(() -> one.counters() + "\n" + other.counters());
        stress.thread("caller", () -> {
            for (int i = 0; i < count; i++) {
                one.send(number(i));
                assertThat(ByteBuffer.wrap(one.receive()).getInt()).isEqualTo(i);
            }
        });
        stress.thread("answerer", () -> {
            for (int i = 0; i < count; i++) {
                other.send(other.receive());
            }
        });
        stress.run();

        assertThat(one.counters().received()).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inproc://stress", "tcp://127.0.0.1:*"})
    void shouldReceiveEachMessageOnceWhateverTheTimeouts(String endpoint) throws InterruptedException {
        final int senders = 4;
        final int each = 10_000;
        PullSocket pull = context.pull(options(5));
        PushSocket push = context.push(options(5));
        push.connect(pull.bind(endpoint));
        ConcurrentHashMap<Integer, Boolean> seen = new ConcurrentHashMap<>();
        AtomicInteger received = new AtomicInteger();
        Stress stress = new Stress(() -> received + " received\n" + push.counters() + "\n" + pull.counters());
        for (int s = 0; s < senders; s++) {
            int sender = s;
            stress.thread("sender-" + s, () -> {
                Random random = new Random(sender);
                for (int i = 0; i < each; i++) {
                    byte[] number = number(sender * each + i);
                    ZmqMessage message = ZmqMessage.of(number, new byte[random.nextInt(30)], number);
                    if (random.nextInt(4) == 0) {
                        while (!push.send(message, Duration.ofNanos(random.nextInt(200_000)))) {
                            assertThat(stress.isStopped()).isFalse();
                        }
                    } else {
                        push.send(message);
                    }
                }
            });
        }
        for (int r = 0; r < 3; r++) {
            int receiver = r;
            stress.thread("receiver-" + r, () -> {
                Random random = new Random(100 + receiver);
                while (received.get() < senders * each && !stress.isStopped()) {
                    ZmqMessage message = pull.receiveMessage(Duration.ofNanos(random.nextInt(1_000_000)));
                    if (message != null) {
                        assertThat(message.frameCount()).isEqualTo(3);
                        assertThat(message.frame(2)).isEqualTo(message.frame(0));
                        assertThat(seen.put(ByteBuffer.wrap(message.frame(0)).getInt(), true))
                                .isNull();
                        received.incrementAndGet();
                    }
                }
            });
        }
        stress.run();

        assertThat(seen).hasSize(senders * each);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inproc://stress", "tcp://127.0.0.1:*"})
    void shouldDeliverWhatFourProducersSendEachInItsOrder(String endpoint) throws InterruptedException {
        final int senders = 4;
        final int each = 25_000;
        PullSocket pull = context.pull();
        PushSocket push = context.push();
        push.connect(pull.bind(endpoint));
        Stress stress = new Stress(() -> push.counters() + "\n" + pull.counters());
        for (int s = 0; s < senders; s++) {
            int sender = s;
            stress.thread("sender-" + s, () -> {
                for (int i = 0; i < each; i++) {
                    push.send(number(sender << 24 | i));
                    if (i % 1_001 == sender) {
                        Thread.yield();
                    }
                }
            });
        }
        stress.thread("receiver", () -> {
            int[] next = new int[senders];
            for (int i = 0; i < senders * each; i++) {
                int number = ByteBuffer.wrap(pull.receive()).getInt();
                assertThat(number & 0xFFFFFF).isEqualTo(next[number >> 24]++);
            }
        });
        stress.run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inproc://stress", "tcp://127.0.0.1:*"})
    void shouldGoOnWhileOtherPeersComeAndGo(String endpoint) throws InterruptedException {
        final int count = 10_000;
        final int visits = 60;
        PullSocket pull = context.pull(options(50));
        String bound = pull.bind(endpoint);
        PushSocket steady = context.push(options(50));
        steady.connect(bound);
        AtomicInteger fromSteady = new AtomicInteger();
        AtomicInteger fromVisitors = new AtomicInteger();
        Stress stress = new Stress(() -> fromSteady + " and " + fromVisitors + "\n" + steady.counters() + "\n"
                + pull.counters() + "\n" + pull.endpoints());
        stress.thread("steady", () -> {
            for (int i = 0; i < count; i++) {
                steady.send(number(i));
            }
        });
        stress.thread("visitors", () -> {
            for (int i = 0; i < visits; i++) {
                try (PushSocket visitor =
                        context.push(options(50).toBuilder().linger(LIMIT).build())) {
                    visitor.connect(bound);
                    for (int k = 0; k < 20; k++) {
                        visitor.send(number(-1));
                    }
                }
            }
        });
        stress.thread("receiver", () -> {
            while (fromSteady.get() < count || fromVisitors.get() < visits * 20) {
                int number = ByteBuffer.wrap(pull.receive()).getInt();
                if (number < 0) {
                    fromVisitors.incrementAndGet();
                } else {
                    assertThat(number).isEqualTo(fromSteady.getAndIncrement());
                }
            }
        });
        stress.run();
    }

    @Test
    void shouldCloseWhileOthersSendAndReceive() throws InterruptedException {
        Stress stress = new Stress(() -> context);
        stress.thread("closer", () -> {
            for (int i = 0; i < 30; i++) {
                PullSocket pull = context.pull(options(3));
                PushSocket push = context.push(
                        options(3).toBuilder().linger(Duration.ZERO).build());
                push.connect(pull.bind(i % 2 == 0 ? "tcp://127.0.0.1:*" : "inproc://close"));
                AtomicInteger received = new AtomicInteger();
                Thread sender = new Thread(() -> untilClosed(() -> push.send(new byte[10])));
                Thread receiver = new Thread(() -> untilClosed(() -> {
                    pull.receive();
                    received.incrementAndGet();
                }));
                sender.start();
                receiver.start();
                while (received.get() < 20 * (i % 4) && !stress.isTimeOver()) {
                    Thread.yield();
                }
                push.close();
                pull.close();
                sender.join(Stress.LIMIT_NS / 1_000_000);
                receiver.join(Stress.LIMIT_NS / 1_000_000);
                assertThat(sender.isAlive()).isFalse();
                assertThat(receiver.isAlive()).isFalse();
            }
        });
        stress.run();
    }

    @Test
    void shouldTakeTheLargestBounds() {
        SocketOptions largest = options(Integer.MAX_VALUE).toBuilder()
                .sendHwmBytes(Long.MAX_VALUE)
                .receiveHwmBytes(Long.MAX_VALUE)
                .build();
        PullSocket pull = context.pull(largest);
        PushSocket push = context.push(largest);
        push.connect(pull.bind("inproc://stress"));
        for (int i = 0; i < 1_000; i++) {
            assertThat(push.trySend(number(i))).isTrue();
            assertThat(ByteBuffer.wrap(pull.receive()).getInt()).isEqualTo(i);
        }
    }

    private static void untilClosed(Runnable call) {
        try {
            while (true) {
                call.run();
            }
        } catch (ZmqClosedException expected) {
            assertThat(expected).hasMessageContaining("closed");
        }
    }

    private static SocketOptions options(int mark) {
        return SocketOptions.builder().sendHwm(mark).receiveHwm(mark).build();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
