package io.zmqspring.core.pipe;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;

/**
 * Passes over the messages of a connection without keeping them (37/ZMTP Framing): it counts them, checks each frame
 * header and hands commands on. Memory does not grow with what arrives: a frame body is never collected, only a command
 * body of at most {@value Command#MAX_BYTES} bytes. One thread at a time, the loop's owner.
 */
public final class MessageSkipper {

    private static final byte[] NO_BYTES = {};

    private final CommandHandler commands;
    private final long maxMessageSize;
    private final byte[] header = new byte[FrameDescriptor.LONG_HEADER];
    private int headerLength;
    private int flags;
    private long bodyLeft;
    private boolean inCommand;
    private byte[] command = NO_BYTES;
    private long skipped;

    /**
     * Creates a skipper that begins at a frame header.
     *
     * @param commands takes the commands
     * @param maxMessageSize largest frame body in bytes, -1 for no limit
     */
    public MessageSkipper(CommandHandler commands, long maxMessageSize) {
        this.commands = commands;
        this.maxMessageSize = maxMessageSize;
    }

    /** {@return how many messages ended in what was passed over} */
    public long skipped() {
        return skipped;
    }

    /** Begins within the body of a frame, of which so many bytes are still to come. */
    void enterBody(int frameFlags, long left) {
        flags = frameFlags;
        bodyLeft = left;
        headerLength = FrameDescriptor.LONG_HEADER;
    }

    /**
     * Passes over bytes that arrived.
     *
     * @param bytes from position to limit, all of them taken
     * @throws ZmqProtocolViolationException when the peer broke the protocol
     */
    public void skip(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (!isHeaderComplete()) {
                readHeader(bytes);
            } else {
                int length = (int) Math.min(bodyLeft, bytes.remaining());
                if (inCommand) {
                    bytes.get(command, command.length - (int) bodyLeft, length);
                } else {
                    bytes.position(bytes.position() + length);
                }
                bodyLeft -= length;
                endFrameIfComplete();
            }
        }
    }

    private boolean isHeaderComplete() {
        return headerLength > 0 && headerLength == FrameDescriptor.headerLengthOf(flags);
    }

    private void readHeader(ByteBuffer bytes) {
        header[headerLength++] = bytes.get();
        if (headerLength == 1) {
            flags = header[0] & 0xFF;
            FrameDescriptor.requireValidFlags(flags);
        }
        if (!isHeaderComplete()) {
            return;
        }
        bodyLeft = FrameDescriptor.bodyLength(header, 0);
        FrameDescriptor.requireValidLength(bodyLeft, maxMessageSize);
        inCommand = (flags & FrameDescriptor.COMMAND) != 0;
        if (inCommand) {
            requireCommandLength(bodyLeft);
            command = new byte[(int) bodyLeft];
        }
        endFrameIfComplete();
    }

    private void endFrameIfComplete() {
        if (bodyLeft > 0) {
            return;
        }
        headerLength = 0;
        if (inCommand) {
            byte[] body = command;
            command = NO_BYTES;
            inCommand = false;
            commands.onCommand(body);
        } else if ((flags & FrameDescriptor.MORE) == 0) {
            skipped++;
        }
    }

    /** Checks the length of a command's body. */
    static void requireCommandLength(long length) {
        if (length > Command.MAX_BYTES) {
            throw new ZmqProtocolViolationException(
                    "command too large (37/ZMTP Commands): length=" + length + ", most=" + Command.MAX_BYTES);
        }
    }
}
