package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;

/**
 * {@link MessageWriter}, {@link WireSource}, a channel that moves pieces of some size, {@link WireSink}, {@link
 * MessageReader}.
 */
abstract class WireQueueContract extends FrameQueueContract {

    private final FrameQueue outgoing = new FrameQueue(pool, 0, 64 << 20);
    private final FrameQueue incoming = new FrameQueue(pool, 0, 64 << 20);
    private final MessageWriter writer = new MessageWriter(outgoing);
    private final WireSource source = new WireSource(outgoing);
    private final WireSink sink =
            new WireSink(incoming, command -> assertThat(command).isNull(), MessageLimits.ofFrames(-1));
    private final MessageReader reader = new MessageReader(incoming);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
    private final MemoryChannel channel;

    WireQueueContract(IntSupplier piece) {
        this.channel = new MemoryChannel(piece);
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
                long moved = source.writeTo(channel, 1 << 16);
                int read = 0;
                while (!channel.isEmpty() && read >= 0) {
                    read = sink.readFrom(channel, scratch);
                    moved += Math.max(0, read);
                }
                if (moved == 0) {
                    return;
                }
                if (read == WireSink.NO_ROOM && !sink.growAlthoughUnread()) {
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
            source.refreshRing();
        }
        if (!sink.hasPartialMessage() && incoming.releaseMemoryIfEmpty()) {
            sink.refreshRing();
        }
    }
}
