package io.zmqspring.core.zmtp;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a peer sends up to the end of its handshake: the greeting, then one command frame after the other. A peer
 * older than ZMTP 3 has a greeting only. Bytes may arrive singly or all at once; what follows the handshake stays in
 * the caller's buffer. For one thread at a time.
 *
 * <p>A command waits until {@link #pollCommand()} takes it; until then {@link #feed} takes nothing more. So the usual
 * loop is:
 *
 * <pre>{@code
 * boolean ready = false;
 * while (!ready && in.hasRemaining()) {
 *     reader.feed(in);
 *     Command command = reader.pollCommand();
 *     ready = command != null && command.is(Command.READY);
 * }
 * if (ready) {
 *     reader.stop();
 * }
 * }</pre>
 *
 * <p>Memory grows with the bytes that arrive, never with the length that a peer announces. After a {@link
 * ZmqProtocolViolationException} the reader is of no further use.
 */
public final class HandshakeReader {

    private static final int INITIAL_BODY_CAPACITY = 256;
    private static final byte[] NO_BODY = {};

    private final int maxCommandBytes;
    private final GreetingReader greetingReader = new GreetingReader();
    private final byte[] head = new byte[FrameDescriptor.LONG_HEADER];
    private int headLength;
    private boolean inBody;
    private byte[] body = NO_BODY;
    private int bodyLength;
    private int bodyReceived;
    private @Nullable Command command;
    private boolean stopped;

    /**
     * @param maxCommandBytes longest body of a command accepted during the handshake, whatever the limit for messages
     */
    public HandshakeReader(int maxCommandBytes) {
        if (maxCommandBytes < 1) {
            throw new IllegalArgumentException("maxCommandBytes must be 1 or more: maxCommandBytes=" + maxCommandBytes);
        }
        this.maxCommandBytes = maxCommandBytes;
    }

    /**
     * Takes bytes from the buffer until a command is complete, {@link #stop()} was called, or nothing is left.
     *
     * @param in its bytes from position to limit; the position moves over those taken
     * @throws ZmqProtocolViolationException when they are no handshake of ZMTP; how many were taken is then undefined
     */
    public void feed(ByteBuffer in) {
        if (!stopped) {
            greetingReader.feed(in);
        }
        while (greeting() != null && command == null && !stopped && in.hasRemaining()) {
            if (inBody) {
                readBody(in);
            } else {
                readHeader(in);
            }
        }
    }

    /** {@return the peer's greeting, or {@code null} while it is not complete, or is one of an older version} */
    public @Nullable Greeting greeting() {
        return greetingReader.greeting();
    }

    /** {@return the greeting of a peer older than ZMTP 3, after which no command comes, or {@code null}} */
    public @Nullable LegacyGreeting legacyGreeting() {
        return greetingReader.legacyGreeting();
    }

    /** {@return the peer's revision, or {@code null} while it is not known} */
    public @Nullable PeerRevision revision() {
        return greetingReader.revision();
    }

    /** {@return whether the peer's signature is complete and not the header of an identity of ZMTP 1.0} */
    public boolean isVersioned() {
        return greetingReader.isVersioned();
    }

    /**
     * Takes the command that is complete, if there is one.
     *
     * @return the command, or {@code null} when more bytes are needed
     */
    public @Nullable Command pollCommand() {
        Command complete = command;
        command = null;
        return complete;
    }

    /**
     * Ends the handshake: from now on {@link #feed} takes nothing, all bytes belong to the traffic.
     *
     * @throws IllegalStateException when a command was begun or not taken, so that its bytes would be lost
     */
    public void stop() {
        if (!greetingReader.isComplete() || command != null || inBody || headLength != 0) {
            throw new IllegalStateException("a handshake ends after a command was taken: greeting=" + greeting()
                    + ", command=" + command + ", bytes of the next header=" + headLength);
        }
        stopped = true;
    }

    private void readHeader(ByteBuffer in) {
        head[headLength++] = in.get();
        int flags = head[0] & 0xFF;
        if (headLength == 1) {
            requireCommand(flags);
            return;
        }
        if (headLength < FrameDescriptor.headerLengthOf(flags)) {
            return;
        }
        long length = FrameDescriptor.bodyLength(head, 0);
        requireLength(length);
        headLength = 0;
        bodyLength = (int) length;
        bodyReceived = 0;
        body = new byte[Math.min(bodyLength, INITIAL_BODY_CAPACITY)];
        inBody = true;
        completeIfWhole();
    }

    private void readBody(ByteBuffer in) {
        int taken = Math.min(in.remaining(), bodyLength - bodyReceived);
        int needed = bodyReceived + taken;
        if (needed > body.length) {
            body = Arrays.copyOf(body, Math.min(bodyLength, Math.max(2 * body.length, needed)));
        }
        in.get(body, bodyReceived, taken);
        bodyReceived = needed;
        completeIfWhole();
    }

    private void completeIfWhole() {
        if (bodyReceived == bodyLength) {
            command = Command.decode(ByteBuffer.wrap(body, 0, bodyLength));
            inBody = false;
            body = NO_BODY;
        }
    }

    private static void requireCommand(int flags) {
        FrameDescriptor.requireValidFlags(flags);
        if ((flags & FrameDescriptor.COMMAND) == 0) {
            throw new ZmqProtocolViolationException(
                    "37/ZMTP Overall Behavior: no message may arrive before READY; a frame" + " with flags 0x"
                            + Integer.toHexString(flags) + " (no COMMAND bit) arrived");
        }
    }

    private void requireLength(long length) {
        FrameDescriptor.requireValidLength(length, -1);
        if (length > maxCommandBytes) {
            throw new ZmqProtocolViolationException(
                    "37/ZMTP Commands: the largest command accepted during the handshake" + " has " + maxCommandBytes
                            + " bytes; a length of " + length + " arrived");
        }
    }
}
