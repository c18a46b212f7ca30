package io.zmqspring.socket;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.lifecycle.RememberedEndpoint;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.support.ZmqPhases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * A {@link ZmqRequester} with a name that starts and stops with the application context: any number of requests in
 * flight over one DEALER socket. Any thread may call any method at any time.
 *
 * <p>A start opens an engine requester and binds and connects its endpoints, those of the definition and those added
 * since. A stop closes it and fails the requests in flight. A request, a bind, a connect and a wait for peers open one
 * that was never started; once stopped, they throw {@link ZmqClosedException}. Questions never open it. Counters
 * continue over restarts.
 */
public class NamedRequester implements ZmqRequester, SmartLifecycle {

    private final RequesterDefinition definition;
    private final boolean autoStartup;
    private final Supplier<ZmqContext> context;
    private final BooleanSupplier closing;

    /** Held while it opens or closes, which may take a while; taken before the other lock. */
    private final ReentrantLock transitions = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final List<RememberedEndpoint> remembered = new ArrayList<>();
    private final List<MonitorListener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable ZmqRequester open;
    private @Nullable ZmqRequester ending;
    private volatile SocketState state = SocketState.NEW;
    private RequesterTotals before = RequesterTotals.ZERO;
    private volatile @Nullable Throwable failure;
    private volatile boolean reopens;

    /**
     * Creates one. It is not opened here.
     *
     * @param definition what it is made of
     * @param autoStartup whether it opens with the application context
     * @param context gives the context of the engine's requesters; called at each start
     * @param closing whether it will be closed later, so that a stop of the lifecycle leaves it open
     */
    NamedRequester(
            RequesterDefinition definition,
            boolean autoStartup,
            Supplier<ZmqContext> context,
            BooleanSupplier closing) {
        this.definition = definition;
        this.autoStartup = autoStartup;
        this.context = context;
        this.closing = closing;
        definition.bind().forEach(endpoint -> remembered.add(new RememberedEndpoint(true, endpoint)));
        definition.connect().forEach(endpoint -> remembered.add(new RememberedEndpoint(false, endpoint)));
    }

    /** {@return its name} */
    public String name() {
        return definition.name();
    }

    /** {@return what it is made of} */
    public RequesterDefinition definition() {
        return definition;
    }

    /** {@return where it is in its life} */
    public SocketState state() {
        ZmqRequester now = open;
        return now != null && now.isClosed() ? SocketState.CLOSED : state;
    }

