package io.zmqspring.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pipe.ChannelToQueue;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageLimits;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.FrameDecoder;
import io.zmqspring.core.zmtp.Zmtp1Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames in random pieces through the engine's queue, against a parser that has all bytes at once. */
final class FrameFuzz {

    private static final int MAX_FRAME = 2_000;
    private static final int MAX_PIECE = 700;
    private static final MessageLimits LIMITS = new MessageLimits(MAX_FRAME, -1, 5, -1);
    private static final BufferPool POOL = new BufferPool(0);

    private FrameFuzz() {}

    static String run(byte[] input, Random random) {
        Parsed expected = Parsed.of(input, true);
        Parsed seen = through(input, random);
        assertThat(seen.messages).isEqualTo(expected.messages);
        assertThat(seen.commands.size()).isEqualTo(expected.commands.size());
        assertThat(seen.violation != null).as(seen.violation).isEqualTo(expected.violation != null);
        return seen.kind();
    }

    static String runVersion1(byte[] input, Random random) {
        Parsed expected = Parsed.of(input, false);
        Parsed seen = new Parsed();
        FrameQueue queue = new FrameQueue(POOL, 0, 64 << 20);
        ChannelToQueue channelToQueue = new ChannelToQueue(queue, seen.commands::add, LIMITS);
        FrameDecoder decoder = Zmtp1Codec.create().decoder();
        ByteBuffer out = ByteBuffer.allocate(FrameDecoder.MIN_ROOM + random.nextInt(MAX_PIECE));
        ByteBuffer in = ByteBuffer.allocate(input.length + 1).flip();
        try {
            for (int from = 0; from < input.length && seen.violation == null; ) {
                int length = Math.min(input.length - from, 1 + random.nextInt(MAX_PIECE));
                in.compact().put(input, from, length).flip();
                from += length;
                decodeAll(decoder, in, out, channelToQueue, seen);
            }
            seen.take(queue);
        } finally {
            channelToQueue.dropPartialMessage();
            queue.releaseMemoryAtEnd();
        }
        assertThat(seen.messages).isEqualTo(expected.messages);
        assertThat(seen.commands).as("ZMTP 1.0 has none").isEmpty();
        assertThat(seen.violation != null).as(seen.violation).isEqualTo(expected.violation != null);
        return seen.kind();
    }

    private static void decodeAll(
            FrameDecoder decoder, ByteBuffer in, ByteBuffer out, ChannelToQueue channelToQueue, Parsed seen) {
        boolean goesOn = true;
        while (goesOn && seen.violation == null) {
            int before = in.position();
            try {
                decoder.decode(in, out.clear());
            } catch (ZmqProtocolViolationException refused) {
                seen.violation = FuzzTarget.kind(refused);
            }
            goesOn = out.flip().hasRemaining() || in.position() > before;
            try {
                channelToQueue.append(out);
            } catch (ZmqProtocolViolationException refused) {
                seen.violation = FuzzTarget.kind(refused);
            }
        }
    }

    private static Parsed through(byte[] input, Random random) {
        Parsed seen = new Parsed();
        FrameQueue queue = new FrameQueue(POOL, 0, 64 << 20);
        ChannelToQueue channelToQueue = new ChannelToQueue(queue, seen.commands::add, LIMITS);
        try {
            for (int from = 0; from < input.length; ) {
                int length = Math.min(input.length - from, 1 + random.nextInt(MAX_PIECE));
                channelToQueue.append(ByteBuffer.wrap(input, from, length));
                from += length;
            }
        } catch (ZmqProtocolViolationException refused) {
            seen.violation = FuzzTarget.kind(refused);
        }
        try {
            seen.take(queue);
        } finally {
            channelToQueue.dropPartialMessage();
            queue.releaseMemoryAtEnd();
        }
        return seen;
    }

    /** What came of a stream of frames. */
    private static final class Parsed {

        private final List<ZmqMessage> messages = new ArrayList<>();
        private final List<byte[]> commands = new ArrayList<>();
        private String violation;

        void take(FrameQueue queue) {
            MessageReader reader = new MessageReader(queue);
            while (reader.hasMessage()) {
                messages.add(reader.takeMessage());
            }
        }

        String kind() {
            int most = messages.stream().mapToInt(ZmqMessage::frameCount).max().orElse(0);
            return violation + " messages=" + Math.min(3, messages.size()) + " frames=" + most + " commands="
                    + Math.min(2, commands.size());
        }

        static Parsed of(byte[] input, boolean version3) {
            Parsed parsed = new Parsed();
            List<byte[]> frames = new ArrayList<>();
            ByteBuffer in = ByteBuffer.wrap(input);
            while (parsed.violation == null && (version3 ? frame(in, frames, parsed) : frame1(in, frames, parsed))) {
                // Goes on.
            }
            return parsed;
        }

        private static boolean frame(ByteBuffer in, List<byte[]> frames, Parsed parsed) {
            if (in.remaining() < 2) {
                return false;
            }
            int flags = in.get(in.position()) & 0xFF;
            if (flags > 7 || (flags & 5) == 5) {
                parsed.violation = "flags";
                return false;
            }
            boolean isLong = (flags & 2) != 0;
            if (isLong && in.remaining() < 9) {
                return false;
            }
            in.get();
            long length = isLong ? in.getLong() : in.get() & 0xFF;
            boolean isCommand = (flags & 4) != 0;
            if (length < 0 || length > MAX_FRAME || isCommand && length > Command.MAX_BYTES) {
                parsed.violation = "length";
                return false;
            }
            return body(in, frames, parsed, flags, (int) length);
        }

        private static boolean frame1(ByteBuffer in, List<byte[]> frames, Parsed parsed) {
            if (in.remaining() < 2) {
                return false;
            }
            int first = in.get(in.position()) & 0xFF;
            if (first == 0xFF && in.remaining() < 10) {
                return false;
            }
            in.get();
            long length = first == 0xFF ? in.getLong() : first;
            int flags = in.get() & 0xFF;
            if (length <= 0 || flags > 1 || length - 1 > MAX_FRAME) {
                parsed.violation = "frame";
                return false;
            }
            return body(in, frames, parsed, flags, (int) length - 1);
        }

        private static boolean body(ByteBuffer in, List<byte[]> frames, Parsed parsed, int flags, int length) {
            boolean isCommand = (flags & 4) != 0;
            if (!isCommand && frames.size() >= LIMITS.multipartFrames()) {
                parsed.violation = "frames";
                return false;
            }
            if (in.remaining() < length) {
                return false;
            }
            byte[] body = new byte[length];
            in.get(body);
            if (isCommand) {
                parsed.commands.add(body);
                return true;
            }
            frames.add(body);
            if ((flags & 1) == 0) {
                parsed.messages.add(ZmqMessage.of(frames));
                frames.clear();
            }
            return true;
        }

        @Override
        public String toString() {
            return messages + ", " + violation + ", " + Arrays.toString(commands.toArray());
        }
    }
}
