package io.zmqspring.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pipe.ChannelToQueue;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageLimits;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.ring.BufferPool;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Messages of which the envelope is taken off, against the same messages whole. */
final class EnvelopeFuzz {

    private static final BufferPool POOL = new BufferPool(0);
    private static final int MAX_FRAME = 1 << 11;

    private EnvelopeFuzz() {}

    static String run(byte[] input, Random random) {
        FrameQueue queue = new FrameQueue(POOL, 0, 64 << 20);
        FrameQueue twin = new FrameQueue(POOL, 0, 64 << 20);
        StringBuilder outcome = new StringBuilder();
        append(queue, input);
        append(twin, input);
        MessageReader reader = new MessageReader(queue);
        MessageReader whole = new MessageReader(twin);
        byte[] envelope = new byte[random.nextInt(100)];
        while (whole.hasMessage()) {
            assertThat(reader.hasMessage()).isTrue();
            outcome.append(takeOff(reader, whole.takeMessage(), envelope));
        }
        assertThat(reader.hasMessage()).isFalse();
        queue.releaseMemoryAtEnd();
        twin.releaseMemoryAtEnd();
        return outcome.substring(0, Math.min(outcome.length(), 8));
    }

    private static void append(FrameQueue queue, byte[] input) {
        ChannelToQueue channelToQueue =
                new ChannelToQueue(queue, command -> {}, new MessageLimits(MAX_FRAME, -1, -1, -1));
        try {
            channelToQueue.append(ByteBuffer.wrap(input));
        } catch (ZmqProtocolViolationException expected) {
            // What was whole before counts.
        }
        channelToQueue.dropPartialMessage();
    }

    private static String takeOff(MessageReader reader, ZmqMessage message, byte[] envelope) {
        List<byte[]> frames = message.frames();
        int delimiter = 0;
        int bytes = 0;
        while (delimiter < frames.size() && frames.get(delimiter).length > 0) {
            int length = frames.get(delimiter++).length;
            bytes += length + (length > 255 ? 9 : 2);
        }
        boolean hasOne = delimiter < frames.size() - 1;
        int needed = reader.takeEnvelope(envelope);
        if (!hasOne) {
            assertThat(needed).isEqualTo(-1);
            assertThat(reader.takeMessage()).isEqualTo(message);
            return "-";
        }
        assertThat(needed).isEqualTo(bytes + 2);
        if (needed > envelope.length) {
            byte[] larger = new byte[needed];
            assertThat(reader.takeEnvelope(larger)).isEqualTo(needed);
            assertThat(larger[needed - 1]).as("length of the delimiter").isZero();
        }
        assertThat(reader.takeMessage()).isEqualTo(ZmqMessage.of(frames.subList(delimiter + 1, frames.size())));
        return String.valueOf(Math.min(3, delimiter));
    }
}
