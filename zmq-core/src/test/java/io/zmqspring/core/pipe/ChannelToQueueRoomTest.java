package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.ring.MemoryAccount;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How a {@link ChannelToQueue} takes memory, waits for room and gives memory back. */
class ChannelToQueueRoomTest extends ChannelToQueueFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void shouldHoldNoMemoryWhileNothingArrives() throws IOException {
        assertThat(channelToQueue.readFrom(MemoryChannel.unlimited(), scratch)).isZero();

        assertThat(queue.capacity()).isZero();
    }

    @Test
    void shouldSayThereIsNoRoomUntilMessagesAreTaken() throws IOException {
        byte[] stream = Frames.encode(manyOf(Frames.message(1000), 2_000));
        MemoryChannel channel = MemoryChannel.of(stream, WHOLE);
        MessageReader reader = new MessageReader(queue);
        int arrived = 0;
        int refusals = 0;
        while (arrived < 2_000) {
            int read = channelToQueue.readFrom(channel, scratch);
            if (read == ChannelToQueue.NO_ROOM) {
                refusals++;
                int capacity = queue.capacity();
                assertThat(channelToQueue.readFrom(channel, scratch)).isEqualTo(ChannelToQueue.NO_ROOM);
                assertThat(queue.capacity()).isEqualTo(capacity);
            }
            if (read == ChannelToQueue.NO_ROOM || channel.isEmpty()) {
                assertThat(reader.hasMessage()).isTrue();
                while (reader.hasMessage()) {
                    assertThat(reader.takeMessage()).isEqualTo(Frames.message(1000));
                    arrived++;
                }
            }
        }
        assertThat(refusals).isPositive();
        assertThat(queue.sizeBytes()).isZero();
    }

    @Test
    void shouldGrowAlthoughUnreadUpToTheBoundInBytes() throws IOException {
        queue.limit(0, 2 << 20);
        MemoryChannel channel = MemoryChannel.of(Frames.encode(manyOf(Frames.message(1000), 8_000)), WHOLE);
        boolean grown = true;
        while (grown) {
            int read = channelToQueue.readFrom(channel, scratch);
            if (read == ChannelToQueue.NO_ROOM) {
                grown = channelToQueue.growAlthoughUnread();
            }
        }

        assertThat(queue.isFull()).isTrue();
        assertThat(queue.sizeBytes()).isBetween(2L << 20, 4L << 20);
        List<ZmqMessage> arrived = Frames.drain(new MessageReader(queue));
        assertThat(arrived).allMatch(Frames.message(1000)::equals);
    }

    @Test
    void shouldGrowForMultipartLargerThanAnyRing() throws IOException {
        int[] lengths = new int[400];
        Arrays.fill(lengths, 5_000);
        ZmqMessage message = Frames.message(lengths);

        feedBy(Frames.encode(message), new RandomPieces());

        assertThat(Frames.drain(new MessageReader(queue))).containsExactly(message);
    }

    @Test
    void shouldBeFullAtEitherHighWaterMark() throws IOException {
        queue.limit(2, 1_000);
        assertThat(queue.isFull()).isFalse();
        feed(Frames.encode(Frames.message(1)), false);
        assertThat(queue.isFull()).isFalse();
        feed(Frames.encode(Frames.message(1)), false);
        assertThat(queue.isFull()).isTrue();
        MessageReader reader = new MessageReader(queue);
        Frames.drain(reader);
        assertThat(queue.isFull()).isFalse();
        feed(Frames.encode(Frames.message(1_000)), false);
        assertThat(queue.isFull()).isTrue();
        Frames.drain(reader);
        feed(Frames.encode(Frames.message(LARGE)), false);
        assertThat(queue.isFull()).isTrue();
    }

    @Test
    void shouldGiveBackTheRingsAnUnfinishedMessageHasOutgrownAndGoOn() throws IOException {
        MessageReader reader = new MessageReader(queue);
        feed(Frames.encode(Frames.message(7)), false);
        assertThat(Frames.drain(reader)).containsExactly(Frames.message(7));
        int[] lengths = new int[100];
        Arrays.fill(lengths, 5_000);
        ZmqMessage message = Frames.message(lengths);
        byte[] stream = Frames.encode(message);
        feedBy(Arrays.copyOf(stream, 400_000), new RandomPieces());
        assertThat(queue.hasOutgrownRings()).isTrue();
        long kept = pool.keptBytes();

        queue.releaseOutgrownRings();

        assertThat(queue.hasOutgrownRings()).isFalse();
        assertThat(pool.keptBytes() - kept).isGreaterThanOrEqualTo(queue.capacity() >> 1);
        feedBy(Arrays.copyOfRange(stream, 400_000, stream.length), new RandomPieces());
        feed(Frames.encode(Frames.message(3)), false);
        assertThat(Frames.drain(reader)).containsExactly(message, Frames.message(3));
    }

    @Test
    void shouldReferToNoRingThatWasGivenBackWhileItsReaderRests() throws IOException {
        MemoryAccount account = new MemoryAccount(64 << 20);
        BufferPool keepsNothing = new BufferPool(0, account, DirectMemory.ofThisJvm(), () -> true);
        queue = new FrameQueue(keepsNothing, 0, 64 << 20);
        channelToQueue = new ChannelToQueue(queue, commands::add, MessageLimits.ofFrames(-1));
        MessageReader reader = new MessageReader(queue);
        feed(Frames.encode(Frames.message(7)), false);
        assertThat(Frames.drain(reader)).hasSize(1);
        int[] lengths = new int[100];
        Arrays.fill(lengths, 5_000);
        byte[] stream = Frames.encode(Frames.message(lengths));
        feedBy(Arrays.copyOf(stream, 400_000), new RandomPieces());
        assertThat(queue.hasOutgrownRings()).isTrue();

        queue.releaseOutgrownRings();
        reader.refreshRing();

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(account.used()).isEqualTo(queue.capacity());
        });
        feedBy(Arrays.copyOfRange(stream, 400_000, stream.length), new RandomPieces());
        assertThat(Frames.drain(reader)).hasSize(1);
    }
}
