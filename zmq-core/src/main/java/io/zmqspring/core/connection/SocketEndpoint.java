package io.zmqspring.core.connection;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.PeerStatus;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One bound or connected endpoint of a socket. It ends by itself, see {@link EndpointLife}. All methods are for any
 * thread and do not wait.
 */
public interface SocketEndpoint {

    /** {@return the endpoint, resolved} */
    String endpoint();

    /** {@return whether it is bound; if not, it connects} */
    boolean isBound();

    /** {@return the loop that carries all of it, or {@code null} when there is none or more than one} */
    @Nullable EventLoop loop();

    /** {@return its state, number of peers and last error} */
    EndpointStatus status();

    /** @param peers gets the peers whose handshake is complete */
    void addPeers(List<PeerStatus> peers);

    /**
     * Ends it; what is queued is still sent. A second call with a linger of 0 ends it at once.
     *
     * @param lingerNs longest time until it has ended, 0 for now
     */
    void stop(long lingerNs);

    /**
     * Stops taking connections, which for most transports ends it.
     *
     * @param lingerNs as for {@link #stop}
     * @return whether it ends
     */
    default boolean unbind(long lingerNs) {
        stop(lingerNs);
        return true;
    }

    /** The socket can take a peer again, after one that excluded others has left. */
    default void onRoomForPeer() {}

    /** The socket has other high-water marks, which are set for queues that it does not share with another socket. */
    default void onMarksChanged() {}

    /** {@return a latch that opens when the address it was bound to is free again} */
    default CountDownLatch released() {
        return ended();
    }

    /** {@return a latch that opens when it has ended} */
    CountDownLatch ended();
}
