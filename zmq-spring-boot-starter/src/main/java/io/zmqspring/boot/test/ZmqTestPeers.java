package io.zmqspring.boot.test;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqOperations;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The other sides of an application's sockets and requesters, each made when it is asked for first: a PULL for a PUSH,
 * a SUB with all topics for a PUB, a REP for a REQ or requester, and so on. A peer connects where the socket is bound,
 * and otherwise binds where it connects to; so nothing else may be bound there. Any thread may call any method.
 */
public class ZmqTestPeers {

    private final ZmqSocketRegistry sockets;
    private final ZmqRequesterRegistry requesters;
    private final ZmqOperations operations;
    private final Map<String, ZmqTestPeer> peers = new ConcurrentHashMap<>();

    /**
     * Creates an empty set of peers.
     *
     * @param sockets the application's sockets; peers join them, named after their socket and {@code -peer}
     * @param requesters the application's requesters
     * @param operations convert what peers send and receive, as the application does
     */
    public ZmqTestPeers(ZmqSocketRegistry sockets, ZmqRequesterRegistry requesters, ZmqOperations operations) {
        this.sockets = sockets;
        this.requesters = requesters;
        this.operations = operations;
    }

    /**
     * Gives the other side of a socket, and waits until both are connected and the subscriptions are known.
     *
     * @param name of a socket or requester
     * @return the peer
     * @throws io.zmqspring.support.ZmqUnknownSocketException when there is none of that name
     * @throws IllegalStateException when they do not connect within 10 s
     */
    public ZmqTestPeer of(String name) {
        return peers.computeIfAbsent(name, this::connected);
    }

    private ZmqTestPeer connected(String name) {
        NamedRequester requester = requesters.findRequester(name);
        if (requester != null) {
            RestartableSocket peer = register(
                    name,
                    SocketType.REP,
                    requester.bindings(),
                    requester.definition().connect());
            requester.start();
            return new ZmqTestPeer(peer, null, operations).connected();
        }
        RestartableSocket socket = sockets.getSocket(name);
        socket.start();
        RestartableSocket peer = register(
                name,
                otherSide(socket.type()),
                socket.bindings(),
                socket.definition().connect());
        return new ZmqTestPeer(peer, socket, operations).connected();
    }

    private RestartableSocket register(String name, SocketType type, List<String> bound, List<String> connected) {
        List<String> topics = type == SocketType.SUB ? List.of("") : List.of();
        RestartableSocket peer = sockets.register(
                new SocketDefinition(
                        name + "-peer",
                        type,
                        bound.isEmpty() ? connected : List.of(),
                        bound,
                        topics,
                        SocketOptions.defaults()),
                true);
        peer.start();
        return peer;
    }

    private static SocketType otherSide(SocketType type) {
        return switch (type) {
            case PUSH -> SocketType.PULL;
            case PULL -> SocketType.PUSH;
            case PUB, XPUB -> SocketType.SUB;
            case SUB, XSUB -> SocketType.PUB;
            case REQ -> SocketType.REP;
            case REP -> SocketType.REQ;
            case DEALER -> SocketType.ROUTER;
            case ROUTER -> SocketType.DEALER;
            case PAIR -> SocketType.PAIR;
            case CHANNEL -> SocketType.CHANNEL;
            case SCATTER -> SocketType.GATHER;
            case GATHER -> SocketType.SCATTER;
        };
    }
}
