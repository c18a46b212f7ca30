package io.zmqspring.core.inproc;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.session.Session;
import io.zmqspring.core.session.SessionHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A bound {@code inproc} name. */
public final class InprocListener implements Session {

    private final SessionHost host;
    private final InprocDirectory directory;
    private final String endpoint;
    private final Set<InprocConnector> joined = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean listening = true;

    /**
     * Binds a name.
     *
     * @param host its socket
     * @param directory of the context
     * @param endpoint with scheme
     * @throws io.zmqspring.core.error.EndpointException when the name is taken
     */
    public InprocListener(SessionHost host, InprocDirectory directory, String endpoint) {
        this.host = host;
        this.directory = directory;
        this.endpoint = endpoint;
    }

    /** Begins to take connections. */
    public void start() {
        directory.bind(this);
        host.tell(new MonitorEvent.Listening(endpoint));
    }

    SessionHost host() {
        return host;
    }

    void add(InprocConnector connector) {
        joined.add(connector);
    }

    void remove(InprocConnector connector) {
        joined.remove(connector);
    }

    List<InprocConnector> joined() {
        return new ArrayList<>(joined);
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public @Nullable EventLoop loop() {
        return null;
    }

    @Override
    public EndpointStatus status() {
        return new EndpointStatus(
                endpoint,
                listening ? EndpointStatus.State.LISTENING : EndpointStatus.State.STOPPED,
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
        listening = false;
        directory.unbind(this);
        host.tell(new MonitorEvent.Closed(endpoint));
        return false;
    }

    @Override
    public void stop(long lingerNs) {
        boolean first = listening;
        listening = false;
        directory.partAll(this, "the peer closed its socket");
        if (first) {
            host.tell(new MonitorEvent.Closed(endpoint));
        }
        ended.countDown();
    }

    @Override
    public CountDownLatch ended() {
        return ended;
    }
}
