package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSkipperTest {

    private static final byte[] PING = {4, 'P', 'I', 'N', 'G', 0, 0};

    private final List<byte[]> commands = new ArrayList<>();
    private final MessageSkipper skipper = new MessageSkipper(commands::add, -1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 4096, 1 << 20})
    void shouldCountMessagesAndTakeCommandsHoweverTheBytesCome(int piece) {
        Random random = new Random(5);
        List<ZmqMessage> messages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            messages.add(Frames.random(random));
        }
        messages.add(Frames.message(Frames.LARGE, 1, Frames.LARGE));
        messages.add(Frames.message(0));
        byte[] stream = Frames.join(Frames.encode(messages), Frames.command(PING), Frames.encode(Frames.message(0, 0)));

        skipBy(stream, piece);

        assertThat(skipper.skipped()).isEqualTo(messages.size() + 1);
        assertThat(commands).containsExactly(PING);
    }

    @Test
    void shouldGoOnWhereASinkStopped() {
        byte[] stream = Frames.join(
                Frames.encode(Frames.message(3), Frames.message(5, Frames.LARGE, 300)),
                Frames.command(PING),
                Frames.encode(Frames.message(4), Frames.message(260, 1)));
        for (int split = 0; split <= stream.length; split += split % 1000 < 40 ? 1 : 61) {
            commands.clear();
            FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 64 << 20);
            ChannelToQueue channelToQueue = new ChannelToQueue(queue, commands::add, MessageLimits.ofFrames(-1));
            channelToQueue.append(ByteBuffer.wrap(stream, 0, split));
            long published = queue.size();
            MessageSkipper rest = channelToQueue.skipFromHere();
            rest.skip(ByteBuffer.wrap(stream, split, stream.length - split));

            assertThat(published + rest.skipped()).as("split at %d", split).isEqualTo(4);
            assertThat(commands).as("split at %d", split).containsExactly(PING);
            assertThat(queue.size()).as("split at %d", split).isEqualTo(published);
            assertThat(Frames.drain(new MessageReader(queue))).hasSize((int) published);
            assertThat(queue.sizeBytes()).as("split at %d", split).isZero();
        }
    }

    @Test
    void shouldRejectWhatBreaksTheProtocol() {
        MessageSkipper small = new MessageSkipper(commands::add, 10);
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> small.skip(ByteBuffer.wrap(new byte[] {0, 11})))
                .withMessageContaining("10")
                .withMessageContaining("11");
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> new MessageSkipper(commands::add, -1).skip(ByteBuffer.wrap(new byte[] {8})));
        byte[] hugeCommand = {6, 0, 0, 0, 0, 0, 1, 0, 1};
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> new MessageSkipper(commands::add, -1).skip(ByteBuffer.wrap(hugeCommand)))
                .withMessageContaining("65537");
        byte[] negative = {2, -1, 0, 0, 0, 0, 0, 0, 0};
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> new MessageSkipper(commands::add, -1).skip(ByteBuffer.wrap(negative)));
    }

    private void skipBy(byte[] stream, int piece) {
        for (int from = 0; from < stream.length; from += piece) {
            skipper.skip(ByteBuffer.wrap(stream, from, Math.min(piece, stream.length - from)));
        }
    }
}
