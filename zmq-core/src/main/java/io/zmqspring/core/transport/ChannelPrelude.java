package io.zmqspring.core.transport;

import java.io.IOException;
import java.nio.channels.ByteChannel;

/** Conversation on a channel, with a proxy for instance, before it is a channel to its endpoint. The loop's owner. */
public interface ChannelPrelude {

    /**
     * Writes and reads as far as the channel allows. It reads no byte beyond its own.
     *
     * @param channel connected, non-blocking
     * @return whether it is over; if not, {@link #interestOps} says what it waits for
     * @throws IOException when the other side refuses, breaks the protocol or ends the connection
     */
    boolean advance(ByteChannel channel) throws IOException;

    /** {@return {@code OP_READ} or {@code OP_WRITE} of {@link java.nio.channels.SelectionKey}} */
    int interestOps();
}
