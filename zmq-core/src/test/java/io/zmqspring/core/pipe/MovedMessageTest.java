package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.MemoryAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages copied from one queue to another as they lie in the ring, large bodies by reference. */
class MovedMessageTest {

    private final BufferPool pool = new BufferPool(1 << 20);
    private final MemoryAccount received = new MemoryAccount(64 << 20);
    private final MemoryAccount toSend = new MemoryAccount(64 << 20);
    private final MemoryAccount elsewhere = new MemoryAccount(64 << 20);
    private final FrameQueue from = new FrameQueue(pool, received, 0, 64 << 20);
    private final FrameQueue to = new FrameQueue(pool, toSend, 0, 64 << 20);
    private final MessageWriter in = new MessageWriter(from);
    private final MessageReader source = new MessageReader(from);
    private final MessageWriter target = new MessageWriter(to);
    private final MessageReader out = new MessageReader(to);
    private final EncodedMessage moving = new EncodedMessage();

    private static ZmqMessage message(Random random) {
        int[] sizes = {0, 1, 2, 31, 32, 255, 256, 1_000, 65_535, 65_536, 65_537, 100_000};
        List<byte[]> frames = new ArrayList<>();
        int count = random.nextInt(4) == 0 ? 1 + random.nextInt(6) : 1;
        for (int i = 0; i < count; i++) {
            byte[] frame = new byte[sizes[random.nextInt(random.nextInt(8) == 0 ? sizes.length : 8)]];
            random.nextBytes(frame);
            frames.add(frame);
        }
        return ZmqMessage.of(frames);
    }

    @Test
    void shouldBeAsTheyWereAndChargeNobodyAfterwards() {
        Random random = new Random(1);
        List<ZmqMessage> messages = new ArrayList<>();
        for (int round = 0; round < 500; round++) {
            for (int i = random.nextInt(8); i >= 0; i--) {
                ZmqMessage message = message(random);
                messages.add(message);
                assertThat(in.write(message, true)).isTrue();
            }
            while (random.nextInt(5) > 0 && source.hasMessage()) {
                move(messages.get((int) source.taken()));
            }
            while (random.nextInt(4) > 0 && out.hasMessage()) {
                assertThat(messages.get((int) out.taken())).isEqualTo(out.takeMessage());
            }
        }
        while (source.hasMessage()) {
            move(messages.get((int) source.taken()));
        }
        while (out.hasMessage()) {
            assertThat(messages.get((int) out.taken())).isEqualTo(out.takeMessage());
        }
        assertThat(out.taken()).isEqualTo(messages.size());
        assertThat(received.used()).isZero();
        assertThat(toSend.used()).isZero();
        assertThat(elsewhere.used()).isZero();
    }

    private void move(ZmqMessage expected) {
        source.peekInto(moving);
        assertThat(moving.frameCount()).isEqualTo(expected.frameCount());
        assertThat(moving.bodyBytes()).isEqualTo(expected.sizeBytes());
        assertThat(moving.firstFrameLength()).isEqualTo(expected.frame(0).length);
        assertThat(target.write(moving, true)).isTrue();
        capture(expected);
        source.takePeeked();
        moving.clear();
    }

    /** A copy for a queue of another account. */
    private void capture(ZmqMessage expected) {
        FrameQueue queue = new FrameQueue(pool, elsewhere, 0, 64 << 20);
        assertThat(new MessageWriter(queue).write(moving, true)).isTrue();
        assertThat(elsewhere.used())
                .isEqualTo(expected.frames().stream()
                        .mapToLong(frame -> LargeBody.isLarge(frame.length) ? frame.length : 0)
                        .sum());
        MessageReader reader = new MessageReader(queue);
        assertThat(reader.hasMessage()).isTrue();
        assertThat(reader.takeMessage()).isEqualTo(expected);
        queue.releaseMemoryIfEmpty();
    }

    @Test
    void shouldStayWhenTheyAreNotTaken() {
        in.write(ZmqMessage.of(new byte[70_000], new byte[3]), true);
        for (int i = 0; i < 2; i++) {
            assertThat(source.hasMessage()).isTrue();
            source.peekInto(moving);
            moving.clear();
        }
        assertThat(source.takeMessage().frame(0)).hasSize(70_000);
        assertThat(received.used()).isZero();
    }

    @Test
    void shouldGoBehindAFrameAndWithoutTheFirst() {
        ZmqMessage message = ZmqMessage.of(new byte[] {1, 2}, new byte[70_000], new byte[0]);
        in.write(message, true);
        assertThat(source.hasMessage()).isTrue();
        moving.putFirst(new byte[] {9});
        source.peekInto(moving);
        assertThat(moving.frameCount()).isEqualTo(4);
        assertThat(moving.firstFrameArray()[moving.firstFrameOffset()]).isEqualTo((byte) 9);
        target.write(moving, true);
        moving.leaveOutFirstFrame(true);
        target.write(moving, true);
        target.write(new EncodedMessage().encode(moving), true);
        target.write(new EnvelopedMessage().behind(new byte[] {1, 1, 7}, 3, moving), true);
        moving.leaveOutFirstFrame(false);
        source.takePeeked();
        moving.clear();
        assertThat(out.hasMessage()).isTrue();
        ZmqMessage behind = out.takeMessage();
        assertThat(behind.frame(0)).containsExactly(9);
        assertThat(ZmqMessage.of(behind.frames().subList(1, 4))).isEqualTo(message);
        assertThat(out.takeMessage()).isEqualTo(message);
        assertThat(out.takeMessage()).isEqualTo(message);
        ZmqMessage enveloped = out.takeMessage();
        assertThat(enveloped.frame(0)).containsExactly(7);
        assertThat(ZmqMessage.of(enveloped.frames().subList(1, 4))).isEqualTo(message);
    }
}
