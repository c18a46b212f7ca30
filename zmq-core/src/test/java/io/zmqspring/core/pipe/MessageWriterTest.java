package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWriterTest {

    private static final int LARGE = Frames.LARGE;

    private final BufferPool pool = new BufferPool(1 << 20);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void shouldTakeExactlyAsManyMessagesAsTheHighWaterMarkSays(int mark) {
        FrameQueue queue = new FrameQueue(pool, mark, 64 << 20);
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < mark; i++) {
                assertThat(writer.write(Frames.message(i % 50, 1), true)).isTrue();
            }
            assertThat(writer.write(Frames.message(1), true)).isFalse();
            assertThat(writer.write(new byte[0], false)).isFalse();
            assertThat(queue.size()).isEqualTo(mark);
            assertThat(reader.hasMessage()).isTrue();
            reader.takeMessage();
            assertThat(writer.write(Frames.message(1), true)).isTrue();
            assertThat(writer.write(Frames.message(1), true)).isFalse();
            Frames.drain(reader);
        }
    }

    @ParameterizedTest
    @CsvSource({"999, false", "999, true", "1000, false"})
    void shouldKeepToAMarkThatIsSmallOrWhileNothingFlows(int mark, boolean flowing) {
        FrameQueue queue = new FrameQueue(pool, mark, 64 << 20);
        queue.senderAssist(flowing(new AtomicBoolean(flowing)));

        assertThat(writeUntilFull(new MessageWriter(queue), 2 * mark)).isEqualTo(mark);
    }

    @Test
    void shouldGoBeyondTheMarkByOneBatchWhileItFlows() {
        final int batch = 1 << 16;
        FrameQueue queue = new FrameQueue(pool, 1000, 64 << 20);
        AtomicBoolean flowing = new AtomicBoolean(true);
        queue.senderAssist(flowing(flowing));
        MessageWriter writer = new MessageWriter(queue);

        assertThat(writeUntilFull(writer, 1 << 20)).isGreaterThan(1000);
        assertThat(queue.sizeBytes()).isBetween((long) batch, batch + batch / 4L);

        flowing.set(false);
        MessageReader reader = new MessageReader(queue);
        while (queue.size() > 1000) {
            assertThat(writer.write(new byte[1], false)).isFalse();
            assertThat(reader.hasMessage()).isTrue();
            reader.takeBody();
        }
        assertThat(writer.write(new byte[1], false)).isFalse();
        reader.takeBody();
        assertThat(writer.write(new byte[1], false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"100, 2000", "150, 2000", "250, 1560", "600, 1000"})
    void shouldGoBeyondTheMarkByAsManyMessagesAgainWhileItFlowsAndIsNoBatchYet(int length, int least) {
        FrameQueue queue = new FrameQueue(pool, 1000, 64 << 20);
        queue.senderAssist(flowing(new AtomicBoolean(true)));
        MessageWriter writer = new MessageWriter(queue);

        while (writer.write(new byte[length], true)) {
            assertThat(queue.size()).isLessThan(1 << 20);
        }

        assertThat(queue.size()).isBetween((long) least, (long) least + MessageWriter.MESSAGES_BEYOND_MARK);
    }

    private static SenderAssist flowing(AtomicBoolean flowing) {
        return new SenderAssist() {
            @Override
            public boolean assist(long position, long messages) {
                return false;
            }

            @Override
            public boolean isFlowing() {
                return flowing.get();
            }
        };
    }

    @Test
    void shouldTakeAnyNumberWhenThereIsNoHighWaterMark() {
        FrameQueue queue = new FrameQueue(pool, 0, 64 << 20);
        MessageWriter writer = new MessageWriter(queue);
        for (int i = 0; i < 100_000; i++) {
            assertThat(writer.write(new byte[1], true)).isTrue();
        }
        assertThat(queue.size()).isEqualTo(100_000);
        assertThat(queue.sizeBytes()).isEqualTo(300_000);
    }

    @Test
    void shouldFollowAHighWaterMarkThatIsRaised() {
        FrameQueue queue = new FrameQueue(pool, 2, 64 << 20);
        MessageWriter writer = new MessageWriter(queue);
        assertThat(writeUntilFull(writer, 10)).isEqualTo(2);

        queue.limit(5, 64 << 20);
        assertThat(writeUntilFull(writer, 10)).isEqualTo(3);

        queue.limit(0, 64 << 20);
        assertThat(writeUntilFull(writer, 10)).isEqualTo(10);
    }

    @Test
    void shouldGoOnWithTheCountOfAnEarlierWriter() {
        FrameQueue queue = new FrameQueue(pool, 3, 64 << 20);
        assertThat(writeUntilFull(new MessageWriter(queue), 2)).isEqualTo(2);

        assertThat(writeUntilFull(new MessageWriter(queue), 10)).isOne();
        assertThat(Frames.drain(new MessageReader(queue))).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"1000, 98", "1000, 1", "5000, 498", "100000, 98", "1000000, 991", "300000, 65536", "4096, 4087"})
    void shouldTakeExactlyAsManyBytesAsTheBoundSays(long bound, int length) {
        FrameQueue queue = new FrameQueue(pool, 0, bound);
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        long encoded = Frames.encode(Frames.message(length)).length;
        for (int round = 0; round < 3; round++) {
            int written = 0;
            while (writer.write(new byte[length], true)) {
                written++;
                assertThat(queue.sizeBytes()).isLessThanOrEqualTo(bound);
            }
            assertThat(written).isEqualTo((int) (bound / encoded));
            Frames.drain(reader);
        }
    }

    @Test
    void shouldNeverExceedTheBoundInBytesWithMoreThanOneMessage() {
        Random random = new Random(17);
        final long bound = 400_000;
        FrameQueue queue = new FrameQueue(pool, 0, bound);
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        ArrayDeque<ZmqMessage> expected = new ArrayDeque<>();
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            ZmqMessage message =
                    random.nextInt(50) == 0 ? Frames.message(9, LARGE + random.nextInt(90_000)) : Frames.random(random);
            if (writer.write(message, random.nextBoolean())) {
                expected.add(message);
            } else {
                refused++;
            }
            assertThat(queue.size() <= 1 || queue.sizeBytes() <= bound)
                    .as("%d messages, %d bytes", queue.size(), queue.sizeBytes())
                    .isTrue();
            if (random.nextInt(300) == 0) {
                while (reader.hasMessage() && random.nextInt(100) > 0) {
                    assertThat(reader.takeMessage()).isEqualTo(expected.remove());
                }
            }
        }
        assertThat(refused).isPositive();
        assertThat(Frames.drain(reader)).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 5_000, 65_536, 65_537, 1_000_000})
    void shouldTakeSingleMessageBeyondTheBoundOnlyWhenNothingElseIsQueued(int length) {
        FrameQueue queue = new FrameQueue(pool, 0, 100);
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        for (int round = 0; round < 3; round++) {
            assertThat(writer.write(Frames.message(length), true)).isTrue();
            assertThat(writer.write(Frames.message(length), true)).isFalse();
            assertThat(writer.write(new byte[0], true)).isFalse();
            assertThat(Frames.drain(reader)).containsExactly(Frames.message(length));
            assertThat(writer.write(new byte[0], true)).isTrue();
            assertThat(writer.write(Frames.message(length), true)).isFalse();
            assertThat(Frames.drain(reader)).containsExactly(Frames.message(0));
        }
    }

    @Test
    void shouldUseItsRingAgainWithTheLargestBound() {
        FrameQueue queue = new FrameQueue(pool, Integer.MAX_VALUE, Long.MAX_VALUE);
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        for (int i = 0; i < 1_000; i++) {
            assertThat(writer.write(new byte[100], true)).isTrue();
            assertThat(writer.write(new byte[100], true)).isTrue();
            assertThat(Frames.drain(reader)).hasSize(2);
            assertThat(queue.capacity()).isEqualTo(4096);
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenThereIsNoRoom() {
        FrameQueue queue = new FrameQueue(pool, 1, 200_000);
        MessageWriter writer = new MessageWriter(queue);
        writer.write(Frames.message(3), true);
        long bytes = queue.sizeBytes();
        ByteBuffer small = ByteBuffer.allocate(40).position(7);
        ByteBuffer large = ByteBuffer.allocate(LARGE + 3).position(3);

        assertThat(writer.write(small, true)).isFalse();
        assertThat(writer.write(large, true)).isFalse();
        assertThat(writer.write(Frames.message(LARGE, 3, LARGE), true)).isFalse();

        assertThat(small.position()).isEqualTo(7);
        assertThat(large.position()).isEqualTo(3);
        assertThat(queue.sizeBytes()).isEqualTo(bytes);
        assertThat(queue.size()).isOne();
        assertThat(Frames.drain(new MessageReader(queue))).containsExactly(Frames.message(3));
    }

    @Test
    void shouldNotGrowFarUnlessItInsists() {
        FrameQueue queue = new FrameQueue(pool, 0, 64 << 20);
        MessageWriter writer = new MessageWriter(queue);
        while (writer.write(new byte[1000], false)) {
            assertThat(queue.capacity()).isLessThanOrEqualTo(MessageWriter.EAGER_SEND_CAPACITY);
        }
        assertThat(queue.capacity()).isEqualTo(MessageWriter.EAGER_SEND_CAPACITY);

        assertThat(writer.write(new byte[1000], true)).isTrue();
        assertThat(queue.capacity()).isEqualTo(2 * MessageWriter.EAGER_SEND_CAPACITY);
    }

    @Test
    void shouldReturnToASmallRingOnceLittleWaits() {
        FrameQueue queue = new FrameQueue(pool, 0, 64 << 20);
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        for (int i = 0; i < 4_000; i++) {
            assertThat(writer.write(Frames.body(1000, i), true)).isTrue();
        }
        assertThat(queue.capacity()).isGreaterThan(MessageWriter.EAGER_SEND_CAPACITY);
        int read = 0;
        int written = 4_000;
        while (queue.capacity() > MessageWriter.EAGER_SEND_CAPACITY) {
            assertThat(written).isLessThan(20_000);
            for (int i = 0; i < 2 && reader.hasMessage(); i++) {
                assertThat(Arrays.hashCode(reader.takeBody())).isEqualTo(Arrays.hashCode(Frames.body(1000, read++)));
            }
            if (writer.write(Frames.body(1000, written), false)) {
                written++;
            }
        }
        while (reader.hasMessage()) {
            assertThat(Arrays.hashCode(reader.takeBody())).isEqualTo(Arrays.hashCode(Frames.body(1000, read++)));
        }
        assertThat(read).isEqualTo(written);
    }

    @Test
    void shouldTellWhenABatchIsComplete() {
        MessageWriter writer = new MessageWriter(new FrameQueue(pool, 0, 64 << 20));
        int complete = 0;
        for (int i = 0; i < 3 * MessageWriter.WRITE_BATCH_BYTES / 256; i++) {
            writer.write(new byte[254], true);
            complete += writer.isBatchComplete() ? 1 : 0;
        }
        assertThat(complete).isEqualTo(3);
    }

    private static int writeUntilFull(MessageWriter writer, int most) {
        int written = 0;
        while (written < most && writer.write(new byte[3], true)) {
            written++;
        }
        return written;
    }
}
