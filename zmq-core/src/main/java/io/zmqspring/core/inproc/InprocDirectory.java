package io.zmqspring.core.inproc;

import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.pipe.Pipe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The names bound within one context, and the connectors that wait for a name. Any thread. */
public final class InprocDirectory {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, InprocListener> bound = new HashMap<>();
    private final Map<String, Set<InprocConnector>> waiting = new HashMap<>();

    void bind(InprocListener listener) {
        lock.lock();
        try {
            if (bound.putIfAbsent(listener.endpoint(), listener) != null) {
                throw new ZmqEndpointException(listener.endpoint(), "address already in use in this context");
            }
            Set<InprocConnector> there = waiting.remove(listener.endpoint());
            for (InprocConnector connector : there == null ? List.<InprocConnector>of() : new ArrayList<>(there)) {
                join(listener, connector);
            }
        } finally {
            lock.unlock();
        }
    }

    void unbind(InprocListener listener) {
        lock.lock();
        try {
            bound.remove(listener.endpoint(), listener);
        } finally {
            lock.unlock();
        }
    }

    void connect(InprocConnector connector) {
        lock.lock();
        try {
            @Nullable InprocListener listener = bound.get(connector.endpoint());
            if (listener == null) {
                waiting.computeIfAbsent(connector.endpoint(), name -> new LinkedHashSet<>())
                        .add(connector);
            } else {
                join(listener, connector);
            }
        } finally {
            lock.unlock();
        }
    }

    private void join(InprocListener listener, InprocConnector connector) {
        if (!connector.join(listener)) {
            waiting.computeIfAbsent(connector.endpoint(), name -> new LinkedHashSet<>())
                    .add(connector);
        }
    }

    /** Joins connectors that wait for a name, as far as its socket takes them. */
    void letWaitingIn(String endpoint) {
        lock.lock();
        try {
            joinWaiting(endpoint);
        } finally {
            lock.unlock();
        }
    }

    private void joinWaiting(String endpoint) {
        @Nullable InprocListener listener = bound.get(endpoint);
        Set<InprocConnector> there = waiting.get(endpoint);
        if (listener == null || there == null) {
            return;
        }
        for (InprocConnector connector : new ArrayList<>(there)) {
            if (listener.host().takesPeer() && connector.fits(listener) && connector.join(listener)) {
                there.remove(connector);
            }
        }
        if (there.isEmpty()) {
            waiting.remove(endpoint);
        }
    }

    void onMarksChanged(InprocConnector connector) {
        lock.lock();
        try {
            connector.limitQueues();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives back the ring memory of queues that are empty: something waits for memory, and no I/O thread looks after
     * these, as it does for connections that are idle. Any thread; waits for no message that is sent or received now.
     */
    public void releaseIdleMemory() {
        lock.lock();
        try {
            bound.values().forEach(InprocListener::releaseIdleMemory);
        } finally {
            lock.unlock();
        }
    }

    void stop(InprocConnector connector, long lingerNs) {
        lock.lock();
        try {
            connector.endOrLinger(lingerNs);
        } finally {
            lock.unlock();
        }
    }

    void disconnect(InprocConnector connector, Pipe opposite, String reason) {
        lock.lock();
        try {
            connector.disconnect(opposite, reason);
        } finally {
            lock.unlock();
        }
    }

    void partAll(InprocListener listener, String reason) {
        lock.lock();
        try {
            unbind(listener);
            for (InprocConnector connector : listener.joined()) {
                if (connector.partFromStopped(reason)) {
                    connect(connector);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(InprocConnector connector, String reason) {
        lock.lock();
        try {
            Set<InprocConnector> there = waiting.get(connector.endpoint());
            if (there != null) {
                there.remove(connector);
                if (there.isEmpty()) {
                    waiting.remove(connector.endpoint());
                }
            }
            connector.part(reason);
            joinWaiting(connector.endpoint());
        } finally {
            lock.unlock();
        }
    }
}
