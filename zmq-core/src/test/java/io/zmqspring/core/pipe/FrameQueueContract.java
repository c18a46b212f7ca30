package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds from a {@link MessageWriter} to a {@link MessageReader}, whatever lies between them. */
abstract class FrameQueueContract {

    static final int LARGE = Frames.LARGE;

    final BufferPool pool = new BufferPool(8 << 20);

    /** {@return where to write} */
    abstract MessageWriter writer();

    /** {@return where to read} */
    abstract MessageReader reader();

    /** Moves what is written on to the reader, as far as it goes. */
    abstract void move();

    /** Gives back the memory of what is empty. */
    abstract void releaseMemory();

    /** {@return how long the test of random operations is to be} */
    int steps() {
        return 3_000;
    }

    @AfterEach
    void everyLargeBodyIsAccountedFor() {
        move();
        while (reader().hasMessage()) {
            reader().takeMessage();
            move();
        }
        assertThat(writer().queue().sizeBytes()).isZero();
        assertThat(reader().queue().sizeBytes()).isZero();
        assertThat(writer().queue().size()).isZero();
        assertThat(reader().queue().size()).isZero();
    }

    @Test
    void shouldBeEmptyAtFirst() {
        move();

        assertThat(reader().hasMessage()).isFalse();
        assertThat(writer().queue().isEmpty()).isTrue();
        assertThat(writer().queue().capacity()).isZero();
    }

    @Test
    void shouldDeliverBodiesOfEveryShortLength() {
        for (int length = 0; length <= 600; length++) {
            write(Frames.body(length, length));
            move();

            assertThat(next().takeBody()).isEqualTo(Frames.body(length, length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 10, 31, 248, 255, 256, 700})
    void shouldDeliverRunsOfBodiesOfOneLength(int length) {
        int seed = 0;
        for (int run = 0; run < 200; run++) {
            List<ZmqMessage> written = new ArrayList<>();
            for (int i = 0; i < run; i++) {
                written.add(ZmqMessage.of(Frames.body(length, seed++)));
            }
            written.add(ZmqMessage.of(Frames.body(length, seed++), Frames.body(length, seed++)));
            written.add(ZmqMessage.of(Frames.body(length + 256, seed++)));
            written.forEach(this::write);
            move();

            assertThat(drain()).as("run of %d", run).isEqualTo(written);
        }
    }

    private List<ZmqMessage> drain() {
        List<ZmqMessage> read = new ArrayList<>();
        while (reader().hasMessage()) {
            read.add(reader().takeMessage());
            move();
        }
        return read;
    }

    @Test
    void shouldDeliverBodiesAroundTheLimitOfTheRing() {
        for (int length : new int[] {65_534, 65_535, 65_536, 65_537, 65_538, 131_072, 300_000}) {
            write(Frames.body(length, length));
            move();

            assertThat(next().takeBody()).isEqualTo(Frames.body(length, length));
            assertThat(reader().hasMessage()).isFalse();
        }
    }

    @Test
    void shouldTakeContentOfEveryKind() {
        byte[] body = Frames.body(300, 1);
        ByteBuffer heap = ByteBuffer.wrap(body, 10, 50);
        ByteBuffer direct = ByteBuffer.allocateDirect(300).put(body).flip().position(200);
        ByteBuffer large = ByteBuffer.wrap(Frames.body(LARGE + 7, 3)).position(7);

        for (Object content : List.of(body, heap, direct, large, ZmqMessage.of(body))) {
            write(content);
        }
        move();

        assertThat(next().takeBody()).isEqualTo(body);
        assertThat(next().takeBody()).isEqualTo(Arrays.copyOfRange(body, 10, 60));
        assertThat(next().takeBody()).isEqualTo(Arrays.copyOfRange(body, 200, 300));
        assertThat(next().takeBody()).isEqualTo(Arrays.copyOfRange(Frames.body(LARGE + 7, 3), 7, LARGE + 7));
        assertThat(next().takeBody()).isEqualTo(body);
        assertThat(heap.position()).isEqualTo(60);
        assertThat(direct.hasRemaining()).isFalse();
        assertThat(large.hasRemaining()).isFalse();
    }

    @Test
    void shouldNotChangeWithTheCallersMemoryAfterwards() {
        byte[] small = Frames.body(100, 1);
        byte[] large = Frames.body(LARGE, 1);
        ByteBuffer buffer = ByteBuffer.wrap(Frames.body(LARGE, 2));
        write(small);
        write(large);
        write(buffer);
        write(ZmqMessage.of(large, small));

        Arrays.fill(small, (byte) 0);
        Arrays.fill(large, (byte) 0);
        Arrays.fill(buffer.array(), (byte) 0);
        move();

        assertThat(next().takeBody()).isEqualTo(Frames.body(100, 1));
        assertThat(next().takeBody()).isEqualTo(Frames.body(LARGE, 1));
        assertThat(next().takeBody()).isEqualTo(Frames.body(LARGE, 2));
        assertThat(next().takeMessage()).isEqualTo(ZmqMessage.of(Frames.body(LARGE, 1), Frames.body(100, 1)));
    }

    @Test
    void shouldDeliverMultipartWithLargeFramesAnywhere() {
        List<ZmqMessage> messages = List.of(
                Frames.message(0, 0),
                Frames.message(1, 2, 3),
                Frames.message(LARGE, 5),
                Frames.message(5, LARGE),
                Frames.message(LARGE, LARGE + 1, LARGE + 2),
                Frames.message(0, LARGE, 0, LARGE, 0),
                Frames.message(65_536, LARGE, 65_536),
                Frames.message(300, 300, 255, 256));
        messages.forEach(this::write);

        List<ZmqMessage> arrived = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            move();
            arrived.add(next().takeMessage());
        }

        assertThat(arrived).isEqualTo(messages);
    }

    @Test
    void shouldDeliverMessageOfThousandFrames() {
        int[] lengths = new int[1000];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = i % 300;
        }
        write(Frames.message(lengths));
        move();

        assertThat(next().takeMessage()).isEqualTo(Frames.message(lengths));
    }

