package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;

/** Size of a message in a queue, for each kind of content that {@link MessageWriter#write} takes. */
public final class MessageSize {

    private MessageSize() {}

    /**
     * Refuses a message that no queue could ever hold, or that no peer with the same limit could take.
     *
     * @param content as {@link MessageWriter#write} takes it
     * @param bodies account of the large bodies
     * @throws IllegalArgumentException when its large frames have more bytes than one claim can ever get
     */
    public static void requireCarriable(Object content, MemoryAccount bodies) {
        long large = 0;
        if (content instanceof byte[] body) {
            large = largeBytes(body.length);
        } else if (content instanceof ByteBuffer body) {
            large = largeBytes(body.remaining());
        } else if (content instanceof EnvelopedMessage enveloped) {
            requireCarriable(enveloped.content(), bodies);
        } else if (content instanceof EncodedMessage encoded) {
            large = encoded.largeBytes();
        } else {
            large = largeBytes(content);
        }
        requireCarriable(large, bodies);
    }

    static void requireCarriable(long large, MemoryAccount bodies) {
        if (large > bodies.maxClaim()) {
            throw new IllegalArgumentException("message is too large for the body memory of the context: bytes of"
                    + " frames above 64 KiB=" + large + ", most=" + bodies.maxClaim() + ", which is 7/8 of option"
                    + " maxBodyMemory=" + bodies.limit());
        }
    }

    /** {@return how many bytes at most a message takes in a queue, large bodies included} */
    static long encodedBytes(Object content) {
        if (content instanceof byte[] body) {
            return body.length + FrameDescriptor.LONG_HEADER;
        }
        if (content instanceof ByteBuffer body) {
            return body.remaining() + FrameDescriptor.LONG_HEADER;
        }
        if (content instanceof EnvelopedMessage enveloped) {
            return enveloped.envelopeLength() + encodedBytes(enveloped.content());
        }
        if (content instanceof EncodedMessage encoded) {
            return encoded.length() + encoded.largeBytes();
        }
        ZmqMessage message = (ZmqMessage) content;
        return message.sizeBytes() + (long) message.frameCount() * FrameDescriptor.LONG_HEADER;
    }

    /** {@return bytes of the bodies that go beside a ring, of a {@code byte[]} or a {@link ZmqMessage}} */
    static long largeBytes(Object content) {
        if (content instanceof byte[] body) {
            return largeBytes(body.length);
        }
        ZmqMessage message = (ZmqMessage) content;
        long large = 0;
        for (int i = 0; i < message.frameCount(); i++) {
            large += largeBytes(message.frame(i).length);
        }
        return large;
    }

    /** {@return how many bytes at most a {@code byte[]} or a {@link ZmqMessage} takes in a ring} */
    static long ringBytes(Object content) {
        return encodedBytes(content) - largeBytes(content);
    }

    private static long largeBytes(int length) {
        return LargeBody.isLarge(length) ? length : 0;
    }
}
