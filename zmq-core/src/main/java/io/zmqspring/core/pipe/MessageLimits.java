package io.zmqspring.core.pipe;

import io.zmqspring.core.error.ProtocolViolationException;
import io.zmqspring.core.option.SocketOptions;

/**
 * What is accepted of a peer. Each is {@code -1} for no limit.
 *
 * @param frameBytes largest body of a frame
 * @param multipartBytes largest message of several frames, with headers
 * @param multipartFrames most frames of a message
 */
public record MessageLimits(long frameBytes, long multipartBytes, int multipartFrames) {

    /**
     * Reads the limits off a socket's settings.
     *
     * @param options of the socket
     * @return its limits
     */
    public static MessageLimits of(SocketOptions options) {
        return new MessageLimits(options.maxMessageSize(), options.maxMultipartBytes(), options.maxMultipartFrames());
    }

    /**
     * Makes a limit for single frames only.
     *
     * @param frameBytes largest body of a frame, -1 for no limit
     * @return the limits
     */
    public static MessageLimits ofFrames(long frameBytes) {
        return new MessageLimits(frameBytes, -1, -1);
    }

    void requireValidMultipart(long bytes, int frames) {
        if (multipartBytes >= 0 && bytes > multipartBytes) {
            throw new ProtocolViolationException(
                    "message too large: bytes of its frames so far=" + bytes + ", maxMultipartBytes=" + multipartBytes);
        }
        if (multipartFrames >= 0 && frames > multipartFrames) {
            throw new ProtocolViolationException(
                    "message of too many frames: frames so far=" + frames + ", maxMultipartFrames=" + multipartFrames);
        }
    }
}
