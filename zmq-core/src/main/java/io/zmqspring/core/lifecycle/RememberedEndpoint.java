package io.zmqspring.core.lifecycle;

import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.error.ZmqSocketStartException;
import io.zmqspring.core.option.RoutingId;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a restartable socket, which remembers what it was resolved to. Changed under the lock of its
 * {@link SocketLifecycle}; any thread may ask for {@link #current}.
 */
final class RememberedEndpoint {

    private static final System.Logger LOGGER = System.getLogger(RememberedEndpoint.class.getName());

    private final boolean binding;
    private final String configured;
    private final @Nullable RoutingId routingId;
    private volatile @Nullable String resolved;
    private boolean open;

    RememberedEndpoint(boolean binding, String configured) {
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

    boolean isBinding() {
        return binding;
    }

    /** {@return the resolved form, or the configured one before the first success} */
    String current() {
        String known = resolved;
        return known != null ? known : configured;
    }

    /** Binds or connects and remembers the resolved form. */
    String openOn(ZmqSocket socket) {
        String opened = binding ? bind(socket) : connect(socket);
        resolved = opened;
        open = true;
        return opened;
    }

    private String connect(ZmqSocket socket) {
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

    /** As {@link #openOn}, for an endpoint of the configuration: a failure names the socket. */
    void openConfigured(ZmqSocket socket, String socketName) {
        try {
            openOn(socket);
        } catch (ZmqEndpointException failure) {
            throw new ZmqSocketStartException(socketName, binding, configured, failure);
        }
    }

    private String bind(ZmqSocket socket) {
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
