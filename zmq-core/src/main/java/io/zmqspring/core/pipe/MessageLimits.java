package io.zmqspring.core.pipe;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.option.SocketOptions;

/**
 * Limits of what a peer may send. Each is {@code -1} for no limit.
 *
 * @param frameBytes largest body of a frame
 * @param multipartBytes largest message of several frames, with headers
 * @param multipartFrames most frames of a message
 * @param commandsPerTurn most commands taken in one turn of the loop
 */
public record MessageLimits(long frameBytes, long multipartBytes, int multipartFrames, int commandsPerTurn) {

    /**
     * Reads the limits off a socket's settings.
     *
     * @param options of the socket
     * @return its limits
     */
    public static MessageLimits of(SocketOptions options) {
        return new MessageLimits(
                options.maxMessageSize(),
                options.maxMultipartBytes(),
                options.maxMultipartFrames(),
                options.maxCommandsPerTurn());
    }

    /**
     * Creates a limit for single frames; commands have that of {@link SocketOptions#defaults()}, and messages of
     * several frames have none.
     *
     * @param frameBytes largest body of a frame, -1 for no limit
     * @return the limits
     */
    public static MessageLimits ofFrames(long frameBytes) {
        return new MessageLimits(frameBytes, -1, -1, SocketOptions.defaults().maxCommandsPerTurn());
    }

    /** {@return {@link #commandsPerTurn}, {@link Integer#MAX_VALUE} for no limit} */
    public int maxCommandsPerTurn() {
        return commandsPerTurn < 0 ? Integer.MAX_VALUE : commandsPerTurn;
    }

    void requireValidMultipart(long bytes, int frames) {
        if (multipartBytes >= 0 && bytes > multipartBytes) {
            throw new ZmqProtocolViolationException(
                    "message too large: bytes of its frames so far=" + bytes + ", maxMultipartBytes=" + multipartBytes);
        }
        if (multipartFrames >= 0 && frames > multipartFrames) {
            throw new ZmqProtocolViolationException(
                    "message of too many frames: frames so far=" + frames + ", maxMultipartFrames=" + multipartFrames);
        }
    }
}
