package io.zmqspring.core.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One ZeroMQ message: one or more frames, sent and received whole or not at all (37/ZMTP, Framing). A frame is any
 * number of bytes, also none. Immutable by contract: the arrays are not copied, so neither side may change one after
 * handing it over.
 */
public final class ZmqMessage {

    private final byte[][] frames;
    private final @Nullable ZmqPeer peer;

    private ZmqMessage(byte[][] frames, @Nullable ZmqPeer peer) {
        this.frames = frames;
        this.peer = peer;
    }

    /**
     * Creates a message of the given frames, in order.
     *
     * @param frames at least one; not copied
     * @return the message
     * @throws IllegalArgumentException when there is no frame
     */
    public static ZmqMessage of(byte[]... frames) {
        if (frames.length == 0) {
            throw new IllegalArgumentException("a message has at least one frame: frames=0");
        }
        for (byte[] frame : frames) {
            if (frame == null) {
                throw new IllegalArgumentException("a frame is null: use an empty array for an empty frame");
            }
        }
        return new ZmqMessage(frames, null);
    }

    /**
     * Creates a message as it is received.
     *
     * @param peer sent it
     * @param frames at least one; not copied
     * @return the message
     */
    public static ZmqMessage received(ZmqPeer peer, byte[]... frames) {
        return new ZmqMessage(frames, peer);
    }

    /**
     * Creates a message of the given frames, in order.
     *
     * @param frames at least one; the list is copied, the arrays are not
     * @return the message
     * @throws IllegalArgumentException when there is no frame
     */
    public static ZmqMessage of(List<byte[]> frames) {
        return of(frames.toArray(new byte[0][]));
    }

    /**
     * Creates a message whose frames are the UTF-8 bytes of the given strings.
     *
     * @param frames at least one
     * @return the message
     */
    public static ZmqMessage ofStrings(String... frames) {
        byte[][] bytes = new byte[frames.length][];
        for (int i = 0; i < frames.length; i++) {
            bytes[i] = frames[i].getBytes(StandardCharsets.UTF_8);
        }
        return of(bytes);
    }

    /**
     * {@return the peer that sent it, or {@code null} when it was not received} It does not travel, and does not count
     * for {@link #equals}.
     */
    public @Nullable ZmqPeer peer() {
        return peer;
    }

    /** {@return how many frames, at least one} */
    public int frameCount() {
        return frames.length;
    }

    /**
     * Gives one frame.
     *
     * @param index from 0
     * @return the frame's bytes, not a copy
     * @throws IndexOutOfBoundsException when there is no such frame
     */
    public byte[] frame(int index) {
        return frames[index];
    }

    /**
     * Reads one frame as UTF-8.
     *
     * @param index from 0
     * @return the text
     */
    public String string(int index) {
        return new String(frames[index], StandardCharsets.UTF_8);
    }

    /** {@return the frames in order; the list is new, the arrays are not copies} */
    public List<byte[]> frames() {
        return new ArrayList<>(Arrays.asList(frames));
    }

    /**
     * Gives some of the frames as a message.
     *
     * @param from index of the first
     * @param to index behind the last
     * @return the message; the arrays are not copies
     * @throws IndexOutOfBoundsException when there are no such frames
     * @throws IllegalArgumentException when there is no frame between them
     */
    public ZmqMessage slice(int from, int to) {
        Objects.checkFromToIndex(from, to, frames.length);
        return of(Arrays.copyOfRange(frames, from, to));
    }

    /**
     * Gives these frames and, behind them, those of another message.
     *
     * @param next the other message
     * @return a new message; the arrays are not copies
     */
    public ZmqMessage followedBy(ZmqMessage next) {
        byte[][] all = Arrays.copyOf(frames, frames.length + next.frames.length);
        System.arraycopy(next.frames, 0, all, frames.length, next.frames.length);
        return of(all);
    }

    /** {@return the sum of the frames' lengths in bytes} */
    public long sizeBytes() {
        long size = 0;
        for (byte[] frame : frames) {
            size += frame.length;
        }
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ZmqMessage message && Arrays.deepEquals(frames, message.frames);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(frames);
    }

    /**
     * Shows the frame count and the first bytes of each frame after its length: text in quotation marks, else
     * hexadecimal. The result has no control characters.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("ZmqMessage[frames=").append(frames.length);
        for (byte[] frame : frames) {
            text.append(", ").append(frame.length).append(':');
            FrameText.append(frame, text);
        }
        return text.append(']').toString();
    }
}
