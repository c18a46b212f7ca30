package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.support.ToyCodec;
import io.zmqspring.core.zmtp.CommandCodec;
import io.zmqspring.core.zmtp.FrameDecoder;
import io.zmqspring.core.zmtp.FrameEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodingSourceTest {

    private static final long ALL = Long.MAX_VALUE;

    private static final ZmqMessage[] MESSAGES = {
        Frames.message(0),
        Frames.message(5),
        Frames.message(300, 0, 17),
        Frames.message(Frames.LARGE),
        Frames.message(3, Frames.LARGE + 7, 2),
        Frames.message(240),
        Frames.message(60_000),
        Frames.message(1)
    };

    private final BufferPool pool = new BufferPool(8 << 20);

    @Test
    void shouldEncodeAgainWithOtherKeysFromTheMessageThatWasCut() throws IOException {
        int length = encode(MESSAGES).length;
        for (int cut = 0; cut < length; cut += cut < 800 ? 1 : 797) {
            FrameQueue queue = queue();
            MemoryChannel lost = MemoryChannel.unlimited().room(cut);
            source(queue, 1).writeTo(lost, ALL);
            List<ZmqMessage> first = decode(lost.content(), 1);

            MemoryChannel next = MemoryChannel.unlimited();
            MessageSource second = source(queue, 2);
            second.writeTo(next, ALL);

            List<ZmqMessage> all = new ArrayList<>(first);
            all.addAll(decode(next.content(), 2));
            assertThat(all).as("cut after %d", cut).isEqualTo(Arrays.asList(MESSAGES));
            assertThat(queue.sizeBytes()).as("cut after %d", cut).isZero();
        }
    }

    @Test
    void shouldFinishTheMessageThatWasBegunBeforeACommand() throws IOException {
        int length = encode(MESSAGES).length;
        for (int cut = 1; cut < length; cut += 1 + length / 500) {
            FrameQueue queue = queue();
            MessageSource source = source(queue, 1);
            MemoryChannel channel = MemoryChannel.unlimited().room(cut);
            source.writeTo(channel, ALL);
            assertThat(source.isStalled()).isTrue();
            channel.room(ALL);
            source.finishMessage(channel, ALL);
            assertThat(source.isAtMessageStart()).isTrue();

            channel.write(source.encodeCommands(ByteBuffer.wrap(CommandCodec.ping(0, new byte[0]))));
            source.writeTo(channel, ALL);

            List<byte[]> commands = new ArrayList<>();
            assertThat(decode(channel.content(), 1, commands)).isEqualTo(Arrays.asList(MESSAGES));
            assertThat(commands).hasSize(1);
        }
    }

    @Test
    void shouldReleaseAMessageOnlyOnceItIsWritten() throws IOException {
        FrameQueue queue = queue(Frames.message(10), Frames.message(20));
        MessageSource source = source(queue, 1);
        MemoryChannel channel = MemoryChannel.unlimited().room(2 + 10 + ToyCodec.OVERHEAD - 1);
        source.writeTo(channel, ALL);
        assertThat(queue.size()).isEqualTo(2);
        source.writeTo(channel.room(1), ALL);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void shouldEncodeSeveralCommandsOfOneWrite() {
        MessageSource source = source(queue(), 1);
        byte[] pong = CommandCodec.pong(new byte[16]);
        ByteBuffer several = ByteBuffer.allocate(40 * pong.length);
        for (int i = 0; i < 40; i++) {
            several.put(pong);
        }
        ByteBuffer encoded = source.encodeCommands(several.flip());
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);

        List<byte[]> commands = new ArrayList<>();
        decode(bytes, 1, commands);
        assertThat(commands)
                .hasSize(40)
                .allSatisfy(each -> assertThat(each).isEqualTo(Arrays.copyOfRange(pong, 2, pong.length)));
    }

    @Test
    void shouldGiveItsMemoryBackWhenTheConnectionEndsBeforeAllIsWritten() throws IOException {
        FrameQueue queue = queue();
        MessageSource source = source(queue, 1);
        source.writeTo(MemoryChannel.unlimited().room(100), ALL);
        long kept = pool.keptBytes();
        source.close();
        assertThat(pool.keptBytes()).isGreaterThan(kept);
    }

    private byte[] encode(ZmqMessage... messages) throws IOException {
        MemoryChannel channel = MemoryChannel.unlimited();
        source(queue(messages), 1).writeTo(channel, ALL);
        return channel.content();
    }

    private FrameQueue queue() {
        return queue(MESSAGES);
    }

    private FrameQueue queue(ZmqMessage... messages) {
        FrameQueue queue = new FrameQueue(pool, 0, 64 << 20);
        fill(queue, messages);
        return queue;
    }

    private static void fill(FrameQueue queue, ZmqMessage... messages) {
        MessageWriter writer = new MessageWriter(queue);
        for (ZmqMessage message : messages) {
            assertThat(writer.write(message, true)).isTrue();
        }
    }

    private static MessageSource source(FrameQueue queue, long key) {
        FrameEncoder encoder = ToyCodec.streaming(key, key).encoder();
        return new EncodingSource(queue, encoder);
    }

    private List<ZmqMessage> decode(byte[] bytes, long key) {
        return decode(bytes, key, new ArrayList<>());
    }

    private List<ZmqMessage> decode(byte[] bytes, long key, List<byte[]> commands) {
        FrameDecoder decoder = ToyCodec.streaming(key, key).decoder();
        ByteBuffer plain = ByteBuffer.allocate(2 * bytes.length + 64);
        decoder.decode(ByteBuffer.wrap(bytes), plain);
        FrameQueue queue = new FrameQueue(pool, 0, 64 << 20);
        ChannelToQueue channelToQueue = new ChannelToQueue(queue, commands::add, MessageLimits.ofFrames(-1));
        channelToQueue.append(plain.flip());
        return Frames.drain(new MessageReader(queue));
    }
}
