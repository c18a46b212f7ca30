package io.zmqspring.boot.autoconfigure;

import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Finds the listener that runs on a socket. Any thread. */
final class RunningListeners {

    private final ObjectProvider<ZmqListenerEndpointRegistry> registries;
    private volatile @Nullable ZmqListenerEndpointRegistry registry;

    RunningListeners(ObjectProvider<ZmqListenerEndpointRegistry> registries) {
        this.registries = registries;
    }

    /** {@return the id of a listener that runs on the socket of that name, or {@code null} when there is none} */
    @Nullable String on(String socketName) {
        ZmqListenerEndpointRegistry known = registry;
        if (known == null) {
            known = registries.getIfUnique();
            registry = known;
        }
        if (known != null) {
            for (ZmqMessageListenerContainer container : known.getListenerContainers()) {
                if (container.getSocketName().equals(socketName) && container.isRunning()) {
                    return container.getListenerId();
                }
            }
        }
        return null;
    }
}
