package io.zmqspring.core.engine;

import io.zmqspring.core.error.EndpointException;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of one socket: those it shows, and those that were unbound or disconnected and have not ended yet. An endpoint leaves by its
 * own end ({@link #ended}), whoever waits for it. Any thread.
 */
final class SocketEndpoints {

    private final List<Session> shown = new CopyOnWriteArrayList<>();
    private final Set<Session> lingering = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String last;

    /**
     * Adds an endpoint and starts it.
     *
     * @param session not started
     * @param start starts it; when that throws, the endpoint is ended and forgotten
     */
    void begin(Session session, Runnable start) {
        shown.add(session);
        try {
            start.run();
        } catch (RuntimeException | Error e) {
            session.stop(0);
            shown.remove(session);
            throw e;
        }
        last = session.endpoint();
    }

    /** {@return the endpoint of the last successful bind or connect, or {@code null}} */
    @Nullable String last() {
        return last;
    }

    /**
     * Stops listening on an endpoint.
     *
     * @param endpoint as the bind returned it
     * @param lingerNs for its connections
     * @return the endpoint, ending, or {@code null} when it stays for the sake of its connections
     */
    @Nullable Session unbind(String endpoint, long lingerNs) {
        for (Session session : shown) {
            if (session.isBound()
                    && session.endpoint().equals(endpoint)
                    && session.status().state() != EndpointStatus.State.STOPPED) {
                if (!session.unbind(lingerNs)) {
                    return null;
                }
                hide(session);
                return session;
            }
        }
        throw new EndpointException(endpoint, "is not bound by this socket, bound are: " + texts());
    }

    /**
     * Ends a connected endpoint.
     *
     * @param endpoint as the connect returned it
     * @param lingerNs for what is queued
     */
    void disconnect(String endpoint, long lingerNs) {
        for (Session session : shown) {
            if (!session.isBound() && session.endpoint().equals(endpoint)) {
                session.stop(lingerNs);
                hide(session);
                return;
            }
        }
        throw new EndpointException(endpoint, "is not connected by this socket, its endpoints are: " + texts());
    }

    private void hide(Session session) {
        lingering.add(session);
        shown.remove(session);
        if (session.ended().getCount() == 0) {
            lingering.remove(session);
        }
    }

    /** Forgets an endpoint that has ended. */
    void ended(Session session) {
        shown.remove(session);
        lingering.remove(session);
    }

    /**
     * Ends all endpoints, shown and hidden.
     *
     * @param lingerNs longest time for what is queued, 0 for none
     */
    void stopAll(long lingerNs) {
        for (Session session : lingering) {
            session.stop(lingerNs);
        }
        for (Session session : shown) {
            session.stop(lingerNs);
        }
    }

    /** A peer that excluded others has left. */
    void onRoomForPeer() {
        for (Session session : shown) {
            session.onRoomForPeer();
        }
    }

    /** {@return whether every endpoint has ended} */
    boolean isEmpty() {
        return shown.isEmpty() && lingering.isEmpty();
    }

    /** {@return the loop that carries the only endpoint, or {@code null} when there is none, or more than one endpoint or loop} */
    @Nullable EventLoop onlyLoop() {
        Session only = null;
        for (Session session : shown) {
            if (only != null) {
                return null;
            }
            only = session;
        }
        return only == null ? null : only.loop();
    }

    /** {@return the endpoints shown, as text} */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Session session : shown) {
            texts.add(session.endpoint());
        }
        return texts;
    }

    /** {@return the state of each endpoint shown} */
    List<EndpointStatus> statuses() {
        List<EndpointStatus> statuses = new ArrayList<>();
        for (Session session : shown) {
            statuses.add(session.status());
        }
        return statuses;
    }

    /** {@return peers whose handshake is complete} */
    List<PeerStatus> peers() {
        List<PeerStatus> peers = new ArrayList<>();
        for (Session session : shown) {
            session.addPeers(peers);
        }
        return peers;
    }
}
