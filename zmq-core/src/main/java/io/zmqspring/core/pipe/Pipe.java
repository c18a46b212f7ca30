package io.zmqspring.core.pipe;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A socket's end of its connection to one peer: where to write messages for it, where to read those it sent. */
public final class Pipe {

    private final @Nullable MessageWriter writer;
    private final @Nullable MessageReader reader;
    private final FrameQueue outgoing;
    private final FrameQueue incoming;
    private volatile boolean closedToSend;
    private volatile @Nullable Peer peer;

    /**
     * Creates a pipe end.
     *
     * @param outgoing queue towards the peer
     * @param incoming queue from the peer
     * @param sends whether the socket sends
     * @param receives whether the socket receives
     */
    public Pipe(FrameQueue outgoing, FrameQueue incoming, boolean sends, boolean receives) {
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.writer = sends ? new MessageWriter(outgoing) : null;
        this.reader = receives ? new MessageReader(incoming) : null;
    }

    /** {@return where to write, or {@code null} when the socket does not send} */
    public @Nullable MessageWriter writer() {
        return writer;
    }

    /** {@return where to write; the socket must send} */
    public MessageWriter requireWriter() {
        return Objects.requireNonNull(writer);
    }

    /** {@return where to read, or {@code null} when the socket does not receive} */
    public @Nullable MessageReader reader() {
        return reader;
    }

    /** {@return where to read; the socket must receive} */
    public MessageReader requireReader() {
        return Objects.requireNonNull(reader);
    }

    /** {@return the peer whose handshake succeeded last, or {@code null} before the first} */
    public @Nullable Peer peer() {
        return peer;
    }

    /** @param connected the peer whose handshake succeeded just now */
    public void peer(Peer connected) {
        this.peer = connected;
    }

    /** {@return the queue towards the peer} */
    public FrameQueue outgoing() {
        return outgoing;
    }

    /** {@return the queue from the peer} */
    public FrameQueue incoming() {
        return incoming;
    }

    /**
     * Writes a message, or waits for room: then the signal of {@link FrameQueue#producer()} is called once there is.
     * Unless it may grow the queue, a queue whose connection takes nothing just now counts as full already when the
     * message would need more memory than stays in a core's cache. The thread that writes.
     *
     * @param content as {@link MessageWriter#write} takes it
     * @param mayGrow whether to take as much memory as the high-water mark allows
     * @return whether it was written; if not, the pipe waits for room
     */
    public boolean writeOrWait(Object content, boolean mayGrow) {
        MessageWriter to = requireWriter();
        return to.write(content, false) || writeSlow(to, content, mayGrow);
    }

    private boolean writeSlow(MessageWriter to, Object content, boolean mayGrow) {
        while (outgoing.assist(to.position(), to.messages())) {
            if (to.write(content, false)) {
                return true;
            }
        }
        boolean grow = mayGrow || !outgoing.hasSenderAssist();
        if (grow && to.write(content, true)) {
            return true;
        }
        long neededBytes = MessageWriter.encodedBytes(content);
        long mostBytes = grow ? Long.MAX_VALUE : to.eagerBytes();
        while (!outgoing.producer().waitForRoom(neededBytes, mostBytes)) {
            if (to.write(content, grow)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Rests until there is a message: then the signal of {@link FrameQueue#consumer()} is called. The thread that
     * reads; it found no message just now.
     *
     * @return whether the pipe rests; {@code false} when there is a message after all
     */
    public boolean rest() {
        incoming.producer().wakeAfterRelease();
        return incoming.consumer().rest() || !requireReader().hasMessage();
    }

    /** No message may be written any more; the load balancer drops the pipe when it next meets it. */
    public void closeToSend() {
        closedToSend = true;
    }

    /** {@return whether {@link #closeToSend} was called} */
    public boolean isClosedToSend() {
        return closedToSend;
    }
}
