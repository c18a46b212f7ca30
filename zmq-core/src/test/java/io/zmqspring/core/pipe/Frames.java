package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages and their bytes on the wire, written down independently of the ends under test. */
final class Frames {

    static final int LARGE = LargeBody.MAX_INLINE + 1;

    private Frames() {}

    /** A body whose bytes depend on its seed, so that bodies of one length differ. */
    static byte[] body(int length, int seed) {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) (seed * 31 + i + (i >> 8));
        }
        return body;
    }

    static ZmqMessage message(int... lengths) {
        byte[][] bodies = new byte[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            bodies[i] = body(lengths[i], lengths[i] + i);
        }
        return ZmqMessage.of(bodies);
    }

    /** Mostly small, now and then long, now and then large, mostly of one frame. */
    static ZmqMessage random(Random random) {
        int frames = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1;
        byte[][] bodies = new byte[frames][];
        for (int i = 0; i < frames; i++) {
            bodies[i] = body(randomLength(random), random.nextInt());
        }
        return ZmqMessage.of(bodies);
    }

    private static int randomLength(Random random) {
        return switch (random.nextInt(400)) {
            case 0 -> LargeBody.MAX_INLINE - 2 + random.nextInt(5);
            case 1 -> LARGE + random.nextInt(100_000);
            case 2, 3, 4, 5, 6, 7, 8, 9 -> 250 + random.nextInt(10);
            case 10, 11, 12, 13, 14, 15, 16, 17, 18 -> random.nextInt(5_000);
            default -> random.nextInt(40);
        };
    }

    static byte[] encode(ZmqMessage... messages) {
        return encode(List.of(messages));
    }

    static byte[] encode(List<ZmqMessage> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ZmqMessage message : messages) {
            for (int i = 0; i < message.frameCount(); i++) {
                out.writeBytes(frame(i + 1 < message.frameCount() ? FrameDescriptor.MORE : 0, message.frame(i)));
            }
        }
        return out.toByteArray();
    }

    static byte[] frame(int flags, byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(9 + body.length);
        if (body.length <= 255) {
            frame.put((byte) flags).put((byte) body.length);
        } else {
            frame.put((byte) (flags | FrameDescriptor.LONG)).putLong(body.length);
        }
        return taken(frame.put(body));
    }

    static byte[] longFrame(int flags, byte[] body) {
        return taken(ByteBuffer.allocate(9 + body.length)
                .put((byte) (flags | FrameDescriptor.LONG))
                .putLong(body.length)
                .put(body));
    }

    /** A header of the long form that announces any length. */
    static byte[] header(int flags, long length) {
        return taken(ByteBuffer.allocate(9)
                .put((byte) (flags | FrameDescriptor.LONG))
                .putLong(length));
    }

    static byte[] command(byte[] body) {
        return frame(FrameDescriptor.COMMAND, body);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Positions in the encoded stream at which a frame begins, and the end. */
    static List<Integer> frameStarts(ZmqMessage... messages) {
        List<Integer> starts = new ArrayList<>();
        int at = 0;
        for (ZmqMessage message : messages) {
            for (byte[] body : message.frames()) {
                starts.add(at);
                at += Math.toIntExact(FrameDescriptor.encodedLength(body.length));
            }
        }
        starts.add(at);
        return starts;
    }

    /** Positions in the encoded stream at which a message begins, and the end. */
    static List<Integer> messageStarts(ZmqMessage... messages) {
        List<Integer> starts = new ArrayList<>();
        int at = 0;
        for (ZmqMessage message : messages) {
            starts.add(at);
            at += encode(message).length;
        }
        starts.add(at);
        return starts;
    }

    /** Places worth cutting a stream at: around the start of each frame and its body, and some at random. */
    static List<Integer> cuts(int length, List<Integer> starts, int randomOnes) {
        List<Integer> cuts = new ArrayList<>();
        for (int start : starts) {
            for (int around = start - 2; around <= start + 11; around++) {
                cuts.add(around);
            }
        }
        Random random = new Random(length);
        for (int i = 0; i < randomOnes; i++) {
            cuts.add(random.nextInt(length + 1));
        }
        cuts.removeIf(cut -> cut < 0 || cut > length);
        return cuts.stream().distinct().sorted().toList();
    }

    static List<ZmqMessage> drain(MessageReader reader) {
        List<ZmqMessage> messages = new ArrayList<>();
        while (reader.hasMessage()) {
            messages.add(reader.takeMessage());
        }
        return messages;
    }

    private static byte[] taken(ByteBuffer frame) {
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }
}
