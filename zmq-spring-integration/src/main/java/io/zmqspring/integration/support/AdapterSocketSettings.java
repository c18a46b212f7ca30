package io.zmqspring.integration.support;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jmx.export.annotation.ManagedAttribute;

/** Properties of endpoints that have one socket. Set by one thread before the first start; read by any. */
public interface AdapterSocketSettings {

    /** {@return the socket of this endpoint, for the methods of this interface} */
    AdapterSocket adapterSocket();

    /**
     * Sets the options of the endpoint's own socket.
     *
     * @param options its settings, by default {@link SocketOptions#defaults()}
     * @throws IllegalStateException when the socket was given
     */
    default void setSocketOptions(SocketOptions options) {
        adapterSocket().setOptions(options);
    }

    /**
     * Sets where the endpoint's own socket listens.
     *
     * @param endpoints for example {@code tcp://127.0.0.1:5555}, or {@code tcp://*:*} for any free port
     * @throws IllegalStateException when the socket was given
     */
    default void setBind(String... endpoints) {
        adapterSocket().setBindEndpoints(endpoints);
    }

    /**
     * Sets where the endpoint's own socket connects to.
     *
     * @param endpoints for example {@code tcp://localhost:5555}
     * @throws IllegalStateException when the socket was given
     */
    default void setConnect(String... endpoints) {
        adapterSocket().setConnectEndpoints(endpoints);
    }

    /** {@return the type of the socket} */
    default SocketType getSocketType() {
        return adapterSocket().type();
    }

    /**
     * Lists where the socket listens, with real ports and paths; also while the endpoint is stopped.
     *
     * @return the endpoints, in the order they were set; empty before the first start, or when the socket only connects
     */
    @ManagedAttribute
    default List<String> getBoundEndpoints() {
        return adapterSocket().boundEndpoints();
    }

    /** {@return the first of {@link #getBoundEndpoints()}, or {@code null} when there is none} */
    default @Nullable String getBoundEndpoint() {
        List<String> endpoints = getBoundEndpoints();
        return endpoints.isEmpty() ? null : endpoints.get(0);
    }
}
