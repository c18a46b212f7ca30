package io.zmqspring.core.lifecycle;

import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.error.ZmqSocketStartException;
import io.zmqspring.core.option.RoutingId;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of sockets or requesters that follow each other, as over restarts. It remembers what the endpoint was
 * resolved to, so that a port or path that was chosen freely is asked for again. One thread at a time changes it; any
 * thread may call {@link #current}.
 */
public final class RememberedEndpoint {

    private static final System.Logger LOGGER = System.getLogger(RememberedEndpoint.class.getName());

    private final boolean binding;
    private final String configured;
    private final @Nullable RoutingId routingId;
    private volatile @Nullable String resolved;
    private boolean open;

    /**
     * Creates an endpoint, not yet open.
     *
     * @param binding whether to bind it, else to connect to it
     * @param configured the endpoint, for a bind maybe with a port or path to be chosen freely
     */
    public RememberedEndpoint(boolean binding, String configured) {
        this.binding = binding;
        this.configured = configured;
        this.routingId = null;
    }

    /** Creates an endpoint that a ROUTER connects to and whose peer it gives a routing id. */
    RememberedEndpoint(String configured, RoutingId routingId) {
        this.binding = false;
        this.configured = configured;
        this.routingId = routingId;
    }

    /** {@return whether it is bound, else connected to} */
    public boolean isBinding() {
        return binding;
    }

    /** {@return the resolved form, or the configured one before the first success} */
    public String current() {
        String known = resolved;
        return known != null ? known : configured;
    }

    /**
     * Binds or connects, and remembers the resolved form. Where that form can no longer be bound, it binds as
     * configured, with a warning in the log.
     *
     * @param socket to bind or connect
     * @return the resolved form
     * @throws ZmqEndpointException when the endpoint cannot be used
     */
    public String openOn(ZmqConnectable socket) {
        String opened = binding ? bind(socket) : connect(socket);
        resolved = opened;
        open = true;
        return opened;
    }

    private String connect(ZmqConnectable socket) {
        return routingId == null ? socket.connect(configured) : ((RouterSocket) socket).connect(configured, routingId);
    }

    boolean isOpen() {
        return open;
    }

    /** The socket behind it is gone, or no longer listens there. */
    void closed() {
        open = false;
    }

    /** Stops listening where it is bound, and closes the connections accepted there. */
    void stopListening(ZmqSocket socket) {
        if (binding && open) {
            open = false;
            socket.unbind(current());
        }
    }

    /**
     * As {@link #openOn}, for an endpoint of a configuration: a failure names the socket.
     *
     * @param socket to bind or connect
     * @param socketName its name
     * @throws ZmqSocketStartException when the endpoint cannot be used
     */
    public void openConfigured(ZmqConnectable socket, String socketName) {
        try {
            openOn(socket);
        } catch (ZmqEndpointException failure) {
            throw new ZmqSocketStartException(socketName, binding, configured, failure);
        }
    }

    private String bind(ZmqConnectable socket) {
        String before = resolved;
        if (before == null || before.equals(configured)) {
            return socket.bind(configured);
        }
        try {
            return socket.bind(before);
        } catch (ZmqEndpointException taken) {
            String other = socket.bind(configured);
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "could not bind " + before + " again, which " + configured + " was before: now " + other + " ("
                            + taken.getMessage() + ")");
            return other;
        }
    }
}
