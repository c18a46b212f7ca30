package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;

/** Walks over frames that are messages by themselves and lie whole in the ring. The loop's owner. */
final class WholeMessages {

    private final long longest;
    private long end;
    private long messages;

    /** @param longest body in bytes of a message that it walks over */
    WholeMessages(long longest) {
        this.longest = longest;
    }

    /**
     * Passes over messages, up to anything else: a frame of several, a command, a body that is too long or has not
     * arrived whole. Where messages of one length follow each other, the place of the next does not depend on what is
     * read, so that the processor reads several at a time.
     *
     * <p>In one piece, since HotSpot does not inline a method of more than 325 bytecodes: the chain of calls from the
     * selector down to here is so long that inlined into it the innermost calls would be beyond the depth of 15 at
     * which inlining ends.
     *
     * @param ring holds the frames
     * @param from position of a frame
     * @param to one behind the last byte that was read
     * @param limit most messages; beyond half of {@link Long#MAX_VALUE} there is no limit
     */
    void pass(ByteRing ring, long from, long to, long limit) {
        ByteBuffer memory = ring.memory();
        int mask = ring.capacity() - 1;
        long at = from;
        long passed = 0;
        int bytesBefore = 0;
        while (to - at >= FrameDescriptor.SHORT_HEADER && passed < limit) {
            int index = (int) at & mask;
            int flags = memory.get(index);
            int header = FrameDescriptor.SHORT_HEADER;
            long length;
            if (flags == 0) {
                length = memory.get(index + 1 & mask) & 0xFF;
            } else if (flags == FrameDescriptor.LONG && to - at >= FrameDescriptor.LONG_HEADER) {
                header = FrameDescriptor.LONG_HEADER;
                length = ring.getLong(at + 1);
            } else {
                break;
            }
            if (length < 0 || length > longest || at + header + length > to) {
                break;
            }
            int bytes = header + (int) length;
            int alike = 1;
            if (bytes == bytesBefore && limit > Long.MAX_VALUE >> 1) {
                int last = (int) Math.min(index + to - at, mask + 1) - bytes;
                int next = index + bytes;
                if (flags == 0) {
                    while (next <= last && memory.getShort(next) == length) {
                        next += bytes;
                        alike++;
                    }
                } else {
                    while (next <= last && memory.get(next) == flags && memory.getLong(next + 1) == length) {
                        next += bytes;
                        alike++;
                    }
                }
            }
            at += (long) alike * bytes;
            passed += alike;
            bytesBefore = bytes;
        }
        end = at;
        messages = passed;
    }

    /** {@return position behind the last message passed over} */
    long end() {
        return end;
    }

    /** {@return how many messages were passed over} */
    long messages() {
        return messages;
    }
}
