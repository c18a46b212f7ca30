package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame body that travels beside the ring, by reference; its header stands in the ring.
 *
 * @param position in the ring, right behind the header
 * @param bytes the body, changed by nobody any more
 * @param share of the charge for a body that several queues hold, or {@code null} when this queue alone has it
 */
record LargeBody(long position, byte[] bytes, SharedCharge.@Nullable Share share) {

    /**
     * Largest body that is copied into the ring, in bytes. Nothing else decides between copy and reference, for one
     * pipe as for many: the length in the header says which it is. By reference a body costs a queue as much as a copy
     * of some 2 KiB, but a connection a write of its own, for which the JDK copies it to direct memory.
     */
    static final int MAX_INLINE = 1 << 16;

    /** A body of one queue. */
    LargeBody(long position, byte[] bytes) {
        this(position, bytes, null);
    }

    static boolean isLarge(long length) {
        return length > MAX_INLINE;
    }

    /** {@return this, which must be the body of the frame whose header ends at a position} */
    LargeBody at(long behindHeader) {
        assert position == behindHeader : "large body of another frame: " + position + " instead of " + behindHeader;
        return this;
    }

    /** {@return the body for an application, which may change it} */
    byte[] owned() {
        return share == null ? bytes : bytes.clone();
    }

    /** Gives up the share of this queue, if it has one. May be called again. */
    void releaseShare() {
        if (share != null) {
            share.release();
        }
    }

    /**
     * Copies a body of an application.
     *
     * @param content a {@code byte[]} or a {@link ByteBuffer}, whose position stays
     * @param length of it in bytes
     * @param position in the ring, right behind the header
     * @return the body
     */
    static LargeBody copyOf(Object content, int length, long position) {
        if (content instanceof byte[] body) {
            return new LargeBody(position, Arrays.copyOf(body, length));
        }
        byte[] copy = new byte[length];
        ByteBuffer body = (ByteBuffer) content;
        body.get(body.position(), copy);
        return new LargeBody(position, copy);
    }

    /**
     * Copies the large bodies of a message.
     *
     * @param message of an application
     * @param first index of the first frame that is written
     * @param start where that frame begins in the ring
     * @return the bodies
     */
    static List<LargeBody> copiesOf(ZmqMessage message, int first, long start) {
        List<LargeBody> bodies = new ArrayList<>();
        long at = start;
        for (int i = first; i < message.frameCount(); i++) {
            byte[] body = message.frame(i);
            at += FrameDescriptor.headerLength(body.length);
            if (isLarge(body.length)) {
                bodies.add(new LargeBody(at, Arrays.copyOf(body, body.length)));
            } else {
                at += body.length;
            }
        }
        return bodies;
    }
}
