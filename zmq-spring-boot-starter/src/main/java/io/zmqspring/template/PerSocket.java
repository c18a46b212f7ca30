package io.zmqspring.template;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What a template keeps for each socket, until the socket is closed for good. Any thread. */
final class PerSocket<T> {

    private final Function<RestartableSocket, T> factory;
    private final Map<RestartableSocket, T> values = new ConcurrentHashMap<>();

    /** @param factory creates the value of a socket; called once for each */
    PerSocket(Function<RestartableSocket, T> factory) {
        this.factory = factory;
    }

    /** {@return the value of the socket} At the first call for a socket those of closed sockets are forgotten. */
    T of(RestartableSocket socket) {
        T known = values.get(socket);
        if (known != null) {
            return known;
        }
        values.keySet().removeIf(other -> other.state() == SocketState.CLOSED);
        return values.computeIfAbsent(socket, factory);
    }
}