    @Test
    void shouldKeepOrderWhileItGrowsWrapsAndGivesMemoryBack() {
        Random random = new Random(20);
        ArrayDeque<ZmqMessage> expected = new ArrayDeque<>();
        for (int step = 0; step < steps(); step++) {
            int burst = random.nextInt(random.nextInt(60) == 0 ? 300 : 4);
            for (int i = 0; i < burst && expected.size() < 1_000; i++) {
                ZmqMessage message = Frames.random(random);
                if (writer().write(message, random.nextBoolean())) {
                    expected.add(message);
                }
            }
            if (random.nextInt(3) > 0) {
                move();
            }
            for (int i = random.nextInt(random.nextInt(20) == 0 ? 2_000 : 5); i > 0 && reader().hasMessage(); i--) {
                take(expected.remove(), random.nextInt(4));
            }
            if (random.nextInt(20) == 0) {
                releaseMemory();
            }
        }
        while (!expected.isEmpty()) {
            move();
            take(expected.remove(), 0);
        }
        assertThat(reader().hasMessage()).isFalse();
    }

    @Test
    void shouldHoldNoMemoryWhenGivenBackAndGoOnAfterwards() {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 200; i++) {
                write(Frames.message(i, 2 * i));
            }
            move();
            for (int i = 0; i < 200; i++) {
                assertThat(next().takeMessage()).isEqualTo(Frames.message(i, 2 * i));
                move();
            }
            releaseMemory();

            assertThat(writer().queue().capacity()).isZero();
            assertThat(reader().queue().capacity()).isZero();
        }
    }

    void write(Object content) {
        assertThat(writer().write(content, true)).isTrue();
    }

    private MessageReader next() {
        assertThat(reader().hasMessage()).isTrue();
        return reader();
    }

    private void take(ZmqMessage expected, int way) {
        MessageReader reader = next();
        if (way == 1 && expected.frameCount() == 1) {
            assertThat(reader.takeBody()).isEqualTo(expected.frame(0));
        } else if (way == 2 && expected.frameCount() == 1) {
            ByteBuffer target =
                    ByteBuffer.allocate(expected.frame(0).length + 3).position(3);
            assertThat(reader.takeInto(target)).isEqualTo(expected.frame(0).length);
            assertThat(Arrays.copyOfRange(target.array(), 3, target.position())).isEqualTo(expected.frame(0));
        } else if (way == 3) {
            List<byte[]> frames = new ArrayList<>();
            reader.handle((body, more) -> {
                byte[] copy = new byte[body.remaining()];
                body.get(copy);
                frames.add(copy);
                assertThat(more).isEqualTo(frames.size() < expected.frameCount());
            });
            assertThat(ZmqMessage.of(frames)).isEqualTo(expected);
        } else {
            assertThat(reader.takeMessage()).isEqualTo(expected);
        }
    }
}
