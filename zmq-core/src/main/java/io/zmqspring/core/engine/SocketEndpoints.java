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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of one socket: those it shows, and those that were unbound or disconnected and have not ended yet. An
 * endpoint leaves by its own end ({@link #ended}), whoever waits for it. Any thread.
 */
final class SocketEndpoints {

    private final List<Session> shown = new CopyOnWriteArrayList<>();
    private final Set<Session> lingering = ConcurrentHashMap.newKeySet();
    private final ReentrantLock starting = new ReentrantLock();
    private volatile @Nullable String last;

    /**
     * Adds an endpoint and starts it. It is not stopped by another thread before it is started: an end is for good, so
     * what such a start takes would never be given back.
     *
     * @param session not started
     * @param start starts it; when that throws, the endpoint is ended and forgotten
     */
    void begin(Session session, Runnable start) {
        starting.lock();
        try {
            shown.add(session);
            boolean started = false;
            try {
                start.run();
                started = true;
            } finally {
                if (!started) {
                    try {
                        session.stop(0);
                    } finally {
                        shown.remove(session);
                    }
                }
            }
            last = session.endpoint();
        } finally {
            starting.unlock();
        }
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
        Session session = required(endpoint, true);
        if (!session.unbind(lingerNs)) {
            return null;
        }
        hide(session);
        return session;
    }

    /**
     * Ends a connected endpoint.
     *
     * @param endpoint as the connect returned it
     * @param lingerNs for what is queued
     */
    void disconnect(String endpoint, long lingerNs) {
        Session session = required(endpoint, false);
        session.stop(lingerNs);
        hide(session);
    }

    /** {@return the first of that name that can be ended; it is started} */
    private Session required(String endpoint, boolean bound) {
        starting.lock();
        try {
            for (Session session : shown) {
                if (session.isBound() == bound
                        && session.endpoint().equals(endpoint)
                        && !(bound && session.status().state() == EndpointStatus.State.STOPPED)) {
                    return session;
                }
            }
        } finally {
            starting.unlock();
        }
        throw new EndpointException(
                endpoint,
                bound
                        ? "is not bound by this socket, bound are: " + texts()
                        : "is not connected by this socket, its endpoints are: " + texts());
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
     * Ends all endpoints, shown and hidden, also when one of them fails to.
     *
     * @param lingerNs longest time for what is queued, 0 for none
     * @param onError told what was thrown
     */
    void stopAll(long lingerNs, Consumer<Throwable> onError) {
        for (Session session : lingering) {
            stop(session, lingerNs, onError);
        }
        starting.lock();
        try {
            for (Session session : shown) {
                stop(session, lingerNs, onError);
            }
        } finally {
            starting.unlock();
        }
    }

    private static void stop(Session session, long lingerNs, Consumer<Throwable> onError) {
        try {
            session.stop(lingerNs);
        } catch (RuntimeException | Error e) {
            onError.accept(e);
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

    /**
     * {@return the loop that carries the only endpoint, or {@code null} when there is none, or more than one endpoint
     * or loop}
     */
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
