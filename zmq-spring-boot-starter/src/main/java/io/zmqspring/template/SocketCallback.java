package io.zmqspring.template;

import io.zmqspring.core.lifecycle.RestartableSocket;
import org.jspecify.annotations.Nullable;

/**
 * Does something with a named socket.
 *
 * @param <T> what comes out
 */
@FunctionalInterface
public interface SocketCallback<T extends @Nullable Object> {

    /**
     * Called once, on the caller's thread.
     *
     * @param socket the socket; not to be closed here
     * @return any result
     */
    T doWithSocket(RestartableSocket socket);
}
