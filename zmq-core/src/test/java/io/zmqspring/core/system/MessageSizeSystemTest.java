package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.support.Calls;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of every size, sent and received in every way, arrive as they were. */
@Timeout(90)
class MessageSizeSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int[] SIZES = {
        0, 1, 2, 254, 255, 256, 257, 4085, 4096, 8192, 65_535, 65_536, 65_537, 262_144, 1 << 20, 5_000_001, 1 << 26
    };

    private final ZmqContext context = ZmqContext.create();
    private final PullSocket pull = context.pull();
    private final PushSocket push = context.push();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 17);

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://sizes"})
    void shouldCarryEverySizeInEveryWay(String where) {
        push.connect(pull.bind(where));
        for (int size : SIZES) {
            byte[] body = body(size, size);
            for (int way = 0; way < (size > 1 << 20 ? 1 : 3); way++) {
                int sender = way;
                Calls.Running<Void> sending = Calls.start(() -> send(sender, body));
                assertThat(Arrays.equals(receiveMessageBody(), body))
                        .as("%d bytes, allocated", size)
                        .isTrue();
                sending.result().join();

                sending = Calls.start(() -> send((sender + 1) % 3, body));
                ByteBuffer target = way == 0 ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
                assertThat(pull.receiveInto(target, PATIENCE)).isEqualTo(size);
                assertThat(target.flip()).as("%d bytes, into a buffer", size).isEqualTo(ByteBuffer.wrap(body));
                sending.result().join();

                sending = Calls.start(() -> send((sender + 2) % 3, body));
                boolean[] same = new boolean[1];
                assertThat(pull.poll(
                                (frame, more) -> same[0] = !more && frame.equals(ByteBuffer.wrap(body)), 1, PATIENCE))
                        .isEqualTo(1);
                assertThat(same[0]).as("%d bytes, in place", size).isTrue();
                sending.result().join();
            }
        }
    }

    private byte[] receiveMessageBody() {
        byte[] body = pull.receive(PATIENCE);
        assertThat(body).isNotNull();
        return body;
    }

    private void send(int way, byte[] body) {
        switch (way) {
            case 0 -> push.send(body);
            case 1 -> {
                ByteBuffer direct =
                        ByteBuffer.allocateDirect(body.length).put(body).flip();
                push.send(direct);
                assertThat(direct.hasRemaining()).isFalse();
            }
            default -> push.send(ZmqMessage.of(body));
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp://127.0.0.1:*, 1", "ipc://*, 2", "inproc://mixed, 3"})
    void shouldCarryMixedSizesRoundTheRing(String where, long seed) {
        int count = 200_000;
        push.connect(pull.bind(where));
        Calls.Running<Void> sending = Calls.start(() -> {
            Random random = new Random(seed);
            for (int i = 0; i < count; i++) {
                send(i % 29 == 0 ? 1 : i % 3 == 1 ? 2 : 0, body(size(random), i));
            }
        });
        Random random = new Random(seed);
        int[] state = {0};
        int[] expected = {size(random)};
        while (state[0] < count) {
            if (state[0] % 5 == 0) {
                assertThat(isBody(ByteBuffer.wrap(receiveMessageBody()), expected[0], state[0]++))
                        .isTrue();
            } else if (state[0] % 5 == 1) {
                buffer.clear();
                pull.receiveInto(buffer, PATIENCE);
                assertThat(isBody(buffer.flip(), expected[0], state[0]++)).isTrue();
            } else {
                int polled = pull.poll(
                        (frame, more) -> {
                            if (more || !isBody(frame, expected[0], state[0])) {
                                throw new AssertionError("message " + state[0] + " is not as sent: " + frame);
                            }
                            state[0]++;
                            expected[0] = size(random);
                        },
                        5 - state[0] % 5,
                        PATIENCE);
                assertThat(polled).isPositive();
                continue;
            }
            expected[0] = size(random);
        }
        sending.result().join();
        assertThat(pull.tryReceive()).isNull();
    }

    private static int size(Random random) {
        int kind = random.nextInt(1000);
        int size = kind == 0 ? 60_000 + random.nextInt(20_000) : kind < 50 ? random.nextInt(5000) : random.nextInt(300);
        return size;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://frames"})
    void shouldCarryMessageOfThousandsOfFrames(String where) {
        push.connect(pull.bind(where));
        byte[][] frames = new byte[5000][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = body(i % 700 == 3 ? 70_000 : i % 311, i);
        }
        ZmqMessage message = ZmqMessage.of(frames);
        for (int round = 0; round < 3; round++) {
            push.send(message);
            assertThat(message.equals(pull.receiveMessage(PATIENCE))).isTrue();
            push.send(message);
            int[] index = new int[1];
            assertThat(pull.poll(
                            (frame, more) -> {
                                assertThat(frame.equals(ByteBuffer.wrap(frames[index[0]])))
                                        .isTrue();
                                assertThat(more).isEqualTo(++index[0] < frames.length);
                            },
                            1,
                            PATIENCE))
                    .isEqualTo(1);
        }
    }

    private static byte[] body(int size, int seed) {
        byte[] body = new byte[size];
        int value = seed * 31 + size;
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (value + i + (i >> 8));
        }
        return body;
    }

    private static boolean isBody(ByteBuffer actual, int size, int seed) {
        return actual.equals(ByteBuffer.wrap(body(size, seed)));
    }
}
