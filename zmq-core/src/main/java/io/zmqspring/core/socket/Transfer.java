package io.zmqspring.core.socket;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.error.ZmqUnroutableException;
import io.zmqspring.core.pattern.ReceivePolicy;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.MessageReader;
import org.jspecify.annotations.Nullable;

/**
 * Moves whole messages from one socket to another, without a byte array for each: the frames are copied as they lie in
 * one ring, and large bodies go over by reference. A message is taken only when the other socket has accepted it, so
 * none is lost when that has no room or is closed. One thread at a time; any thread may read the counters.
 */
public final class Transfer {

    private final ReceiveSide from;
    private final SocketCore to;
    private final @Nullable SocketCore capture;
    private final EncodedMessage moving = new EncodedMessage();
    private final Tally received = new Tally();
    private final Tally sent = new Tally();
    private boolean blocked;
    private volatile long refused;
    private volatile long notCaptured;
    private volatile @Nullable String lastRefusal;

    Transfer(ReceiveSide from, SocketCore to, @Nullable SocketCore capture) {
        this.from = from;
        this.to = to;
        this.capture = capture;
    }

    /** Counts messages; one thread writes. */
    public static final class Tally {

        private long messages;
        private long frames;
        private long bytes;
        private volatile long shownMessages;
        private volatile long shownFrames;
        private volatile long shownBytes;

        private Tally() {}

        private void count(EncodedMessage message) {
            messages++;
            frames += message.frameCount();
            bytes += message.bodyBytes();
        }

        private void show() {
            shownMessages = messages;
            shownFrames = frames;
            shownBytes = bytes;
        }

        /** {@return whole messages} */
        public long messages() {
            return shownMessages;
        }

        /** {@return frames of them} */
        public long frames() {
            return shownFrames;
        }

        /** {@return bytes of the bodies of those frames} */
        public long bytes() {
            return shownBytes;
        }
    }

    /**
     * Moves messages that are there now. Does not wait.
     *
     * @param maxMessages at most so many
     * @return how many were moved
     * @throws ZmqClosedException when one of the two sockets is closed; the message in hand stays
     */
    public int move(int maxMessages) {
        blocked = false;
        try {
            return from.move(this, maxMessages);
        } catch (ZmqStateException outOfTurn) {
            return 0;
        } finally {
            received.show();
            sent.show();
        }
    }

    /** {@return whether the last {@link #move} left a message for which the other socket has no room} */
    public boolean isBlocked() {
        return blocked;
    }

    /** Takes the next message of a reader, or leaves it when there is no room for it. */
    boolean take(ReceivePolicy policy, MessageReader reader) {
        try {
            try {
                policy.peekInto(reader, moving);
            } catch (IllegalArgumentException | OutOfMemoryError tooLarge) {
                moving.clear();
                reader.discard();
                refuse(tooLarge);
                return true;
            }
            if (!send()) {
                blocked = true;
                return false;
            }
            reader.takePeeked();
            received.count(moving);
            return true;
        } finally {
            moving.clear();
        }
    }

    /** {@return whether the message is the other socket's, or is one it never takes} */
    private boolean send() {
        try {
            if (!takesFrames(to)) {
                throw new IllegalArgumentException("a " + to.type() + " socket sends messages of one frame: frames="
                        + moving.frameCount() + ", conflate=" + to.options().conflate());
            }
            if (!to.send(moving, 0)) {
                return false;
            }
            sent.count(moving);
        } catch (ZmqStateException outOfTurn) {
            return false;
        } catch (IllegalArgumentException | ZmqUnroutableException notForIt) {
            refuse(notForIt);
            return true;
        }
        if (capture != null && !capture(capture)) {
            notCaptured = notCaptured + 1;
        }
        return true;
    }

    private boolean takesFrames(SocketCore target) {
        return moving.frameCount() == 1
                || target.type().isMultipart() && !target.options().conflate();
    }

    private void refuse(Throwable reason) {
        refused = refused + 1;
        lastRefusal = String.valueOf(reason.getMessage());
    }

    private boolean capture(SocketCore target) {
        try {
            return takesFrames(target) && target.send(moving, 0);
        } catch (IllegalArgumentException | ZmqStateException | ZmqUnroutableException | ZmqClosedException notForIt) {
            return false;
        }
    }

    /** {@return what was taken from the first socket, refused messages included, but those too large for any queue} */
    public Tally received() {
        return received;
    }

    /** {@return what the other socket has accepted} */
    public Tally sent() {
        return sent;
    }

    /** {@return messages that the other socket never takes, and that were dropped therefore} */
    public long refused() {
        return refused;
    }

    /** {@return why the last of them was refused, or {@code null}} */
    public @Nullable String lastRefusal() {
        return lastRefusal;
    }

    /** {@return messages of which the capturing socket got no copy, for lack of room or since it is closed} */
    public long notCaptured() {
        return notCaptured;
    }
}
