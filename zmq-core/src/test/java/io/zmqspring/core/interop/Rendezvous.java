package io.zmqspring.core.interop;

import io.zmqspring.core.ZmqSocket;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The endpoint of one {@link Link}, and the names both sides have for it. */
final class Rendezvous {

    private final Link link;
    private @Nullable String ours;
    private @Nullable String peers;

    Rendezvous(Link link) {
        this.link = link;
    }

    /** Binds whoever is to bind, then connects the other. */
    void meet(ZmqSocket socket, Peer peer) {
        bind(socket, peer);
        connect(socket, peer);
    }

    /** As {@link #meet(ZmqSocket, Peer)}, by what binds and what connects something of ours. */
    void meet(UnaryOperator<String> binding, UnaryOperator<String> connecting, Peer peer) {
        bind(binding, peer);
        connect(connecting, peer);
    }

    /** Binds whoever is to bind. */
    void bind(ZmqSocket socket, Peer peer) {
        bind(socket::bind, peer);
    }

    private void bind(UnaryOperator<String> binding, Peer peer) {
        if (link.role() == Link.Role.WE_BIND) {
            ours = binding.apply(wildcard());
            peers = asPeersSee(ours);
        } else {
            peers = bindPeer(peer);
            ours = asWeSee(peers);
        }
    }

    /** Connects whoever is to connect. */
    void connect(ZmqSocket socket, Peer peer) {
        connect(socket::connect, peer);
    }

    private void connect(UnaryOperator<String> connecting, Peer peer) {
        if (link.role() == Link.Role.WE_BIND) {
            peer.connect(peers());
        } else {
            connecting.apply(ours());
        }
    }

    /** A peer in place of one that has ended: does what that did. */
    void takeOver(Peer successor) {
        if (link.role() == Link.Role.WE_BIND) {
            successor.connect(peers());
        } else {
            successor.bind(peers());
        }
    }

    /** A socket of ours in place of one that has ended: does what that did. */
    void takeOver(ZmqSocket successor) {
        if (link.role() == Link.Role.WE_BIND) {
            successor.bind(ours());
        } else {
            successor.connect(ours());
        }
    }

    /** {@return our name for the endpoint} */
    String ours() {
        return Objects.requireNonNull(ours, "nobody has bound");
    }

    private String peers() {
        return Objects.requireNonNull(peers, "nobody has bound");
    }

    private String wildcard() {
        if (link.transport() == Link.Transport.IPC) {
            return LibzmqContainer.running().newIpcEndpoint();
        }
        return link.library().isInContainer() ? "tcp://*:*" : "tcp://127.0.0.1:*";
    }

    private String bindPeer(Peer peer) {
        if (peer instanceof JeroMqPeer here) {
            here.bind("tcp://127.0.0.1:*");
            return here.lastEndpoint();
        }
        LibzmqContainer container = LibzmqContainer.running();
        String endpoint =
                link.transport() == Link.Transport.IPC ? container.newIpcEndpoint() : container.dataEndpoint();
        peer.bind(endpoint);
        return endpoint;
    }

    /** {@return the name the peer has for a tcp port of ours or an ipc path} */
    String asPeersSee(String endpoint) {
        return link.library().isInContainer() && link.transport() == Link.Transport.TCP
                ? LibzmqContainer.running().hostEndpoint(port(endpoint))
                : endpoint;
    }

    private String asWeSee(String endpoint) {
        return link.library().isInContainer() && link.transport() == Link.Transport.TCP
                ? LibzmqContainer.running().dataEndpointFromHere()
                : endpoint;
    }

    static int port(String endpoint) {
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }
}
