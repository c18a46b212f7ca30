package io.zmqspring.integration.support;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.EndpointException;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The socket of one integration endpoint: its own, made anew at each start, or one it was given and leaves open. The port of a
 * wildcard bind is kept over a restart. Configured by one thread before the first {@link #open}, which one thread calls at a
 * time; {@link #boundEndpoints} is for any thread.
 */
public final class EndpointSocket {

    private static final Log LOGGER = LogFactory.getLog(EndpointSocket.class);

    private final SocketType type;
    private final boolean own;
    private final Function<SocketOptions, ZmqSocket> source;

    private SocketOptions options = SocketOptions.defaults();
    private List<String> bindEndpoints = List.of();
    private List<String> connectEndpoints = List.of();
    private volatile List<String> boundEndpoints = List.of();

    private EndpointSocket(SocketType type, boolean own, Function<SocketOptions, ZmqSocket> source) {
        this.type = type;
        this.own = own;
        this.source = source;
    }

    /**
     * Uses a socket that others have opened and will close.
     *
     * @param socket the socket, with its endpoints
     * @return the holder of it
     */
    public static EndpointSocket given(ZmqSocket socket) {
        return new EndpointSocket(socket.type(), false, options -> socket);
    }

    /**
     * Makes a socket at each start.
     *
     * @param context makes it
     * @param type its type
     * @return the maker of it
     */
    public static EndpointSocket own(ZmqContext context, SocketType type) {
        return new EndpointSocket(type, true, options -> context.socket(type, options));
    }

    /** {@return the type of the socket} */
    public SocketType type() {
        return type;
    }

    /** {@return whether {@link #open} makes a socket, which its caller has to close} */
    public boolean isOwn() {
        return own;
    }

    /**
     * Sets the options of a socket made here.
     *
     * @param value its settings
     * @throws IllegalStateException when the socket was given
     */
    public void setOptions(SocketOptions value) {
        requireOwn("options");
        this.options = value;
    }

    /**
     * Sets where a socket made here listens.
     *
     * @param endpoints bound in this order, before any connect
     * @throws IllegalStateException when the socket was given
     */
    public void setBindEndpoints(String... endpoints) {
        requireOwn("bind endpoints");
        this.bindEndpoints = List.of(endpoints);
    }

    /**
     * Sets where a socket made here connects to.
     *
     * @param endpoints connected in this order
     * @throws IllegalStateException when the socket was given
     */
    public void setConnectEndpoints(String... endpoints) {
        requireOwn("connect endpoints");
        this.connectEndpoints = List.of(endpoints);
    }

    /**
     * Checks what was set, before any socket exists.
     *
     * @throws IllegalStateException when a socket made here would have no endpoint
     */
    public void validate() {
        if (own && bindEndpoints.isEmpty() && connectEndpoints.isEmpty()) {
            throw new IllegalStateException(
                    "a " + type + " socket needs an endpoint to bind or to connect: bind=[], connect=[]");
        }
    }

    /**
     * Opens the socket: all its endpoints are bound, then connected, or there is no socket.
     *
     * @return the given socket, or a new one that the caller closes
     * @throws EndpointException when an endpoint cannot be bound or connected
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public ZmqSocket open() {
        ZmqSocket socket = source.apply(options);
        if (own) {
            try {
                bindAll(socket);
                connectEndpoints.forEach(socket::connect);
            } catch (RuntimeException ex) {
                socket.close();
                throw ex;
            }
        }
        return socket;
    }

    /**
     * Tells where the socket listens, with real ports and paths. A socket made here keeps them while it is stopped.
     *
     * @return the endpoints in the order they were set; empty before the first start
     */
    public List<String> boundEndpoints() {
        return own ? boundEndpoints : listening(source.apply(options));
    }

    /**
     * Tells where a socket listens.
     *
     * @param socket an open socket
     * @return its bound endpoints, as {@link ZmqSocket#unbind} wants them
     */
    public static List<String> listening(ZmqSocket socket) {
        return socket.endpoints().stream()
                .filter(status -> status.state() == EndpointStatus.State.LISTENING)
                .map(EndpointStatus::endpoint)
                .toList();
    }

    private void bindAll(ZmqSocket socket) {
        List<String> bound = new ArrayList<>();
        for (int i = 0; i < bindEndpoints.size(); i++) {
            String wanted = bindEndpoints.get(i);
            String before = i < boundEndpoints.size() ? boundEndpoints.get(i) : wanted;
            bound.add(before.equals(wanted) ? socket.bind(wanted) : bindAgain(socket, before, wanted));
        }
        boundEndpoints = List.copyOf(bound);
    }

    /** A peer that knows the port of the last start finds us again; if another program has taken it, any port will do. */
    private static String bindAgain(ZmqSocket socket, String before, String wanted) {
        try {
            return socket.bind(before);
        } catch (EndpointException ex) {
            String bound = socket.bind(wanted);
            LOGGER.warn(wanted + " is now " + bound + ": " + ex.getMessage());
            return bound;
        }
    }

    private void requireOwn(String what) {
        if (!own) {
            throw new IllegalStateException("a given " + type + " socket has its own " + what);
        }
    }
}
