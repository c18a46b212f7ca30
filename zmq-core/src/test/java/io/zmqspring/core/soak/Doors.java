package io.zmqspring.core.soak;

import io.zmqspring.core.support.CuttingRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The endpoints of all lanes: a connection over tcp goes through a relay, so that its port stays the same when the
 * other side starts again. Any thread.
 */
final class Doors {

    /** Owners below this are ours: one for each peer that has a socket of ours of its own, and one for the rest. */
    private static final int FIRST_PEER = 16;

    private record Place(Lane lane, Kind peer) {}

    private final Path home;
    private final Ledger ledger;
    private final CuttingRelay relay;
    private final Map<Place, CuttingRelay.Route> routes = new ConcurrentHashMap<>();
    private final Map<Place, String> ours = new ConcurrentHashMap<>();
    private final AtomicInteger owners = new AtomicInteger(FIRST_PEER);

    Doors(Path home, Ledger ledger, CuttingRelay relay) {
        this.home = home;
        this.ledger = ledger;
        this.relay = relay;
    }

    /** {@return the owner of the streams of a process that is about to start} */
    int newOwner(Kind peer) {
        int owner = owners.getAndIncrement();
        ledger.owner(owner, peer);
        return owner;
    }

    /** {@return the owner of the stream that a socket of ours sends} */
    static int owner(Lane lane, Kind peer) {
        return lane.isShared() ? Kind.values().length : peer.ordinal();
    }

    CuttingRelay.Route route(Lane lane, Kind peer) {
        return routes.computeIfAbsent(new Place(lane, peer), place -> relay.route());
    }

    /** {@return where our socket binds for a peer} */
    String toBind(Lane lane, Kind peer) {
        return switch (peer) {
            case JVM_TCP, LIBZMQ_TCP -> "tcp://127.0.0.1:*";
            case JVM_IPC, LIBZMQ_IPC -> "ipc://" + home.resolve("o-" + lane.ordinal() + "-" + peer.ordinal());
            case INPROC -> "inproc://ours-" + lane;
        };
    }

    /** Our socket has bound for a peer. */
    void weBound(Lane lane, Kind peer, String endpoint) {
        ours.put(new Place(lane, peer), endpoint);
        ledger.endpoint(endpoint, peer);
        if (peer.isRelayed()) {
            route(lane, peer).target(address(endpoint));
        }
    }

    /** Our socket has connected to a peer. */
    void weConnected(Kind peer, String endpoint) {
        ledger.endpoint(endpoint, peer);
    }

    /** A peer's socket has bound. */
    void peerBound(Lane lane, Kind peer, String endpoint) {
        if (peer.isRelayed()) {
            route(lane, peer).target(address(endpoint));
        }
    }

    /** {@return where a peer's socket connects to, or binds} */
    String forPeer(Lane lane, Kind peer) {
        if (!lane.weBind()) {
            return peer.isRelayed() ? "tcp://127.0.0.1:*" : theirs(lane, peer);
        }
        return peer.isRelayed()
                ? "tcp://127.0.0.1:" + route(lane, peer).port()
                : Objects.requireNonNull(ours.get(new Place(lane, peer)));
    }

    /** {@return where our socket connects to} */
    String toConnect(Lane lane, Kind peer) {
        return peer.isRelayed() ? "tcp://127.0.0.1:" + route(lane, peer).port() : theirs(lane, peer);
    }

    private String theirs(Lane lane, Kind peer) {
        return peer == Kind.INPROC
                ? "inproc://theirs-" + lane
                : "ipc://" + home.resolve("t-" + lane.ordinal() + "-" + peer.ordinal());
    }

    private static InetSocketAddress address(String endpoint) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(endpoint).getPort());
    }
}
