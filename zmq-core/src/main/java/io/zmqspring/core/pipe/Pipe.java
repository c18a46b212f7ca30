package io.zmqspring.core.pipe;

import org.jspecify.annotations.Nullable;

/** A socket's end of its connection to one peer: where to write messages for it, where to read those it sent. */
public final class Pipe {

    private final @Nullable MessageWriter writer;
    private final @Nullable MessageReader reader;
    private final FrameQueue outgoing;
    private final FrameQueue incoming;
    private volatile boolean closedToSend;

    /**
     * Makes a pipe end.
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

    /** {@return where to read, or {@code null} when the socket does not receive} */
    public @Nullable MessageReader reader() {
        return reader;
    }

    /** {@return the queue towards the peer} */
    public FrameQueue outgoing() {
        return outgoing;
    }

    /** {@return the queue from the peer} */
    public FrameQueue incoming() {
        return incoming;
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
