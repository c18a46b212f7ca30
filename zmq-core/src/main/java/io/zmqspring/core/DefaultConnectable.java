package io.zmqspring.core;

import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.socket.SocketCore;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;

/** The verbs of {@link ZmqConnectable}, but for those that end it, over a {@link SocketCore}. */
abstract class DefaultConnectable {

    /** Keeps the context reachable for as long as the application has this, see {@link ZmqContext}. */
    @SuppressWarnings("unused")
    private final ZmqContext context;

    final SocketCore core;

    DefaultConnectable(ZmqContext context, SocketCore core) {
        this.context = context;
        this.core = core;
    }

    public String bind(String endpoint) {
        return core.bind(endpoint);
    }

    public String connect(String endpoint) {
        return core.connect(endpoint, null);
    }

    public void unbind(String endpoint) {
        core.unbind(endpoint);
    }

    public void disconnect(String endpoint) {
        core.disconnect(endpoint);
    }

    public List<EndpointStatus> endpoints() {
        return core.endpoints();
    }

    public List<PeerStatus> peers() {
        return core.peers();
    }

    public boolean awaitPeers(int count, Duration timeout) {
        if (count < 0) {
            throw new IllegalArgumentException("a number of peers is 0 or more: count=" + count);
        }
        try {
            return core.awaitPeers(count, DefaultSocket.nanos(timeout));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public void addMonitorListener(MonitorListener listener) {
        core.addMonitorListener(listener);
    }

    public void removeMonitorListener(MonitorListener listener) {
        core.removeMonitorListener(listener);
    }
}
