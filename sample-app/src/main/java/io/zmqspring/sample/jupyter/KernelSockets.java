package io.zmqspring.sample.jupyter;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The five sockets. Each kernel has ports of its own, and what was meant for one must not reach the next: the sockets
 * are started for a kernel and stopped after it. Any thread may call any method.
 */
@Component
@JupyterProfile
class KernelSockets {

    private final Map<Channel, RestartableSocket> sockets = new EnumMap<>(Channel.class);
    private final NamedRequester heartbeat;
    private final Map<Channel, String> endpoints = new EnumMap<>(Channel.class);
    private @Nullable String heartbeatEndpoint;

    KernelSockets(ZmqSocketRegistry registry, @Qualifier("kernel-heartbeat") NamedRequester heartbeat) {
        Arrays.stream(Channel.values()).forEach(channel -> sockets.put(channel, registry.getSocket(channel.socket())));
        this.heartbeat = heartbeat;
    }

    /** Connects all to a kernel. */
    synchronized void open(ConnectionInfo kernel) {
        close();
        sockets.forEach((channel, socket) -> {
            socket.start();
            endpoints.put(channel, socket.connect(kernel.endpoint(channel)));
        });
        heartbeat.start();
        heartbeatEndpoint = heartbeat.connect(kernel.heartbeat());
    }

    /** {@return whether each has reached the kernel in time} */
    boolean awaitConnected(Duration timeout) {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        return sockets.values().stream()
                .allMatch(socket ->
                        socket.awaitPeers(1, Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime()))));
    }

    /** Disconnects all. What is queued for the kernel, and what it has sent, is dropped. */
    synchronized void close() {
        endpoints.forEach((channel, endpoint) -> {
            RestartableSocket socket = Objects.requireNonNull(sockets.get(channel));
            socket.disconnect(endpoint);
            socket.stop();
        });
        endpoints.clear();
        String beating = heartbeatEndpoint;
        if (beating != null) {
            heartbeat.disconnect(beating);
            heartbeat.stop();
            heartbeatEndpoint = null;
        }
    }
}
