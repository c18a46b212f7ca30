package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.MemoryAccount;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailboxTest {

    private static final int LARGE = LargeBody.MAX_INLINE + 1;

    private final BufferPool pool = new BufferPool(1 << 20);
    private final MemoryAccount bodies = new MemoryAccount(1 << 20);
    private final AtomicInteger forgotten = new AtomicInteger();

    private FrameQueue newest() {
        FrameQueue queue = new FrameQueue(pool, bodies, 1, 1);
        queue.keepNewest(forgotten::incrementAndGet);
        return queue;
    }

    private FrameQueue oldestDropped(int mark, long bytes) {
        FrameQueue queue = new FrameQueue(pool, bodies, mark, bytes);
        queue.dropOldest(forgotten::incrementAndGet);
        return queue;
    }

    private static byte[] body(int first) {
        return new byte[] {(byte) first, 1, 2};
    }

    @Test
    void shouldKeepTheNewestOfWhatWasLookedAtAndNotTaken() {
        FrameQueue queue = newest();
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        assertThat(reader.hasMessage()).isFalse();
        writer.write(body(1), false);
        assertThat(reader.hasMessage()).isTrue();
        writer.write(body(2), false);
        writer.write(ByteBuffer.wrap(body(3)), false);
        assertThat(queue.size()).isEqualTo(2);
        assertThat(reader.hasMessage()).isTrue();
        assertThat(queue.size()).isOne();
        assertThat(reader.takeBody()).isEqualTo(body(3));
        assertThat(reader.hasMessage()).isFalse();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(forgotten).hasValue(2);
    }

    @Test
    void shouldForgetWhatIsInTheRingWhenItBeginsToKeepTheNewest() {
        FrameQueue queue = new FrameQueue(pool, 0, Long.MAX_VALUE);
        MessageWriter writer = new MessageWriter(queue);
        for (int i = 0; i < 5; i++) {
            writer.write(body(i), true);
        }
        queue.keepNewest(forgotten::incrementAndGet);
        writer.forgetCredit();
        MessageReader reader = new MessageReader(queue);
        assertThat(reader.hasMessage()).isTrue();
        assertThat(reader.takeBody()).isEqualTo(body(4));
        writer.write(body(5), true);
        assertThat(reader.hasMessage()).isTrue();
        assertThat(reader.takeBody()).isEqualTo(body(5));
        assertThat(forgotten).hasValue(4);
    }

    @Test
    void shouldNotForgetAMessageWhoseWritingHasBegun() throws Exception {
        FrameQueue queue = newest();
        MessageWriter writer = new MessageWriter(queue);
        QueueToChannel source = new QueueToChannel(queue);
        MemoryChannel channel = MemoryChannel.unlimited().room(2);
        writer.write(body(1), false);
        source.writeTo(channel, 100);
        for (int i = 2; i < 9; i++) {
            writer.write(body(i), false);
        }
        channel.room(1000);
        source.writeTo(channel, 100);
        assertThat(channel.content()).containsExactly(0, 3, 1, 1, 2, 0, 3, 8, 1, 2);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(forgotten).hasValue(6);
    }

    @Test
    void shouldDropTheOldestBeyondEitherMark() {
        FrameQueue queue = oldestDropped(3, 30);
        MessageWriter writer = new MessageWriter(queue);
        for (int i = 0; i < 5; i++) {
            assertThat(writer.write(i % 2 == 0 ? body(i) : ZmqMessage.of(body(i)), false))
                    .isTrue();
        }
        assertThat(queue.size()).isEqualTo(2);
        assertThat(forgotten).hasValue(3);
        MessageReader reader = new MessageReader(queue);
        for (int i = 3; i < 5; i++) {
            assertThat(reader.hasMessage()).isTrue();
            assertThat(reader.takeBody()).isEqualTo(body(i));
        }
        assertThat(reader.hasMessage()).isFalse();
    }

    @Test
    void shouldGiveBackWhatLargeBodiesTake() {
        FrameQueue queue = newest();
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        for (int i = 0; i < 3; i++) {
            writer.write(new byte[LARGE + i], false);
            assertThat(bodies.used()).isEqualTo(LARGE + i);
        }
        assertThat(reader.hasMessage()).isTrue();
        assertThat(bodies.used()).isEqualTo(LARGE + 2);
        assertThat(reader.takeBody()).hasSize(LARGE + 2);
        assertThat(bodies.used()).isZero();
        writer.write(new byte[LARGE], false);
        queue.abandon();
        assertThat(bodies.used()).isZero();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseWhatNoQueueCanHold() {
        MessageWriter writer = new MessageWriter(newest());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(new byte[1 << 20], true))
                .withMessageContaining("too large for the body memory");
    }

    @Test
    void shouldFindMemoryForTheNextMessageAlsoBeyondTheLimit() {
        FrameQueue queue = newest();
        MessageWriter writer = new MessageWriter(queue);
        pool.takeAnyway(1 << 20);
        writer.write(new byte[50_000], false);
        MessageReader reader = new MessageReader(queue);
        assertThat(reader.hasMessage()).isTrue();
        assertThat(reader.takeBody()).hasSize(50_000);
    }

    @Test
    void shouldUseItsRingAgainWhenTheMemoryWasGivenBack() {
        FrameQueue queue = newest();
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        for (int i = 0; i < 3; i++) {
            writer.write(body(i), false);
            assertThat(reader.hasMessage()).isTrue();
            assertThat(reader.takeBody()).isEqualTo(body(i));
            assertThat(queue.releaseMemoryIfEmpty()).isTrue();
            assertThat(queue.capacity()).isZero();
        }
    }

    @Test
    void shouldShowAReaderEverNewerMessagesAndAtLastTheLast() throws InterruptedException {
        int last = 200_000;
        FrameQueue queue = newest();
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        Thread sender = new Thread(() -> {
            for (int i = 1; i <= last; i++) {
                writer.write(ByteBuffer.allocate(4).putInt(0, i), false);
            }
        });
        sender.start();
        int seen = 0;
        int received = 0;
        while (seen < last) {
            if (reader.hasMessage()) {
                int next = ByteBuffer.wrap(reader.takeBody()).getInt();
                assertThat(next).isGreaterThan(seen);
                seen = next;
                received++;
            }
        }
        sender.join();
        assertThat(forgotten.get() + received).isEqualTo(last);
        assertThat(reader.hasMessage()).isFalse();
    }
}
