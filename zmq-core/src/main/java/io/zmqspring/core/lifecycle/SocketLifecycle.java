package io.zmqspring.core.lifecycle;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.socket.HasSocketCore;
import io.zmqspring.core.time.NanoClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens and closes the engine socket behind a {@link RestartableSocket} and keeps what must outlive it: endpoints,
 * listeners, counters. Transitions hold the lock; the path of a send or receive reads one volatile field.
 *
 * <p>A stop or close shows its target state first, then closes the engine socket without the lock, which may take all
 * of its linger. Only a start waits for that, since it may need the same address.
 */
final class SocketLifecycle {

    private static final System.Logger LOGGER = System.getLogger(SocketLifecycle.class.getName());

    private final SocketDefinition definition;
    private final Supplier<ZmqContext> context;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<RememberedEndpoint> endpoints = new CopyOnWriteArrayList<>();
    private final RememberedTopics topics = new RememberedTopics();
    private final List<MonitorListener> listeners = new CopyOnWriteArrayList<>();
    private volatile SocketType engineType;
    private volatile Snapshot snapshot = new Snapshot(SocketState.NEW, null, SocketCounters.ZERO, null);

    SocketLifecycle(SocketDefinition definition, Supplier<ZmqContext> context) {
        this.definition = definition;
        this.context = context;
        this.engineType = definition.type();
        definition.bind().forEach(endpoint -> endpoints.add(new RememberedEndpoint(true, endpoint)));
        definition.connect().forEach(endpoint -> endpoints.add(new RememberedEndpoint(false, endpoint)));
        definition.topics().forEach(topic -> topics.add(topic.getBytes(StandardCharsets.UTF_8)));
    }

    SocketDefinition definition() {
        return definition;
    }

    SocketState state() {
        return snapshot.visibleState();
    }

    @Nullable Throwable failure() {
        return snapshot.failure;
    }

    /** {@return the open socket, opening it when it has never been stopped} */
    ZmqSocket use() {
        ZmqSocket open = snapshot.open();
        return open != null ? open : openOnUse();
    }

    /** {@return the open socket, or {@code null}} */
    @Nullable ZmqSocket ifOpen() {
        return snapshot.open();
    }

