package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.error.ZmqBufferTooSmallException;
import io.zmqspring.core.error.ZmqFrameCountException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

    private static final int LARGE = Frames.LARGE;

    private final FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 64 << 20);
    private final MessageWriter writer = new MessageWriter(queue);
    private final MessageReader reader = new MessageReader(queue);

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 300, 65_536, 65_537})
    void shouldLeaveMessageThatDoesNotFit(int length) {
        write(Frames.message(length));
        ByteBuffer target = ByteBuffer.allocate(length + 10).position(11);

        assertThatExceptionOfType(ZmqBufferTooSmallException.class)
                .isThrownBy(() -> reader.takeInto(target))
                .withMessageContainingAll("body=" + length, "room=" + (length - 1));

        assertThat(target.position()).isEqualTo(11);
        assertThat(reader.hasMessage()).isTrue();
        assertThat(reader.takeInto(target.position(10))).isEqualTo(length);
        assertThat(target.hasRemaining()).isFalse();
        assertThat(reader.hasMessage()).isFalse();
    }

    @Test
    void shouldLeaveMultipartWhenOneFrameIsWanted() {
        ZmqMessage message = Frames.message(3, LARGE, 300);
        write(message);

        assertThatExceptionOfType(ZmqFrameCountException.class)
                .isThrownBy(reader::takeBody)
                .withMessageContaining("3 frames");
        assertThatExceptionOfType(ZmqFrameCountException.class)
                .isThrownBy(() -> reader.takeInto(ByteBuffer.allocate(1000)))
                .withMessageContaining("3 frames");

        assertThat(Frames.drain(reader)).containsExactly(message);
    }

    @Test
    void shouldShowFramesReadOnlyAndBigEndian() {
        write(Frames.message(10));
        write(Frames.message(LARGE));
        List<ByteOrder> orders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            assertThat(reader.hasMessage()).isTrue();
            reader.handle((body, more) -> {
                assertThat(body.isReadOnly()).isTrue();
                assertThatThrownBy(() -> body.put(body.position(), (byte) 1))
                        .isInstanceOf(ReadOnlyBufferException.class);
                orders.add(body.order());
                body.order(ByteOrder.LITTLE_ENDIAN).position(body.limit());
            });
        }
        assertThat(orders).containsOnly(ByteOrder.BIG_ENDIAN);
    }

    @Test
    void shouldShowFrameInOnePieceWhereverItLies() {
        for (int i = 0; i < 3_000; i++) {
            ZmqMessage message = Frames.message(i % 700, i % 13);
            write(message);
            List<byte[]> frames = new ArrayList<>();
            assertThat(reader.hasMessage()).isTrue();
            reader.handle((body, more) -> {
                assertThat(body.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
                byte[] copy = new byte[body.remaining()];
                body.get(copy);
                frames.add(copy);
            });
            assertThat(ZmqMessage.of(frames)).isEqualTo(message);
        }
    }

    @Test
    void shouldSkipRestOfTheMessageWhenTheHandlerFails() {
        ZmqMessage[] messages = {
            Frames.message(1, 2, 3, 4), Frames.message(LARGE, 1, LARGE, 2), Frames.message(1, LARGE, LARGE, LARGE)
        };
        for (ZmqMessage message : messages) {
            for (int failAt = 0; failAt < 4; failAt++) {
                write(message);
                write(Frames.message(LARGE, 9));
                List<Integer> seen = new ArrayList<>();
                int last = failAt;

                assertThat(reader.hasMessage()).isTrue();
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> reader.handle((body, more) -> {
                            seen.add(body.remaining());
                            if (seen.size() > last) {
                                throw new IllegalStateException("frame " + last);
                            }
                        }));

                assertThat(seen).hasSize(failAt + 1);
                assertThat(Frames.drain(reader)).containsExactly(Frames.message(LARGE, 9));
                assertThat(queue.sizeBytes()).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, LARGE})
    void shouldRefuseAReadOnlyBufferAndLeaveTheMessage(int length) {
        write(Frames.message(length));
        write(Frames.message(LARGE + 1));
        ByteBuffer target = ByteBuffer.allocate(2 * LARGE).asReadOnlyBuffer();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> reader.takeInto(target))
                .withMessageContaining("read-only");

        assertThat(target.position()).isZero();
        assertThat(Frames.drain(reader)).containsExactly(Frames.message(length), Frames.message(LARGE + 1));
        assertThat(queue.sizeBytes()).isZero();
    }

    @Test
    void shouldLeaveTheMessageAndItsLargeFramesWhenTakingItFailsHalfWay() {
        ZmqMessage message = Frames.message(LARGE, 3, LARGE + 1);
        write(message);
        LargeBody first = queue.largeBodies.remove();
        LargeBody second = queue.largeBodies.remove();
        queue.largeBodies.add(first);

        assertThat(reader.hasMessage()).isTrue();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(reader::takeMessage);

        queue.largeBodies.add(second);
        write(Frames.message(LARGE + 2));
        assertThat(Frames.drain(reader)).containsExactly(message, Frames.message(LARGE + 2));
        assertThat(queue.sizeBytes()).isZero();
    }

    @Test
    void shouldLeaveAMessageOfWhichTheHandlerHasSeenNothing() {
        ZmqMessage message = Frames.message(LARGE, 3);
        write(message);
        LargeBody body = queue.largeBodies.remove();

        assertThat(reader.hasMessage()).isTrue();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> reader.handle((shown, more) -> {
                    throw new AssertionError("nothing can be shown");
                }));

        queue.largeBodies.add(body);
        assertThat(reader.taken()).isZero();
        assertThat(Frames.drain(reader)).containsExactly(message);
    }

    @Test
    void shouldLeaveAMessageThatIsOnlyLookedAt() {
        ZmqMessage message = Frames.message(LARGE, 3, LARGE + 1);
        write(message);
        write(Frames.message(5));
        assertThat(reader.hasMessage()).isTrue();

        assertThat(reader.peekMessage()).isEqualTo(message);
        assertThat(reader.peekMessage()).isEqualTo(message);
        assertThat(queue.size()).isEqualTo(2);
        reader.takePeeked();

        assertThat(Frames.drain(reader)).containsExactly(Frames.message(5));
        assertThat(queue.sizeBytes()).isZero();
    }

    @Test
    void shouldGoOnBehindWhatAnEarlierReaderConsumed() {
        for (int i = 0; i < 5_000; i++) {
            write(Frames.message(i % 300));
        }
        for (int i = 0; i < 5_000; i++) {
            MessageReader each = new MessageReader(queue);
            assertThat(each.hasMessage()).isTrue();
            assertThat(each.takeMessage()).isEqualTo(Frames.message(i % 300));
        }
        assertThat(new MessageReader(queue).hasMessage()).isFalse();
    }

    private void write(ZmqMessage message) {
        assertThat(writer.write(message, true)).isTrue();
    }
}
