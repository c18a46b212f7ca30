package io.zmqspring.socket;

import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.EndpointException;
import io.zmqspring.support.SocketStartException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a named socket, which remembers what it was resolved to. Guarded by the lock of its
 * {@link SocketLifecycle}.
 */
final class SocketEndpoint {

    private static final Log logger = LogFactory.getLog(SocketEndpoint.class);

    private final boolean binding;
    private final String configured;
    private @Nullable String resolved;

    SocketEndpoint(boolean binding, String configured) {
        this.binding = binding;
        this.configured = configured;
    }

    boolean isBinding() {
        return binding;
    }

    /** {@return the resolved form, or the configured one before the first success} */
    String current() {
        return resolved != null ? resolved : configured;
    }

    /** Binds or connects and remembers the resolved form. */
    String openOn(ZmqSocket socket) {
        String opened = binding ? bind(socket) : socket.connect(configured);
        resolved = opened;
        return opened;
    }

    /** As {@link #openOn}, for an endpoint of the configuration: a failure names the socket. */
    void openConfigured(ZmqSocket socket, String socketName) {
        try {
            openOn(socket);
        } catch (EndpointException failure) {
            throw new SocketStartException(socketName, binding, configured, failure);
        }
    }

    private String bind(ZmqSocket socket) {
        if (resolved == null || resolved.equals(configured)) {
            return socket.bind(configured);
        }
        try {
            return socket.bind(resolved);
        } catch (EndpointException taken) {
            String other = socket.bind(configured);
            logger.warn("could not bind " + resolved + " again, which " + configured + " had been before: now " + other
                    + " (" + taken.getMessage() + ")");
            return other;
        }
    }
}
