package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.ring.MemoryAccount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The receiver takes everything at the moment at which the reading end finds its ring full and no memory for a larger
 * one.
 */
class StarvingChannelToQueueTest {

    private static final long LIMIT = 64 << 20;
    private static final int NOT_KEPT = 2 << 20;
    private static final int BODY = 20_000;

    private final MemoryAccount account = new MemoryAccount(LIMIT);
    private final BufferPool pool = new BufferPool(0, account, DirectMemory.ofThisJvm(), () -> {
        takeAllWhileItLooksForMemory();
        return true;
    });
    private final FrameQueue queue = new FrameQueue(pool, 0, 64 << 20);
    private final ChannelToQueue channelToQueue = new ChannelToQueue(queue, command -> {}, MessageLimits.ofFrames(-1));
    private final MessageReader reader = new MessageReader(queue);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
    private final MemoryChannel channel = MemoryChannel.of(Frames.encode(List.of(messages(4))), () -> 3 * (BODY + 9));

    /** The collector would free it. */
    private ByteBuffer left = ByteBuffer.allocate(0);

    private int taken;

    private static ZmqMessage[] messages(int count) {
        ZmqMessage[] messages = new ZmqMessage[count];
        for (int i = 0; i < count; i++) {
            messages[i] = Frames.message(BODY);
        }
        return messages;
    }

    private void takeAllWhileItLooksForMemory() {
        while (reader.hasMessage()) {
            reader.takeBody();
            taken++;
        }
    }

    @BeforeEach
    void fillTheRingAndUseUpTheMemory() throws IOException {
        assertThat(channelToQueue.readFrom(channel, scratch)).isEqualTo(3 * (BODY + 9));
        account.claim(LIMIT - account.used());
        assertThat(channelToQueue.readFrom(channel, scratch)).isEqualTo((1 << 16) - 3 * (BODY + 9));
        account.release(LIMIT - (1 << 16));
        left = pool.take(NOT_KEPT);
        pool.give(left);
        account.claim(LIMIT - account.used());
        assertThat(taken).isZero();
    }

    @Test
    void shouldReadOnInTheRoomThatWasMadeMeanwhile() throws IOException {
        assertThat(channelToQueue.readFrom(channel, scratch)).isPositive();

        assertThat(taken).isEqualTo(3);
        readAndTakeTheRest();
        assertThat(taken).isEqualTo(4);
    }

    private void readAndTakeTheRest() throws IOException {
        while (!channel.isEmpty()) {
            assertThat(channelToQueue.readFrom(channel, scratch)).isPositive();
        }
        takeAllWhileItLooksForMemory();
    }

    @Test
    void shouldFindTheRoomThatWasMadeMeanwhileWhenItTriesToGrowAlthoughUnread() {
        assertThat(channelToQueue.growAlthoughUnread()).isTrue();

        assertThat(taken).isEqualTo(3);
    }

    @Test
    void shouldWaitForNoMemoryAnyMoreWhenThereIsRoom() {
        channelToQueue.growAlthoughUnread();

        assertThat(queue.producer().waitBelow(0)).isFalse();
    }
}
