package io.zmqspring.core.connection;

import io.zmqspring.core.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** Who made a connection and hears of its two turns: into traffic, and to its end. Called on the connection's loop. */
interface ConnectionOwner {

    /** {@return the endpoint it belongs to} */
    String endpoint();

    /** {@return whether the peer may come in; asked before we say READY, so that one turned away keeps its messages} */
    boolean takesPeer();

    /**
     * The handshake succeeded.
     *
     * @param connection the one
     * @return the attached pipe it shall carry, or {@code null} when the socket takes no further peer
     */
    @Nullable Pipe onHandshake(Connection connection);

    /**
     * The connection begins to be read; called at most once, after {@link #onHandshake}.
     *
     * @param connection the one
     */
    void onReading(Connection connection);

    /** The next connection would be refused as this one is, which is about to be closed. */
    void onRefusedForGood();

    /**
     * The connection is closed.
     *
     * @param connection the one
     * @param pipe the pipe it carried, or {@code null} when the handshake had not succeeded
     * @param reason why
     */
    void onClosed(Connection connection, @Nullable Pipe pipe, String reason);
}
