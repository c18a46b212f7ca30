package io.zmqspring.template;

import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Knows which peers of ROUTERs are REQ sockets, which take a message only behind a delimiter (28/REQREP). The peers of
 * a socket are asked for when one is not known, and at most once a second otherwise, since that takes as long as there
 * are peers.
 */
final class ReqPeers {

    private static final long MAX_AGE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final ZmqMessage DELIMITER = ZmqMessage.of(new byte[0]);

    private final Map<RouterSocket, Snapshot> snapshots = new ConcurrentHashMap<>();

    /** {@return the body, behind a delimiter when the peer is a REQ and the body does not begin with one} */
    ZmqMessage delimited(RouterSocket router, RoutingId peer, ZmqMessage body) {
        boolean hasDelimiter = body.frameCount() > 1 && body.frame(0).length == 0;
        return !hasDelimiter && type(router, peer) == SocketType.REQ ? DELIMITER.followedBy(body) : body;
    }

    private @Nullable SocketType type(RouterSocket router, RoutingId peer) {
        long now = System.nanoTime();
        Snapshot known = snapshots.get(router);
        if (known == null || now - known.takenNs > MAX_AGE_NS || !known.types.containsKey(peer)) {
            if (known == null) {
                snapshots.keySet().removeIf(RouterSocket::isClosed);
            }
            known = Snapshot.of(router, now);
            snapshots.put(router, known);
        }
        return known.types.get(peer);
    }

    private record Snapshot(long takenNs, Map<RoutingId, SocketType> types) {

        static Snapshot of(RouterSocket router, long now) {
            Map<RoutingId, SocketType> types = new HashMap<>();
            for (PeerStatus peer : router.peers()) {
                RoutingId id = peer.routingId();
                SocketType type = peer.type();
                if (id != null && type != null) {
                    types.put(id, type);
                }
            }
            return new Snapshot(now, types);
        }
    }
}
