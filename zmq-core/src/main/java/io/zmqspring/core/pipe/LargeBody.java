package io.zmqspring.core.pipe;

/**
 * A frame body that travels beside the ring, by reference; its header stands in the ring.
 *
 * @param position in the ring, right behind the header
 * @param bytes the body, changed by nobody any more
 */
record LargeBody(long position, byte[] bytes) {

    /** Largest body that is copied into the ring, in bytes; the one place that decides which way a body takes. */
    static final int MAX_INLINE = 1 << 16;

    static boolean isLarge(long length) {
        return length > MAX_INLINE;
    }
}
