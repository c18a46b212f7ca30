package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads on one socket: messages stay whole, none is lost, none comes twice, and each thread's own stay in order.
 */
@Timeout(180)
class ConcurrencySystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int THREADS = 4;
    private static final int MESSAGES = 5_000;

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:*, 1, 1", "tcp://127.0.0.1:*, 4, 1", "tcp://127.0.0.1:*, 4, 2",
        "ipc://*, 3, 1", "inproc://many, 1, 1", "inproc://many, 4, 1"
    })
    void shouldKeepMultipartsOfManySendersWholeForManyReceivers(String where, int receivers, int ioThreads) {
        try (ZmqContext context =
                ZmqContext.create(ContextOptions.builder().ioThreads(ioThreads).build())) {
            PullSocket pull =
                    context.pull(SocketOptions.builder().receiveHwm(500).build());
            PushSocket push = context.push(SocketOptions.builder().sendHwm(500).build());
            push.connect(pull.bind(where));
            AtomicIntegerArray seen = new AtomicIntegerArray(THREADS * MESSAGES);
            List<Calls.Running<Void>> calls = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                calls.add(Calls.start(() -> sendAll(push, thread)));
            }
            for (int r = 0; r < receivers; r++) {
                calls.add(Calls.start(() -> receiveShare(pull, seen, receivers == 1)));
            }
            calls.subList(0, THREADS).forEach(call -> assertThat(call.result()).succeedsWithin(PATIENCE));
            for (int r = 0; r < receivers; r++) {
                push.send(ZmqMessage.of(ascii("end")));
            }
            calls.forEach(call -> assertThat(call.result()).succeedsWithin(PATIENCE));
            for (int i = 0; i < seen.length(); i++) {
                assertThat(seen.get(i)).as("times message %d came", i).isEqualTo(1);
            }
            assertThat(pull.counters().received()).isEqualTo((long) THREADS * MESSAGES + receivers);
            assertThat(push.counters().sent()).isEqualTo((long) THREADS * MESSAGES + receivers);
        }
    }

    private static void sendAll(PushSocket push, int thread) {
        for (int i = 0; i < MESSAGES; i++) {
            byte[][] frames = new byte[1 + (i + thread) % 4][];
            frames[0] = ascii(thread + " " + i + " " + frames.length);
            for (int f = 1; f < frames.length; f++) {
                frames[f] = ascii(thread + "." + i + "." + f + "x".repeat((i * 7 + f) % 300));
            }
            push.send(ZmqMessage.of(frames));
        }
    }

    private static void receiveShare(PullSocket pull, AtomicIntegerArray seen, boolean inOrder) {
        int[] next = new int[THREADS];
        for (ZmqMessage message = pull.receiveMessage();
                !message.string(0).equals("end");
                message = pull.receiveMessage()) {
            String[] head = message.string(0).split(" ");
            int thread = Integer.parseInt(head[0]);
            int number = Integer.parseInt(head[1]);
            assertThat(message.frameCount()).isEqualTo(Integer.parseInt(head[2]));
            for (int f = 1; f < message.frameCount(); f++) {
                assertThat(message.string(f))
                        .isEqualTo(thread + "." + number + "." + f + "x".repeat((number * 7 + f) % 300));
            }
            seen.incrementAndGet(thread * MESSAGES + number);
            if (inOrder) {
                assertThat(number).as("order of thread %d", thread).isEqualTo(next[thread]++);
            }
        }
    }
}
