package io.zmqspring.core.connection;

import io.zmqspring.core.loop.EventLoop;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A loop with the connections it carries; now and then it lets those that are idle give their memory back. */
public final class IoThread {

    private static final long SWEEP_NS = 2_000_000_000;

    private final EventLoop loop;
    private final Set<Connection> connections = Collections.newSetFromMap(new IdentityHashMap<>());
    private final AtomicInteger load = new AtomicInteger();
    private boolean sweeping;

    /** @param loop carries the connections */
    public IoThread(EventLoop loop) {
        this.loop = loop;
    }

    /** {@return the loop} */
    public EventLoop loop() {
        return loop;
    }

    /** {@return connections and listeners it carries or will carry} */
    public int load() {
        return load.get();
    }

    void reserve() {
        load.incrementAndGet();
    }

    void unreserve() {
        load.decrementAndGet();
    }

    void add(Connection connection) {
        connections.add(connection);
        if (!sweeping) {
            sweeping = true;
            loop.schedule(SWEEP_NS, this::sweep);
        }
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    private void sweep() {
        // First, so that a connection that fails does not end the sweeps.
        sweeping = !connections.isEmpty();
        if (sweeping) {
            loop.schedule(SWEEP_NS, this::sweep);
        }
        for (Connection connection : connections) {
            connection.releaseMemoryIfIdle();
        }
    }

    /**
     * Runs a task on the loop later. Any thread.
     *
     * @param delayNs from now
     * @param task must not block
     */
    public void later(long delayNs, Runnable task) {
        loop.execute(() -> loop.schedule(delayNs, task));
    }
}
