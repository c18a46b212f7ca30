package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.support.ToyCodec;
import io.zmqspring.core.zmtp.FrameDecoder;
import io.zmqspring.core.zmtp.FrameEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DecodingChannelTest {

    private static final ZmqMessage[] MESSAGES = {
        Frames.message(0), Frames.message(1), Frames.message(300, 0, 242), Frames.message(12), Frames.message(243)
    };

    private final MemoryAccount account = new MemoryAccount(8 << 20);
    private final BufferPool pool = new BufferPool(1 << 20, account, DirectMemory.ofThisJvm(), () -> true);
    private final FrameQueue queue = new FrameQueue(pool, 0, 64 << 20);
    private final ChannelToQueue sink = new ChannelToQueue(queue, command -> {}, MessageLimits.ofFrames(-1));
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);

    @Test
    void shouldDecodeWhereverWhatArrivesIsCut() throws IOException {
        byte[] stream = encoded(MESSAGES);
        for (boolean waiting : new boolean[] {false, true}) {
            for (int cut = 0; cut <= stream.length; cut++) {
                FrameQueue fresh = new FrameQueue(pool, 0, 64 << 20);
                ChannelToQueue taking = new ChannelToQueue(fresh, command -> {}, MessageLimits.ofFrames(-1));
                MemoryChannel below = MemoryChannel.unlimited();
                DecodingChannel channel = channel(below, waiting, taking, fresh);
                below.write(ByteBuffer.wrap(stream, 0, cut));
                readAll(channel, taking);
                below.write(ByteBuffer.wrap(stream, cut, stream.length - cut));
                readAll(channel, taking);

                assertThat(Frames.drain(new MessageReader(fresh)))
                        .as("cut after %d, waiting %s", cut, waiting)
                        .isEqualTo(Arrays.asList(MESSAGES));
                assertThat(channel.hasUnread()).isFalse();
                channel.discard();
            }
        }
    }

    @Test
    void shouldDecodeWhatWasReadWithTheHandshake() throws IOException {
        byte[] stream = encoded(Frames.message(70_000), Frames.message(3));
        MemoryChannel below = MemoryChannel.unlimited();
        DecodingChannel channel = channel(below, false, sink, queue);
        channel.put(ByteBuffer.wrap(stream, 0, 65_000));
        assertThat(channel.hasMore()).isTrue();
        below.write(ByteBuffer.wrap(stream, 65_000, stream.length - 65_000));
        readAll(channel, sink);

        assertThat(Frames.drain(new MessageReader(queue)))
                .isEqualTo(List.of(Frames.message(70_000), Frames.message(3)));
    }

    @Test
    void shouldSayThatThereIsMoreWhenTheTargetWasTooSmall() throws IOException {
        DecodingChannel channel =
                channel(MemoryChannel.of(encoded(Frames.message(100)), () -> 1 << 16), false, sink, queue);
        ByteBuffer target = ByteBuffer.allocate(102);

        assertThat(channel.read(target.limit(50))).isEqualTo(50);
        assertThat(channel.hasMore()).isTrue();
        assertThat(channel.read(target.limit(102))).isEqualTo(52);
        assertThat(channel.hasMore()).isFalse();
        assertThat(target.array()).isEqualTo(Frames.encode(Frames.message(100)));
    }

    @Test
    void shouldGiveTheFramesBeforeAFailureFirst() throws IOException {
        byte[] stream = encoded(Frames.message(5), Frames.message(6));
        stream[stream.length - 1] ^= 1;
        DecodingChannel channel = channel(MemoryChannel.of(stream, () -> 1 << 16), true, sink, queue);

        assertThat(sink.readFrom(channel, scratch)).isPositive();
        assertThat(channel.hasMore()).isTrue();
        assertThat(Frames.drain(new MessageReader(queue))).isEqualTo(List.of(Frames.message(5)));
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> readAll(channel, sink))
                .withMessageContaining("checksum");
    }

    @Test
    void shouldNotCompleteAFrameWhoseChecksumIsWrong() {
        for (int length : new int[] {0, 1, 300, 70_000}) {
            byte[] stream = encoded(Frames.message(length));
            stream[stream.length - 1] ^= 1;
            FrameQueue fresh = new FrameQueue(pool, 0, 64 << 20);
            ChannelToQueue taking = new ChannelToQueue(fresh, command -> {}, MessageLimits.ofFrames(-1));
            DecodingChannel channel = channel(MemoryChannel.of(stream, () -> 1 << 16), false, taking, fresh);
            assertThatExceptionOfType(ZmqProtocolViolationException.class).isThrownBy(() -> readAll(channel, taking));
            assertThat(fresh.isEmpty()).isTrue();
            taking.dropPartialMessage();
            channel.discard();
        }
    }

    @Test
    void shouldReturnTheEndOfTheStreamAfterTheLastFrame() throws IOException {
        DecodingChannel channel = channel(
                MemoryChannel.of(encoded(Frames.message(5)), () -> 1 << 16).end(), false, sink, queue);
        assertThat(sink.readFrom(channel, scratch)).isEqualTo(7);
        assertThat(sink.readFrom(channel, scratch)).isEqualTo(ChannelToQueue.END_OF_STREAM);
    }

    @Test
    void shouldWaitForMemoryAndGoOnWhenItIsBack() throws IOException {
        AtomicBoolean signalled = new AtomicBoolean();
        queue.producer().signal(() -> signalled.set(true));
        DecodingChannel channel =
                channel(MemoryChannel.of(encoded(Frames.message(5)), () -> 1 << 16), false, sink, queue);
        long taken = account.limit() - account.used();
        account.claim(taken);
        assertThat(channel.read(ByteBuffer.allocate(100))).isEqualTo(ChannelToQueue.NO_ROOM);
        assertThat(queue.producer().waitBelow(0)).isTrue();
        assertThat(signalled).isFalse();

        account.release(taken);
        assertThat(signalled).isTrue();
        assertThat(sink.readFrom(channel, scratch)).isEqualTo(7);
        Frames.drain(new MessageReader(queue));
        assertThat(queue.producer().waitBelow(0)).isFalse();
    }

    @Test
    void shouldTakeMemoryBeyondTheLimitWhereNothingIsKept() throws IOException {
        DecodingChannel channel =
                channel(MemoryChannel.of(encoded(Frames.message(5)), () -> 1 << 16), false, sink, queue);
        channel.neverWait();
        account.claim(account.limit() - account.used());
        assertThat(channel.read(ByteBuffer.allocate(100))).isEqualTo(7);
    }

    @Test
    void shouldHoldLittleMemoryWhateverTheLengthOfAFrame() throws IOException {
        long before = account.used();
        DecodingChannel channel =
                channel(MemoryChannel.of(encoded(Frames.message(3_000_000)), () -> 1 << 16), true, sink, queue);
        ByteBuffer target = ByteBuffer.allocate(1 << 16);
        long total = 0;
        for (int read = 1; read > 0; ) {
            read = channel.read(target.clear());
            total += read;
            assertThat(account.used() - before).isLessThanOrEqualTo(4 * FrameDecoder.MAX_WAITING + (1 << 18));
        }
        assertThat(total).isEqualTo(3_000_009);
    }

    @Test
    void shouldGiveItsMemoryBackWhenMemoryIsScarceAndNothingIsInIt() throws IOException {
        MemoryChannel below = MemoryChannel.unlimited();
        DecodingChannel channel = channel(below, true, sink, queue);
        byte[] stream = encoded(Frames.message(5), Frames.message(6));
        account.claim(account.limit() - account.used() - (1 << 14));
        long kept = pool.keptBytes();
        below.write(ByteBuffer.wrap(stream, 0, 25));
        assertThat(channel.read(ByteBuffer.allocate(100))).isEqualTo(7);
        assertThat(pool.keptBytes()).isEqualTo(kept);
        below.write(ByteBuffer.wrap(stream, 25, stream.length - 25));
        assertThat(channel.read(ByteBuffer.allocate(100))).isEqualTo(8);
        assertThat(pool.keptBytes()).isGreaterThan(kept);
    }

    @Test
    void shouldRefuseADecoderThatMakesNoProgress() {
        FrameDecoder stuck = (in, out) -> {};
        DecodingChannel channel =
                new DecodingChannel(MemoryChannel.of(new byte[1 << 20], () -> 1 << 20), stuck, sink, queue, () -> {});
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> readAll(channel, sink));
    }

    private DecodingChannel channel(MemoryChannel below, boolean waiting, ChannelToQueue taking, FrameQueue target) {
        FrameDecoder decoder = (waiting ? ToyCodec.waiting(1, 1) : ToyCodec.streaming(1, 1)).decoder();
        return new DecodingChannel(below, decoder, taking, target, () -> {});
    }

    private void readAll(DecodingChannel channel, ChannelToQueue taking) throws IOException {
        int read;
        do {
            read = taking.readFrom(channel, scratch);
        } while (read > 0 || channel.hasMore());
    }

    private static byte[] encoded(ZmqMessage... messages) {
        FrameEncoder encoder = ToyCodec.streaming(1, 1).encoder();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ZmqMessage message : messages) {
            for (int i = 0; i < message.frameCount(); i++) {
                out.writeBytes(ToyCodec.encode(encoder, i + 1 < message.frameCount() ? 1 : 0, message.frame(i)));
            }
        }
        return out.toByteArray();
    }
}
