package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.zmtp.TrafficCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link MessageWriter}, {@link QueueToChannel}, a channel that moves pieces of some size, {@link ChannelToQueue},
 * {@link MessageReader}.
 */
abstract class WireQueueContract extends FrameQueueContract {

    private final FrameQueue outgoing = new FrameQueue(pool, 0, 64 << 20);
    private final FrameQueue incoming = new FrameQueue(pool, 0, 64 << 20);
    private final MessageWriter writer = new MessageWriter(outgoing);
    private final MessageSource queueToChannel;
    private final ChannelToQueue channelToQueue =
            new ChannelToQueue(incoming, command -> assertThat(command).isNull(), MessageLimits.ofFrames(-1));
    private final MessageReader reader = new MessageReader(incoming);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
    private final MemoryChannel channel;
    private final @Nullable DecodingChannel decoding;

    WireQueueContract(IntSupplier piece) {
        this(piece, null);
    }

    WireQueueContract(IntSupplier piece, @Nullable TrafficCodec codec) {
        this.channel = new MemoryChannel(piece);
        this.queueToChannel =
                codec == null ? new QueueToChannel(outgoing) : new EncodingSource(outgoing, codec.encoder());
        this.decoding = codec == null
                ? null
                : new DecodingChannel(channel, codec.decoder(), channelToQueue, incoming, () -> {});
    }

    @Override
    MessageWriter writer() {
        return writer;
    }

    @Override
    MessageReader reader() {
        return reader;
    }

    @Override
    void move() {
        try {
            while (true) {
                long moved = queueToChannel.writeTo(channel, 1 << 16);
                int read = 0;
                while ((!channel.isEmpty() || decoding != null && decoding.hasMore()) && read >= 0) {
                    read = channelToQueue.readFrom(decoding == null ? channel : decoding, scratch);
                    moved += Math.max(0, read);
                }
                if (moved == 0) {
                    return;
                }
                if (read == ChannelToQueue.NO_ROOM && !channelToQueue.growAlthoughUnread()) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void releaseMemory() {
        if (outgoing.releaseMemoryIfEmpty()) {
            writer.refreshRing();
            queueToChannel.refreshRing();
        }
        if (decoding != null) {
            decoding.releaseMemoryIfEmpty();
        }
        if (!channelToQueue.hasPartialMessage() && incoming.releaseMemoryIfEmpty()) {
            channelToQueue.refreshRing();
        }
    }
}
