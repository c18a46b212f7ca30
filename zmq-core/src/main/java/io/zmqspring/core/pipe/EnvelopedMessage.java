package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message to be written with frames ahead of it, or without its first frames, or to a peer of a given routing id.
 * {@link MessageWriter} takes it as it takes the message itself. It can be used again, and belongs to one caller at a
 * time.
 */
public final class EnvelopedMessage {

    private static final byte[] NO_BYTES = {};

    private byte[] routingId = NO_BYTES;
    private @Nullable Object content;
    private byte[] envelope = NO_BYTES;
    private int envelopeLength;
    private int firstFrame;

    /**
     * Addresses a message to a peer.
     *
     * @param id of the peer; not changed until the message is written
     * @param message a {@code byte[]}, {@link ByteBuffer} or {@link ZmqMessage}
     * @return this
     */
    public EnvelopedMessage to(byte[] id, Object message) {
        routingId = id;
        return set(NO_BYTES, 0, message, 0);
    }

    /**
     * Puts frames ahead of a message.
     *
     * @param frames in the format of ZMTP 3, each with the flag MORE
     * @param length bytes of them
     * @param message a {@code byte[]}, {@link ByteBuffer} or {@link ZmqMessage}
     * @return this
     */
    public EnvelopedMessage behind(byte[] frames, int length, Object message) {
        return set(frames, length, message, 0);
    }

    /**
     * Leaves out the first frames of a message.
     *
     * @param frame index of the first to be written, less than the number of frames
     * @param message whose first frames are left out
     * @return this
     */
    public EnvelopedMessage from(int frame, ZmqMessage message) {
        return set(NO_BYTES, 0, message, frame);
    }

    private EnvelopedMessage set(byte[] frames, int length, Object message, int frame) {
        this.envelope = frames;
        this.envelopeLength = length;
        this.content = message;
        this.firstFrame = frame;
        return this;
    }

    /** Forgets the message, which is written or given up. */
    public void clear() {
        content = null;
        routingId = NO_BYTES;
    }

    /** {@return the id of the peer the message is for, empty when it is not addressed} */
    public byte[] routingId() {
        return routingId;
    }

    /** {@return the message itself} */
    public Object content() {
        return Objects.requireNonNull(content);
    }

    byte[] envelope() {
        return envelope;
    }

    int envelopeLength() {
        return envelopeLength;
    }

    int firstFrame() {
        return firstFrame;
    }
}