    void start() {
        lock.lock();
        try {
            awaitStopped();
            switch (snapshot.state) {
                case NEW, STOPPED, FAILED -> open();
                case OPEN -> openAgain(snapshot.required());
                case CLOSED -> throw closed();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a stop that is under way. Under the lock, which others get meanwhile. */
    private void awaitStopped() {
        while (snapshot.isStopping()) {
            if (snapshot.required() instanceof HasSocketCore stopping
                    && !stopping.core().mayAwaitEnd()) {
                throw new ZmqClosedException("socket '" + definition.name()
                        + "' is being stopped, which waits for a frame handler: start it when that has returned");
            }
            try {
                changed.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ZmqInterruptedException(
                        "interrupted while socket '" + definition.name() + "' was being stopped");
            }
        }
    }

    void stopListening() {
        lock.lock();
        try {
            ZmqSocket open = ifOpen();
            if (open != null && !open.isClosed()) {
                endpoints.forEach(endpoint -> endpoint.stopListening(open));
            }
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        end(SocketState.STOPPED);
    }

    void close() {
        end(SocketState.CLOSED);
    }

    String bind(String endpoint) {
        return add(new RememberedEndpoint(true, endpoint));
    }

    String connect(String endpoint) {
        return add(new RememberedEndpoint(false, endpoint));
    }

    /** As {@link #connect(String)}, of a ROUTER, which gives the peer a routing id. */
    String connect(String endpoint, RoutingId routingId) {
        return add(new RememberedEndpoint(endpoint, routingId));
    }

    /** {@return whether the socket is, or will be when it opens, of another type for the engine} */
    boolean openAs(SocketType type) {
        lock.lock();
        try {
            if (ifOpen() == null) {
                engineType = type;
            }
            return engineType == type;
        } finally {
            lock.unlock();
        }
    }

    /** {@return the type for the engine} */
    SocketType engineType() {
        return engineType;
    }

    /** Subscribes the open socket, or the next one. */
    void subscribe(byte[] topic) {
        changeTopics(() -> topics.subscribe(ifOpen(), topic));
    }

    /** Cancels a subscription of the open socket, or of the next one. */
    void unsubscribe(byte[] topic) {
        changeTopics(() -> topics.unsubscribe(ifOpen(), topic));
    }

    private void changeTopics(Runnable change) {
        lock.lock();
        try {
            requireNotClosed();
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** {@return what a question to the open socket, if there is one, and to the topics of the next one gives} */
    <T> T askTopics(BiFunction<@Nullable ZmqSocket, RememberedTopics, T> question) {
        lock.lock();
        try {
            return question.apply(ifOpen(), topics);
        } finally {
            lock.unlock();
        }
    }

    void unbind(String endpoint) {
        lock.lock();
        try {
            use().unbind(endpoint);
            forget(true, endpoint);
        } finally {
            lock.unlock();
        }
    }

    void disconnect(String endpoint) {
        lock.lock();
        try {
            use().disconnect(endpoint);
            forget(false, endpoint);
        } finally {
            lock.unlock();
        }
    }

    void addMonitorListener(MonitorListener listener) {
        lock.lock();
        try {
            listeners.add(listener);
            ZmqSocket open = ifOpen();
            if (open != null) {
                open.addMonitorListener(listener);
            }
        } finally {
            lock.unlock();
        }
    }

    void removeMonitorListener(MonitorListener listener) {
        lock.lock();
        try {
            listeners.remove(listener);
            ZmqSocket open = ifOpen();
            if (open != null) {
                open.removeMonitorListener(listener);
            }
        } finally {
            lock.unlock();
        }
    }

    SocketCounters counters() {
        return snapshot.counters();
    }

    /** {@return how each endpoint stands; while nothing is open, each as stopped with the reason} */
    List<EndpointStatus> endpoints() {
        Snapshot now = snapshot;
        ZmqSocket open = now.open();
        if (open != null) {
            return open.endpoints();
        }
        String reason = now.failure != null ? now.failure.toString() : "socket is " + now.state;
        return currentEndpoints(false).stream()
                .map(endpoint -> new EndpointStatus(endpoint, EndpointStatus.State.STOPPED, 0, reason))
                .toList();
    }

    List<String> bindings() {
        return currentEndpoints(true);
    }

    Optional<String> lastEndpoint() {
        ZmqSocket open = ifOpen();
        if (open != null) {
            return open.lastEndpoint();
        }
        if (snapshot.state == SocketState.NEW) {
            return Optional.empty();
        }
        List<String> known = currentEndpoints(false);
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(known.size() - 1));
    }

    boolean awaitOpen(Duration timeout) {
        long left = NanoClock.nanos(timeout);
        try {
            lock.lockInterruptibly();
            try {
                while (snapshot.visibleState() != SocketState.OPEN) {
                    if (snapshot.visibleState() == SocketState.CLOSED) {
                        throw closed();
                    }
                    if (left <= 0) {
                        return false;
                    }
                    left = changed.awaitNanos(left);
                }
                return true;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException("interrupted while socket '" + definition.name() + "' was not open");
        }
    }

    private ZmqSocket openOnUse() {
        lock.lock();
        try {
            return switch (snapshot.state) {
                case NEW, FAILED -> open();
                case OPEN -> snapshot.required();
                case STOPPED ->
                    throw new ZmqClosedException("socket '" + definition.name() + "' is stopped: start it first");
                case CLOSED -> throw closed();
            };
        } finally {
            lock.unlock();
        }
    }

    private ZmqSocket open() {
        SocketCounters before = snapshot.before;
        ZmqSocket socket = null;
        try {
            socket = context.get().socket(engineType, definition.options());
            for (MonitorListener listener : listeners) {
                socket.addMonitorListener(listener);
            }
            topics.subscribeAll(socket);
            for (RememberedEndpoint endpoint : endpoints) {
                endpoint.openConfigured(socket, definition.name());
            }
        } catch (RuntimeException | Error failure) {
            if (socket instanceof HasSocketCore opened) {
                // Nobody has sent anything with it: it has nothing to linger for.
                opened.core().close(0);
            } else if (socket != null) {
                socket.close();
            }
            endpoints.forEach(RememberedEndpoint::closed);
            change(new Snapshot(SocketState.FAILED, null, before, failure));
            throw failure;
        }
        change(new Snapshot(SocketState.OPEN, socket, before, null));
        return socket;
    }

    /** Binds again what {@link #stopListening} closed, or opens a new socket when the context has closed the old. */
    private void openAgain(ZmqSocket socket) {
        if (socket.isClosed()) {
            snapshot =
                    new Snapshot(SocketState.STOPPED, null, snapshot.counters().continuedBy(SocketCounters.ZERO), null);
            open();
            return;
        }
        for (RememberedEndpoint endpoint : endpoints) {
            if (!endpoint.isOpen()) {
                endpoint.openConfigured(socket, definition.name());
            }
        }
    }

    private void end(SocketState target) {
        Snapshot before = beginEnd(target);
        ZmqSocket socket = before.socket;
        if (socket == null) {
            return;
        }
        if (before.state != SocketState.OPEN) {
            // Another thread ends it.
            socket.close();
            return;
        }
        SocketCounters last = socket.counters();
        try {
            socket.close();
        } finally {
            ended(socket);
        }
        if (target == SocketState.STOPPED) {
            warnOfLoss(socket, last);
        }
    }

    /** {@return what was before; the socket in it, if there is one, is to be closed} */
    private Snapshot beginEnd(SocketState target) {
        lock.lock();
        try {
            Snapshot now = snapshot;
            if (now.state != SocketState.CLOSED) {
                change(new Snapshot(target, now.socket, now.before, null));
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    private void ended(ZmqSocket socket) {
        lock.lock();
        try {
            Snapshot now = snapshot;
            if (now.socket == socket) {
                endpoints.forEach(RememberedEndpoint::closed);
                change(new Snapshot(now.state, null, now.counters().continuedBy(SocketCounters.ZERO), null));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A stop is often the work of a framework, so it logs losses; after a close the counters can be read. */
    private void warnOfLoss(ZmqSocket closed, SocketCounters last) {
        long lost = closed.counters().dropped() - last.dropped();
        if (lost > 0) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "socket '" + definition.name() + "' (" + definition.type() + ") is stopped and lost " + lost
                            + " messages: when its end began, " + last.queuedToReceive()
                            + " had arrived and were not received, and " + last.queuedToSend()
                            + " were still to be sent within its linger of "
                            + linger(closed.options().linger()));
        }
    }

    private static String linger(@Nullable Duration linger) {
        return linger == null ? "unlimited time" : linger.toString();
    }

    private String add(RememberedEndpoint endpoint) {
        lock.lock();
        try {
            String resolved = endpoint.openOn(use());
            endpoints.add(endpoint);
            return resolved;
        } finally {
            lock.unlock();
        }
    }

    private void forget(boolean binding, String endpoint) {
        endpoints.removeIf(
                known -> known.isBinding() == binding && known.current().equals(endpoint));
    }

    private List<String> currentEndpoints(boolean bindingsOnly) {
        return endpoints.stream()
                .filter(endpoint -> !bindingsOnly || endpoint.isBinding())
                .map(RememberedEndpoint::current)
                .toList();
    }

    private void change(Snapshot next) {
        snapshot = next;
        changed.signalAll();
    }

    private void requireNotClosed() {
        if (snapshot.visibleState() == SocketState.CLOSED) {
            throw closed();
        }
    }

    private ZmqClosedException closed() {
        return new ZmqClosedException("socket '" + definition.name() + "' is closed");
    }

    /**
     * One instant of the life, so that state and counters are read together. The socket stays in it while it closes,
     * for its counters.
     */
    private static final class Snapshot {

        private final SocketState state;
        private final @Nullable ZmqSocket socket;
        private final SocketCounters before;
        private final @Nullable Throwable failure;

        Snapshot(SocketState state, @Nullable ZmqSocket socket, SocketCounters before, @Nullable Throwable failure) {
            this.state = state;
            this.socket = socket;
            this.before = before;
            this.failure = failure;
        }

        /** {@return the state, which is {@code CLOSED} too when the context has closed the socket} */
        SocketState visibleState() {
            return state == SocketState.OPEN && required().isClosed() ? SocketState.CLOSED : state;
        }

        /** {@return whether it is stopped, and its socket lingers} */
        boolean isStopping() {
            return state == SocketState.STOPPED && socket != null;
        }

        @Nullable ZmqSocket open() {
            return state == SocketState.OPEN ? socket : null;
        }

        ZmqSocket required() {
            if (socket == null) {
                throw new IllegalStateException("open without a socket");
            }
            return socket;
        }

        SocketCounters counters() {
            return socket != null ? before.continuedBy(socket.counters()) : before;
        }
    }
}
