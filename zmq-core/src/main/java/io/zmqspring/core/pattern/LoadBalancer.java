package io.zmqspring.core.pattern;

import io.zmqspring.core.message.Message;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shares messages out in turn among the peers that have room (30/PIPELINE: "SHALL round-robin"). A full peer leaves the round until
 * half its queue is free. Called under the socket's send lock, except {@link #activate}.
 */
public final class LoadBalancer {

    private final ActivePipes active = new ActivePipes();

    /** @param pipe has room, or may have; any thread */
    public void activate(Pipe pipe) {
        active.activate(pipe);
    }

    /** {@return whether a pipe got room since the last send; any thread} */
    public boolean hasArrivals() {
        return active.hasArrivals();
    }

    /** {@return whether no peer has room} */
    public boolean isEmpty() {
        if (active.hasArrivals()) {
            active.takeArrivals();
        }
        return active.size() == 0;
    }

    /**
     * Tells whether every message goes to one peer, until {@link #hasArrivals} or until that peer is full or gone.
     *
     * @param pipe of that peer
     * @return whether it is the only one with room
     */
    public boolean isSole(Pipe pipe) {
        return active.isSole(pipe);
    }

    /** @param pipe is gone */
    public void remove(Pipe pipe) {
        active.remove(pipe);
    }

    /**
     * Writes a message to the peer whose turn it is.
     *
     * @param content as {@link MessageWriter#write} takes it
     * @return the pipe it went to, or {@code null} when no peer has room
     */
    public @Nullable Pipe send(Object content) {
        if (active.hasArrivals()) {
            active.takeArrivals();
        }
        while (active.size() > 0) {
            Pipe pipe = active.current();
            MessageWriter writer = Objects.requireNonNull(pipe.writer());
            if (!pipe.isClosedToSend() && (writer.write(content, false) || writeSlow(writer, content))) {
                active.advance();
                return pipe;
            }
            active.removeCurrent();
        }
        return null;
    }

    private static boolean writeSlow(MessageWriter writer, Object content) {
        while (writer.queue().assist(writer.position(), writer.messages())) {
            if (writer.write(content, false)) {
                return true;
            }
        }
        if (writer.write(content, true)) {
            return true;
        }
        FrameQueue queue = writer.queue();
        while (true) {
            queue.producerWaits(encodedBytes(content));
            if (!queue.hasRoomToResume() || !queue.producerResumes()) {
                return false;
            }
            if (writer.write(content, true)) {
                return true;
            }
        }
    }

    private static long encodedBytes(Object content) {
        final int longestHeader = 9;
        if (content instanceof byte[] body) {
            return body.length + longestHeader;
        }
        if (content instanceof ByteBuffer body) {
            return body.remaining() + longestHeader;
        }
        Message message = (Message) content;
        return message.sizeBytes() + (long) message.frameCount() * longestHeader;
    }
}
