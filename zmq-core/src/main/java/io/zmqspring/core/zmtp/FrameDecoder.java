package io.zmqspring.core.zmtp;

import java.nio.ByteBuffer;

/**
 * Turns what a peer sends into frames of ZMTP 3, each with its {@link FrameDescriptor header}. One thread at a time.
 *
 * <p>A frame of any length is decoded as it arrives: the header first, so that the receiver can refuse a length before
 * it is collected, then the body in pieces. Where a frame is only to be trusted as a whole, its last byte must not be
 * put before the whole is checked: nobody sees a frame before it is complete.
 */
public interface FrameDecoder {

    /** Room in bytes that {@link #decode} can rely on at each call: enough for a header. */
    int MIN_ROOM = 64;

    /** Most bytes on the channel that {@link #decode} may leave until there are more. */
    int MAX_WAITING = 1 << 16;

    /**
     * Decodes as much as it can. What it does not take comes again, with more bytes behind it; so a short frame may
     * wait until it is whole, of up to {@value #MAX_WAITING} bytes on the channel.
     *
     * @param in bytes of the peer, from position to limit; the position moves over those taken
     * @param out takes frames, from position to limit, at least {@link #MIN_ROOM} bytes
     * @throws io.zmqspring.core.error.ZmqProtocolViolationException when the peer broke the protocol; what was put
     *     before counts
     */
    void decode(ByteBuffer in, ByteBuffer out);
}
