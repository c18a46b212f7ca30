package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;

/** A {@link ChannelToQueue} that is fed from memory. */
abstract class ChannelToQueueFixture {

    static final int LARGE = Frames.LARGE;
    static final int MAX_COMMAND_BYTES = 65_536;
    static final IntSupplier WHOLE = () -> Integer.MAX_VALUE;

    final BufferPool pool = new BufferPool(1 << 20);
    final List<byte[]> commands = new ArrayList<>();
    final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
    FrameQueue queue = new FrameQueue(pool, 0, 64 << 20);
    ChannelToQueue channelToQueue = new ChannelToQueue(queue, commands::add, MessageLimits.ofFrames(-1));

    void fresh(long maxMessageSize) {
        queue = new FrameQueue(pool, 0, 64 << 20);
        commands.clear();
        channelToQueue = new ChannelToQueue(queue, commands::add, MessageLimits.ofFrames(maxMessageSize));
    }

    void feed(byte[] bytes, boolean appended) throws IOException {
        if (appended) {
            channelToQueue.append(ByteBuffer.wrap(bytes));
            goOnInFurtherTurns();
        } else {
            feedBy(bytes, WHOLE);
        }
    }

    void goOnInFurtherTurns() {
        while (channelToQueue.hasHeldBack() && channelToQueue.bounds().isOutOfCommands()) {
            channelToQueue.bounds().beginTurn();
            channelToQueue.goOn();
        }
    }

    void feedBy(byte[] bytes, IntSupplier piece) throws IOException {
        MemoryChannel channel = MemoryChannel.of(bytes, piece);
        while (!channel.isEmpty()) {
            if (channelToQueue.readFrom(channel, scratch) == ChannelToQueue.NO_ROOM) {
                assertThat(channelToQueue.growAlthoughUnread()).isTrue();
            }
            goOnInFurtherTurns();
        }
    }

    static List<ZmqMessage> manyOf(ZmqMessage message, int count) {
        return Collections.nCopies(count, message);
    }

    static byte[] bytes(int length) {
        return Frames.body(length, length);
    }
}
