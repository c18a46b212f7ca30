package io.zmqspring.core.socket;

import io.zmqspring.core.connection.SocketEndpoint;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.PeerStatus;
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
 * endpoint leaves when it has ended ({@link #ended}), not when a caller stops it. Any thread.
 */
final class SocketEndpoints {

    private final List<SocketEndpoint> shown = new CopyOnWriteArrayList<>();
    private final Set<SocketEndpoint> lingering = ConcurrentHashMap.newKeySet();
    private final ReentrantLock starting = new ReentrantLock();
    private volatile @Nullable String last;

    /**
     * Adds an endpoint and starts it. It is not stopped by another thread before it is started: an end is for good, so
     * what such a start takes would never be given back.
     *
     * @param socketEndpoint not started
     * @param start starts it; when that throws, the endpoint is ended and forgotten
     */
    void begin(SocketEndpoint socketEndpoint, Runnable start) {
        starting.lock();
        try {
            shown.add(socketEndpoint);
            boolean started = false;
            try {
                start.run();
                started = true;
            } finally {
                if (!started) {
                    try {
                        socketEndpoint.stop(0);
                    } finally {
                        shown.remove(socketEndpoint);
                    }
                }
            }
            last = socketEndpoint.endpoint();
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
    @Nullable SocketEndpoint unbind(String endpoint, long lingerNs) {
        SocketEndpoint socketEndpoint = required(endpoint, true);
        if (!socketEndpoint.unbind(lingerNs)) {
            return null;
        }
        hide(socketEndpoint);
        return socketEndpoint;
    }

    /**
     * Ends a connected endpoint.
     *
     * @param endpoint as the connect returned it
     * @param lingerNs for what is queued
     */
    void disconnect(String endpoint, long lingerNs) {
        SocketEndpoint socketEndpoint = required(endpoint, false);
        socketEndpoint.stop(lingerNs);
        hide(socketEndpoint);
    }

    /** {@return the first of that name that can be ended; it is started} */
    private SocketEndpoint required(String endpoint, boolean bound) {
        starting.lock();
        try {
            for (SocketEndpoint socketEndpoint : shown) {
                if (socketEndpoint.isBound() == bound
                        && socketEndpoint.endpoint().equals(endpoint)
                        && !(bound && socketEndpoint.status().state() == EndpointStatus.State.STOPPED)) {
                    return socketEndpoint;
                }
            }
        } finally {
            starting.unlock();
        }
        throw new ZmqEndpointException(
                endpoint,
                bound
                        ? "is not bound by this socket, bound are: " + texts()
                        : "is not connected by this socket, its endpoints are: " + texts());
    }

    private void hide(SocketEndpoint socketEndpoint) {
        lingering.add(socketEndpoint);
        shown.remove(socketEndpoint);
        if (socketEndpoint.ended().getCount() == 0) {
            lingering.remove(socketEndpoint);
        }
    }

    /** Forgets an endpoint that has ended. */
    void ended(SocketEndpoint socketEndpoint) {
        shown.remove(socketEndpoint);
        lingering.remove(socketEndpoint);
    }

    /**
     * Ends all endpoints, shown and hidden, also when one of them fails to.
     *
     * @param lingerNs longest time for what is queued, 0 for none
     * @param onError gets what was thrown
     */
    void stopAll(long lingerNs, Consumer<Throwable> onError) {
        for (SocketEndpoint socketEndpoint : lingering) {
            stop(socketEndpoint, lingerNs, onError);
        }
        starting.lock();
        try {
            for (SocketEndpoint socketEndpoint : shown) {
                stop(socketEndpoint, lingerNs, onError);
            }
        } finally {
            starting.unlock();
        }
    }

    private static void stop(SocketEndpoint socketEndpoint, long lingerNs, Consumer<Throwable> onError) {
        try {
            socketEndpoint.stop(lingerNs);
        } catch (RuntimeException | Error e) {
            onError.accept(e);
        }
    }

    /** The socket has other high-water marks. */
    void onMarksChanged() {
        for (SocketEndpoint socketEndpoint : shown) {
            socketEndpoint.onMarksChanged();
        }
    }

    /** A peer that excluded others has left. */
    void onRoomForPeer() {
        for (SocketEndpoint socketEndpoint : shown) {
            socketEndpoint.onRoomForPeer();
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
        SocketEndpoint only = null;
        for (SocketEndpoint socketEndpoint : shown) {
            if (only != null) {
                return null;
            }
            only = socketEndpoint;
        }
        return only == null ? null : only.loop();
    }

    /** {@return the endpoints shown, as text} */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (SocketEndpoint socketEndpoint : shown) {
            texts.add(socketEndpoint.endpoint());
        }
        return texts;
    }

    /** {@return the state of each endpoint shown} */
    List<EndpointStatus> statuses() {
        List<EndpointStatus> statuses = new ArrayList<>();
        for (SocketEndpoint socketEndpoint : shown) {
            statuses.add(socketEndpoint.status());
        }
        return statuses;
    }

    /** {@return peers whose handshake is complete} */
    List<PeerStatus> peers() {
        List<PeerStatus> peers = new ArrayList<>();
        for (SocketEndpoint socketEndpoint : shown) {
            socketEndpoint.addPeers(peers);
        }
        return peers;
    }
}
