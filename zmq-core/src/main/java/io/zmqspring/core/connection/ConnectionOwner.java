package io.zmqspring.core.connection;

import io.zmqspring.core.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** Owner of a connection; notified on its loop when the handshake succeeds, when reading begins and when it closes. */
interface ConnectionOwner {

    /** {@return the endpoint it belongs to} */
    String endpoint();

    /** {@return whether it is bound; if not, it connects} */
    boolean isBound();

    /** {@return whether it is neither closing nor ended: then a connection that ends was lost} */
    boolean isOpen();

    /**
     * {@return whether a further peer is taken; asked before READY is sent, so that a peer that is refused keeps its
     * messages}
     */
    boolean takesPeer();

    /**
     * The handshake succeeded.
     *
     * @param connection whose handshake it is
     * @return the attached pipe that the connection carries, or {@code null} when the socket takes no further peer
     */
    @Nullable Pipe onHandshake(Connection connection);

    /**
     * The connection begins to be read; called at most once, after {@link #onHandshake}.
     *
     * @param connection that is read
     */
    void onReading(Connection connection);

    /** This connection is refused and about to be closed, and so would be every later one to the same peer. */
    void onRefusedForGood();

    /**
     * The connection is closed.
     *
     * @param connection that is closed
     * @param pipe that it carried, or {@code null} when the handshake had not succeeded
     * @param reason of the close
     */
    void onClosed(Connection connection, @Nullable Pipe pipe, String reason);
}
