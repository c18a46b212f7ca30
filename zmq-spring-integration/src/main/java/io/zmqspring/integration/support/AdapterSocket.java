package io.zmqspring.integration.support;

import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.ConcurrentReplier;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.core.log.LogAccessor;

/**
 * The socket of one integration endpoint: a {@link RestartableSocket} of its own, or one it was given and leaves open.
 * Configured by one thread before the first {@link #start}; {@link #boundEndpoints} and what concerns topics is for any
 * thread.
 */
public final class AdapterSocket {

    private static final LogAccessor LOGGER = new LogAccessor(AdapterSocket.class);

    private final SocketType type;
    private final @Nullable ZmqSocket given;
    private final @Nullable ZmqContext context;

    private SocketOptions options = SocketOptions.defaults();
    private List<String> bindEndpoints = List.of();
    private List<String> connectEndpoints = List.of();
    private final ReentrantLock topicsLock = new ReentrantLock();
    private List<String> topics = List.of();
    private boolean repliesConcurrently;
    private boolean subscribesToAll = true;
    private List<String> connected = List.of();
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
     * @param context creates it
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
     * Lets a subscriber without topics subscribe to nothing, as one that passes subscriptions on; by default it takes
     * all messages.
     *
     * @return this
     */
    public AdapterSocket withoutDefaultTopic() {
        this.subscribesToAll = false;
        return this;
    }

    /**
     * Lets a REP socket receive further requests before it has replied, see {@link ConcurrentReplier}.
     *
     * @return whether it does so; {@code false} when the socket was given and is open as an ordinary REP
     */
    public boolean replyConcurrently() {
        repliesConcurrently = type == SocketType.REP
                && (given == null || given instanceof ConcurrentReplier replier && replier.replyConcurrently());
        return repliesConcurrently;
    }

    /** {@return what stands ahead of the payload in the messages it receives} */
    public Envelope envelope() {
        return repliesConcurrently ? Envelope.ROUTING_ID : Envelope.of(type);
    }

    /**
     * Names the socket.
     *
     * @param endpointName name of the endpoint whose socket this is
     * @return the name of a given {@link RestartableSocket}, else that of the endpoint
     */
    public String name(String endpointName) {
        return given instanceof RestartableSocket named ? named.name() : endpointName;
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
     * Sets where a socket made here connects to. One that was started before does so at its next start, or by
     * {@link #connectAsSet}.
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
     * Subscribes to topics, before or after the first start.
     *
     * @param prefixes the beginnings of messages that are wanted, in UTF-8
     * @throws IllegalStateException when the socket does not subscribe
     */
    public void subscribe(String... prefixes) {
        requireSubscriber(prefixes);
        topicsLock.lock();
        try {
            TopicSubscriber subscriber = subscriber();
            List<String> all = new ArrayList<>(topics);
            for (String prefix : prefixes) {
                all.add(prefix);
                if (subscriber != null) {
                    subscriber.subscribe(prefix);
                }
            }
            this.topics = List.copyOf(all);
        } finally {
            topicsLock.unlock();
        }
    }

    /**
     * Cancels one subscription to each topic; nothing happens where there is none.
     *
     * @param prefixes as they were subscribed to
     * @throws IllegalStateException when the socket does not subscribe
     */
    public void unsubscribe(String... prefixes) {
        requireSubscriber(prefixes);
        topicsLock.lock();
        try {
            TopicSubscriber subscriber = subscriber();
            List<String> left = new ArrayList<>(topics);
            for (String prefix : prefixes) {
                left.remove(prefix);
                if (subscriber != null) {
                    subscriber.unsubscribe(prefix);
                }
            }
            this.topics = List.copyOf(left);
        } finally {
            topicsLock.unlock();
        }
    }

    /** {@return the topics that were set and subscribed to here, in order; of a given socket only the latter} */
    public List<String> topics() {
        topicsLock.lock();
        try {
            return topics;
        } finally {
            topicsLock.unlock();
        }
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
            socket = create(name);
        }
        socket.start();
        connectAsSet();
        if (!bindEndpoints.isEmpty()) {
            List<String> bound = socket.bindings();
            LOGGER.info(() -> "'" + name + "' (" + type + ") listens at " + String.join(", ", bound));
        }
        return socket;
    }

    private RestartableSocket create(String name) {
        topicsLock.lock();
        try {
            if (subscribesToAll && isSubscriber() && topics.isEmpty()) {
                topics = List.of("");
            }
            SocketDefinition definition =
                    new SocketDefinition(name, type, bindEndpoints, connectEndpoints, topics, options);
            RestartableSocket created = RestartableSocket.of(definition, this::context);
            if (repliesConcurrently && created instanceof ConcurrentReplier replier) {
                replier.replyConcurrently();
            }
            connected = connectEndpoints;
            own = created;
            return created;
        } finally {
            topicsLock.unlock();
        }
    }

    /** Lets a socket made here, when it is open, connect to what was set since it was created, and to nothing else. */
    public void connectAsSet() {
        RestartableSocket socket = own;
        if (socket == null || socket.state() != SocketState.OPEN) {
            return;
        }
        List<String> before = connected;
        connected = connectEndpoints;
        connected.stream().filter(endpoint -> !before.contains(endpoint)).forEach(socket::connect);
        before.stream().filter(endpoint -> !connected.contains(endpoint)).forEach(socket::disconnect);
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

    private void requireSubscriber(String... prefixes) {
        if (!isSubscriber()) {
            throw new IllegalStateException(
                    "topics are for SUB and XSUB sockets: type=" + type + ", topics=" + List.of(prefixes));
        }
    }

    private @Nullable TopicSubscriber subscriber() {
        return (TopicSubscriber) (given != null ? given : own);
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
