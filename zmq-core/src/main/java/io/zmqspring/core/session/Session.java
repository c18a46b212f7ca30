package io.zmqspring.core.session;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.PeerStatus;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What a socket has for one bound or connected endpoint. All methods for any thread. */
public interface Session {

    /** {@return the endpoint, resolved} */
    String endpoint();

    /** {@return the loop that carries all of it, or {@code null} when there is none or more than one} */
    @Nullable EventLoop loop();

    /** {@return how it stands} */
    EndpointStatus status();

    /** @param peers gets the peers whose handshake is complete */
    void addPeers(List<PeerStatus> peers);

    /**
     * Ends it; what is queued is still sent.
     *
     * @param lingerNs for this time at most
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

    /** {@return opens when it has ended} */
    CountDownLatch ended();
}
