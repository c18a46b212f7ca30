package io.zmqspring.integration.support;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.log.LogAccessor;

/**
 * The socket of one integration endpoint: a {@link RestartableSocket} of its own, or one it was given and leaves open.
 * Configured by one thread before the first {@link #start}; {@link #boundEndpoints} is for any thread.
 */
public final class AdapterSocket {

    private static final LogAccessor LOGGER = new LogAccessor(AdapterSocket.class);

    private final SocketType type;
    private final @Nullable ZmqSocket given;
    private final @Nullable ZmqContext context;

    private SocketOptions options = SocketOptions.defaults();
    private List<String> bindEndpoints = List.of();
    private List<String> connectEndpoints = List.of();
    private List<String> topics = List.of();
    private volatile @Nullable RestartableSocket own;

    private AdapterSocket(SocketType type, @Nullable ZmqSocket given, @Nullable ZmqContext context) {
        this.type = type;
        this.given = given;
        this.context = context;
    }

    /**
     * Uses a socket that others open and close.
     *
     * @param socket the socket, with its endpoints
     * @return the holder of it
     */
    public static AdapterSocket given(ZmqSocket socket) {
        return new AdapterSocket(socket.type(), socket, null);
    }

    /**
     * Creates a socket at the first start.
     *
     * @param context makes it
     * @param type its type
     * @return the maker of it
     */
    public static AdapterSocket own(ZmqContext context, SocketType type) {
        return new AdapterSocket(type, null, context);
    }

    /** {@return the type of the socket} */
    public SocketType type() {
        return type;
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
     * Sets what a socket made here subscribes to; without any it takes all messages.
     *
     * @param prefixes the beginnings of messages that are wanted, in UTF-8
     * @throws IllegalStateException when the socket was given
     */
    public void setTopics(String... prefixes) {
        requireOwn("topics");
        this.topics = List.of(prefixes);
    }

    /**
     * Checks what was set, before any socket exists.
     *
     * @throws IllegalStateException when a socket made here would have no endpoint, or has topics and does not
     *     subscribe
     */
    public void validate() {
        if (given == null && bindEndpoints.isEmpty() && connectEndpoints.isEmpty()) {
            throw new IllegalStateException(
                    "a " + type + " socket needs an endpoint to bind or to connect: bind=[], connect=[]");
        }
        if (!topics.isEmpty() && !isSubscriber()) {
            throw new IllegalStateException("topics are for SUB and XSUB sockets: type=" + type + ", topics=" + topics);
        }
    }

    /**
     * Opens a socket made here: all its endpoints are bound, then connected, or nothing is open. Where it listens is
     * logged.
     *
     * @param name names it in errors
     * @return the socket, the same at each start
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound or connected
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     * @throws IllegalStateException when the socket was given and is closed
     */
    public ZmqSocket start(String name) {
        if (given != null) {
            if (given.isClosed()) {
                throw new IllegalStateException("the given socket is closed: " + given);
            }
            return given;
        }
        RestartableSocket socket = own;
        if (socket == null) {
            List<String> wanted = isSubscriber() && topics.isEmpty() ? List.of("") : topics;
            SocketDefinition definition =
                    new SocketDefinition(name, type, bindEndpoints, connectEndpoints, wanted, options);
            socket = RestartableSocket.of(definition, this::context);
            own = socket;
        }
        socket.start();
        if (!bindEndpoints.isEmpty()) {
            List<String> bound = socket.bindings();
            LOGGER.info(() -> "'" + name + "' (" + type + ") listens at " + String.join(", ", bound));
        }
        return socket;
    }

    /** Stops listening with a socket made here, which keeps what had arrived. */
    public void stopListening() {
        RestartableSocket socket = own;
        if (socket != null) {
            socket.stopListening();
        }
    }

    /** Closes a socket made here until its next start. */
    public void stop() {
        RestartableSocket socket = own;
        if (socket != null) {
            socket.stop();
        }
    }

    /**
     * Lists where the socket listens, with real ports and paths. A socket made here keeps them while it is stopped.
     *
     * @return the endpoints in the order they were set; empty before the first start
     */
    public List<String> boundEndpoints() {
        if (given != null) {
            return given.endpoints().stream()
                    .filter(status -> status.state() == EndpointStatus.State.LISTENING)
                    .map(EndpointStatus::endpoint)
                    .toList();
        }
        RestartableSocket socket = own;
        return socket == null ? List.of() : socket.bindings();
    }

    private boolean isSubscriber() {
        return type == SocketType.SUB || type == SocketType.XSUB;
    }

    private ZmqContext context() {
        if (context == null) {
            throw new IllegalStateException("a given " + type + " socket has its own context");
        }
        return context;
    }

    private void requireOwn(String what) {
        if (given != null) {
            throw new IllegalStateException("a given " + type + " socket has its own " + what);
        }
    }
}
