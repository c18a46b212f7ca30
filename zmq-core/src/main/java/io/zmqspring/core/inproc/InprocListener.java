package io.zmqspring.core.inproc;

import io.zmqspring.core.connection.EndpointHost;
import io.zmqspring.core.connection.EndpointLife;
import io.zmqspring.core.connection.SocketEndpoint;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.PeerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A bound {@code inproc} name. */
public final class InprocListener implements SocketEndpoint {

    private final EndpointHost host;
    private final InprocDirectory directory;
    private final String endpoint;
    private final Set<InprocConnector> joined = ConcurrentHashMap.newKeySet();
    private final EndpointLife life = new EndpointLife();
    private final AtomicBoolean listening = new AtomicBoolean(true);

    /**
     * Binds a name.
     *
     * @param host its socket
     * @param directory of the context
     * @param endpoint with scheme
     * @throws io.zmqspring.core.error.ZmqEndpointException when the name is taken
     */
    public InprocListener(EndpointHost host, InprocDirectory directory, String endpoint) {
        this.host = host;
        this.directory = directory;
        this.endpoint = endpoint;
    }

    /** Begins to take connections. */
    public void start() {
        directory.bind(this);
        host.publish(new MonitorEvent.Listening(endpoint));
    }

    EndpointHost host() {
        return host;
    }

    void add(InprocConnector connector) {
        joined.add(connector);
    }

    void remove(InprocConnector connector) {
        joined.remove(connector);
    }

    void releaseIdleMemory() {
        joined.forEach(InprocConnector::releaseIdleMemory);
    }

    List<InprocConnector> joined() {
        return new ArrayList<>(joined);
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public void onRoomForPeer() {
        if (listening.get()) {
            directory.letWaitingIn(endpoint);
        }
    }

    @Override
    public void onMarksChanged() {
        for (InprocConnector connector : joined) {
            connector.onMarksChanged();
        }
    }

    @Override
    public @Nullable EventLoop loop() {
        return null;
    }

    @Override
    public EndpointStatus status() {
        return new EndpointStatus(
                endpoint,
                listening.get() ? EndpointStatus.State.LISTENING : EndpointStatus.State.STOPPED,
                joined.size(),
                null);
    }

    @Override
    public void addPeers(List<PeerStatus> peers) {
        for (InprocConnector connector : joined) {
            PeerStatus peer = connector.listenersPeer();
            if (peer != null) {
                peers.add(peer);
            }
        }
    }

    @Override
    public boolean unbind(long lingerNs) {
        directory.unbind(this);
        reportClosed();
        return false;
    }

    private void reportClosed() {
        if (listening.compareAndSet(true, false)) {
            host.publish(new MonitorEvent.Closed(endpoint));
        }
    }

    @Override
    public void stop(long lingerNs) {
        if (lingerNs > 0 && !life.isEnded() && !endSending()) {
            unbind(lingerNs);
            InprocConnector.later(
                    host,
                    InprocConnector.LOOK_AGAIN_NS,
                    () -> stop(lingerNs - InprocConnector.LOOK_AGAIN_NS),
                    () -> stop(0));
            return;
        }
        life.end(
                () -> {
                    try {
                        directory.partAll(this, "the peer closed its socket");
                    } finally {
                        reportClosed();
                    }
                },
                host,
                this);
    }

    private boolean endSending() {
        boolean ended = true;
        for (InprocConnector connector : joined) {
            ended &= connector.endListenersSending();
        }
        return ended;
    }

    @Override
    public CountDownLatch ended() {
        return life.ended();
    }
}
