package io.zmqspring.core.connection;

import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.ChannelToQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.mechanism.Mechanism;
import org.jspecify.annotations.Nullable;

/** What a connection needs of its socket. All methods are for loop threads and do not wait. */
public interface ConnectionHost {

    /** {@return the socket's events and counters} */
    SocketEvents events();

    /** {@return the socket's type} */
    SocketType type();

    /** {@return the socket's settings} */
    SocketOptions options();

    /** {@return the socket's security mechanism} */
    Mechanism mechanism();

    /** {@return whether the socket is closed or closing, so that nobody will receive} */
    boolean isClosed();

    /** {@return whether messages of peers are read; if not, they are passed over and counted} */
    boolean reads();

    /**
     * Returns whether a new peer may be read, or must wait until enough of what departed peers left is received.
     *
     * @param goAhead called once on any thread when it may, if it may not now; must not wait
     * @return whether it may now
     */
    boolean mayReadNewPeer(Runnable goAhead);

    /** @param goAhead given to {@link #mayReadNewPeer}, not to be called any more */
    void withdrawNewPeer(Runnable goAhead);

    /**
     * A peer's handshake succeeded: it may be read and written to from now on.
     *
     * @param pipe attached, that the connection carries
     * @param peer what is known of the peer
     * @return why the socket refuses this peer, or {@code null} when it does not
     */
    @Nullable String connected(Pipe pipe, ZmqPeer peer);

    /**
     * A peer for which {@link #connected} was called has gone, also one that was refused.
     *
     * @param pipe that carried it
     */
    void disconnected(Pipe pipe);

    /**
     * Lets no further message be written to a pipe whose queue is sent, unless the socket is closed and may still pass
     * on to it what another peer has left.
     *
     * @param pipe attached
     * @return whether nothing more is written to it
     */
    boolean endSending(Pipe pipe);

    /**
     * A peer sent a command that is not for the connection itself.
     *
     * @param pipe attached
     * @param command as it came
     */
    void onCommand(Pipe pipe, Command command);

    /**
     * Gives ring memory of an idle pipe back, if neither a sender nor a receiver is at it now.
     *
     * @param pipe attached
     * @param connectionWriter of its connection
     * @param channelToQueue of its connection
     */
    void releaseMemory(Pipe pipe, ConnectionWriter connectionWriter, ChannelToQueue channelToQueue);

    /**
     * Gives back the rings that an unfinished message has outgrown, unless a receiver is at the pipe now. Called on the
     * pipe's loop.
     *
     * @param pipe attached
     */
    void releaseOutgrownRings(Pipe pipe);
}