    /** {@return why it could not be opened, when its state is {@link SocketState#FAILED}} */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** {@return the endpoints it should be listening on while it is open, resolved as far as known} */
    public List<String> bindings() {
        lock.lock();
        try {
            return remembered.stream()
                    .filter(RememberedEndpoint::isBinding)
                    .map(RememberedEndpoint::current)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public RequesterOptions options() {
        return definition.options();
    }

    @Override
    public void start() {
        transitions.lock();
        try {
            if (state == SocketState.CLOSED) {
                throw closed();
            }
            ZmqRequester now = open;
            if (now == null) {
                open();
            } else if (now.isClosed()) {
                end(SocketState.STOPPED);
                open();
            }
        } finally {
            transitions.unlock();
        }
    }

    /** Closes the engine's requester until the next start; does nothing while the application context closes. */
    @Override
    public void stop() {
        if (!closing.getAsBoolean()) {
            reopens |= state == SocketState.OPEN;
            end(SocketState.STOPPED);
        }
    }

    /** Closes on a thread of its own, so that the lingers of several pass at the same time. */
    @Override
    public void stop(Runnable callback) {
        Runnable closing = () -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        };
        new Thread(closing, "zmq-stop-" + name()).start();
    }

    @Override
    public boolean isRunning() {
        return state() == SocketState.OPEN;
    }

    /**
     * {@return whether it opens when the application context starts; else its first use or start opens it, and a
     * context that was stopped while it was open opens it again}
     */
    @Override
    public boolean isAutoStartup() {
        return autoStartup || reopens;
    }

    /** {@return {@link ZmqPhases#BINDING_SOCKETS} when it binds, else {@link ZmqPhases#CONNECTING_SOCKETS}} */
    @Override
    public int getPhase() {
        return definition.bind().isEmpty() ? ZmqPhases.CONNECTING_SOCKETS : ZmqPhases.BINDING_SOCKETS;
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(ZmqMessage request) {
        return use().requestAsync(request);
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(ZmqMessage request, RequestOptions options) {
        return use().requestAsync(request, options);
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(byte[] body) {
        return use().requestAsync(body);
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(byte[] body, RequestOptions options) {
        return use().requestAsync(body, options);
    }

    @Override
    public ZmqMessage request(ZmqMessage request) {
        return use().request(request);
    }

    @Override
    public ZmqMessage request(ZmqMessage request, RequestOptions options) {
        return use().request(request, options);
    }

    @Override
    public ZmqMessage request(byte[] body) {
        return use().request(body);
    }

    @Override
    public ZmqMessage request(byte[] body, RequestOptions options) {
        return use().request(body, options);
    }

    @Override
    public RequesterCounters counters() {
        return totals().requests();
    }

    @Override
    public SocketCounters socketCounters() {
        return totals().socket();
    }

    @Override
    public String bind(String endpoint) {
        return add(new RememberedEndpoint(true, endpoint));
    }

    @Override
    public String connect(String endpoint) {
        return add(new RememberedEndpoint(false, endpoint));
    }

    @Override
    public void unbind(String endpoint) {
        use().unbind(endpoint);
        lock.lock();
        try {
            remembered.removeIf(each -> each.isBinding() && each.current().equals(endpoint));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void disconnect(String endpoint) {
        use().disconnect(endpoint);
        lock.lock();
        try {
            remembered.removeIf(each -> !each.isBinding() && each.current().equals(endpoint));
        } finally {
            lock.unlock();
        }
    }

    /** {@return how each endpoint stands; while nothing is open, each as stopped with the reason} */
    @Override
    public List<EndpointStatus> endpoints() {
        ZmqRequester now = open;
        if (now != null) {
            return now.endpoints();
        }
        Throwable cause = failure;
        String reason = cause != null ? cause.toString() : "requester is " + state;
        lock.lock();
        try {
            return remembered.stream()
                    .map(endpoint -> new EndpointStatus(endpoint.current(), EndpointStatus.State.STOPPED, 0, reason))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<PeerStatus> peers() {
        ZmqRequester now = open;
        return now != null ? now.peers() : List.of();
    }

    @Override
    public boolean awaitPeers(int count, Duration timeout) {
        return use().awaitPeers(count, timeout);
    }

    @Override
    public void addMonitorListener(MonitorListener listener) {
        lock.lock();
        try {
            listeners.add(listener);
            ZmqRequester now = open;
            if (now != null) {
                now.addMonitorListener(listener);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void removeMonitorListener(MonitorListener listener) {
        lock.lock();
        try {
            listeners.remove(listener);
            ZmqRequester now = open;
            if (now != null) {
                now.removeMonitorListener(listener);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isClosed() {
        return state() == SocketState.CLOSED;
    }

    /** Closes it for good. Calling it again does nothing. */
    @Override
    public void close() {
        end(SocketState.CLOSED);
    }

    /** Shows name, state and endpoints. */
    @Override
    public String toString() {
        return name() + "[requester, " + state() + ", endpoints=" + endpoints() + "]";
    }

    private RequesterTotals totals() {
        lock.lock();
        try {
            ZmqRequester now = open != null ? open : ending;
            return now == null ? before : before.with(now);
        } finally {
            lock.unlock();
        }
    }

    private ZmqRequester use() {
        ZmqRequester now = open;
        return now != null ? now : openOnUse();
    }

    private ZmqRequester openOnUse() {
        // A stop holds the lock for as long as it lingers, and may have come while the lock was waited for.
        throwIfEnded();
        transitions.lock();
        try {
            throwIfEnded();
            ZmqRequester now = open;
            return now != null ? now : open();
        } finally {
            transitions.unlock();
        }
    }

    private void throwIfEnded() {
        SocketState seen = state;
        if (seen == SocketState.STOPPED) {
            throw new ZmqClosedException("requester '" + name() + "' is stopped: start it first");
        }
        if (seen == SocketState.CLOSED) {
            throw closed();
        }
    }

    private ZmqRequester open() {
        ZmqRequester opened = null;
        lock.lock();
        try {
            opened = context.get().requester(definition.options());
            listeners.forEach(opened::addMonitorListener);
            for (RememberedEndpoint endpoint : remembered) {
                endpoint.openConfigured(opened, name());
            }
            failure = null;
            open = opened;
            state = SocketState.OPEN;
            return opened;
        } catch (RuntimeException | Error cause) {
            if (opened != null) {
                opened.close();
            }
            failure = cause;
            state = SocketState.FAILED;
            throw cause;
        } finally {
            lock.unlock();
        }
    }

    private String add(RememberedEndpoint endpoint) {
        ZmqRequester now = use();
        lock.lock();
        try {
            String resolved = endpoint.openOn(now);
            remembered.add(endpoint);
            return resolved;
        } finally {
            lock.unlock();
        }
    }

    /** What completes futures meanwhile may ask anything of this, so only the other lock is held while it closes. */
    private void end(SocketState target) {
        transitions.lock();
        try {
            if (state == SocketState.CLOSED) {
                return;
            }
            ZmqRequester last = take(target);
            if (last != null) {
                last.close();
                keepTotals(last);
            }
        } finally {
            transitions.unlock();
        }
    }

    private @Nullable ZmqRequester take(SocketState target) {
        lock.lock();
        try {
            ending = open;
            open = null;
            state = target;
            return ending;
        } finally {
            lock.unlock();
        }
    }

    private void keepTotals(ZmqRequester last) {
        lock.lock();
        try {
            before = before.with(last);
            ending = null;
        } finally {
            lock.unlock();
        }
    }

    private ZmqClosedException closed() {
        return new ZmqClosedException("requester '" + name() + "' is closed");
    }
}
