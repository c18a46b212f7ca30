package io.zmqspring.socket;

import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.support.ZmqPhases;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * All named requesters, and those that send the requests of named REQ and DEALER sockets. Any thread may call any
 * method.
 *
 * <p>A REQ has one request under way, and a DEALER's messages go to any of its receivers. Requests of many threads
 * therefore go over a requester beside the socket: it connects where the socket connects, opens with the first request,
 * stops with the socket, and has the socket's options as far as a DEALER has them. A socket that binds, or announces a
 * routing id, cannot share that, and has none.
 */
public class ZmqRequesterRegistry
        implements BeanFactoryAware, ApplicationListener<ContextClosedEvent>, SmartLifecycle, DisposableBean {

    private static final Set<SocketType> SENDING_REQUESTS = EnumSet.of(SocketType.REQ, SocketType.DEALER);

    private final ZmqSocketRegistry sockets;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<NamedRequester>> listeners = new ArrayList<>();
    private final List<Consumer<NamedRequester>> endListeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, NamedRequester> named = Map.of();
    private volatile Map<RestartableSocket, NamedRequester> beside = Map.of();
    private @Nullable BeanFactory beanFactory;
    private volatile @Nullable ZmqRequesterRegistry parent;
    private volatile boolean closing;
    private volatile boolean running;

    /** @param sockets whose context creates the requesters, and whose sockets may send requests */
    @SuppressWarnings("this-escape")
    public ZmqRequesterRegistry(ZmqSocketRegistry sockets) {
        this.sockets = sockets;
        sockets.whenUnregistered(this::removeBeside);
    }

    /**
     * Adds a requester. It is not opened here.
     *
     * @param definition what it is made of
     * @param autoStartup whether it opens when the application context starts; else its first use or start opens it
     * @return the requester
     * @throws IllegalArgumentException when there is a requester or socket of that name
     */
    public NamedRequester register(RequesterDefinition definition, boolean autoStartup) {
        String name = definition.name();
        NamedRequester requester = new NamedRequester(definition, autoStartup, sockets::context, () -> closing);
        List<Consumer<NamedRequester>> toNotify;
        lock.lock();
        try {
            if (contains(name) || sockets.contains(name)) {
                throw new IllegalArgumentException(
                        (contains(name) ? "requester '" : "socket '") + name + "' is registered already");
            }
            Map<String, NamedRequester> next = new LinkedHashMap<>(named);
            next.put(name, requester);
            named = next;
            toNotify = List.copyOf(listeners);
        } finally {
            lock.unlock();
        }
        toNotify.forEach(listener -> listener.accept(requester));
        return requester;
    }

    /**
     * Calls a listener with each requester, named or beside a socket: those there are at once, later ones when they are
     * made.
     *
     * @param listener called once for each
     */
    public void whenRegistered(Consumer<NamedRequester> listener) {
        Collection<NamedRequester> present;
        lock.lock();
        try {
            present = new ArrayList<>(named.values());
            present.addAll(beside.values());
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
        present.forEach(listener);
    }

    /**
     * Adds a listener for requesters beside sockets that are unregistered.
     *
     * @param listener called once for each, when it is closed
     */
    public void whenUnregistered(Consumer<NamedRequester> listener) {
        endListeners.add(listener);
    }

    /**
     * Finds a named requester.
     *
     * @param name its name
     * @return the requester, or {@code null} when there is none of that name
     */
    public @Nullable NamedRequester findRequester(String name) {
        NamedRequester requester = named.get(name);
        ZmqRequesterRegistry above = parent;
        return requester == null && above != null ? above.findRequester(name) : requester;
    }

    /**
     * Finds what sends the requests of a socket.
     *
     * @param socketName the name of a REQ or DEALER socket
     * @return its requester, or {@code null} when the socket binds or announces a routing id, so that there can be
     *     none beside it
     * @throws ZmqUnknownSocketException when there is no socket of that name
     * @throws ZmqSocketTypeException when it is of another type
     * @throws ZmqClosedException when the socket is stopped
     */
    public @Nullable ZmqRequester requesterOf(String socketName) {
        RestartableSocket socket = socket(socketName);
        if (!SENDING_REQUESTS.contains(socket.type())) {
            throw new ZmqSocketTypeException(socketName, socket.type(), "send requests", SENDING_REQUESTS);
        }
        NamedRequester requester = beside.get(socket);
        if (requester == null && !canHaveOneBeside(socket)) {
            return null;
        }
        SocketState state = socket.state();
        if (state == SocketState.STOPPED || state == SocketState.CLOSED) {
            if (requester != null) {
                requester.stop();
            }
            throw new ZmqClosedException("socket '" + socketName + "' is "
                    + (state == SocketState.STOPPED ? "stopped: start it first" : "closed"));
        }
        if (requester == null) {
            requester = addBeside(socket);
        }
        if (!requester.isRunning()) {
            requester.start();
        }
        return requester;
    }

    /** {@return whether there is a requester of that name, here or in the parent's registry} */
    private boolean contains(String name) {
        return findRequester(name) != null;
    }

    /** {@return the named requesters, without the parent's, in the order they were registered} */
    public Collection<NamedRequester> getRequesters() {
        return List.copyOf(named.values());
    }

    /** {@return the requesters beside sockets that have had requests, by the name of the socket} */
    public Map<String, NamedRequester> getRequestersOfSockets() {
        Map<String, NamedRequester> found = new LinkedHashMap<>();
        beside.forEach((socket, requester) -> found.put(socket.name(), requester));
        return found;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        BeanFactory above = beanFactory instanceof HierarchicalBeanFactory child ? child.getParentBeanFactory() : null;
        if (above != null) {
            parent = above.getBeanProvider(ZmqRequesterRegistry.class).getIfUnique();
        }
    }

    /** Takes note that the application context closes: what is open stays so until the beans are destroyed. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext().getAutowireCapableBeanFactory() == beanFactory) {
            closing = true;
        }
    }

    /** Requesters beside sockets open with the next request. */
    @Override
    public void start() {
        running = true;
    }

    /** Stops the requesters beside sockets; the others are beans and stop by themselves. */
    @Override
    public void stop() {
        running = false;
        beside.values().forEach(NamedRequester::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return ZmqPhases.CONNECTING_SOCKETS;
    }

    /** Closes all requesters for good, at the same time. */
    @Override
    public void destroy() {
        List<NamedRequester> all = new ArrayList<>(beside.values());
        all.addAll(named.values());
        ParallelClose.closeRequesters(all);
    }

    private RestartableSocket socket(String name) {
        if (!sockets.contains(name)) {
            Set<String> known = new LinkedHashSet<>(sockets.knownNames());
            known.addAll(knownNames());
            throw new ZmqUnknownSocketException(name, known);
        }
        return sockets.getSocket(name);
    }

    private Set<String> knownNames() {
        Set<String> names = new LinkedHashSet<>(named.keySet());
        ZmqRequesterRegistry above = parent;
        if (above != null) {
            names.addAll(above.knownNames());
        }
        return names;
    }

    private static boolean canHaveOneBeside(RestartableSocket socket) {
        return socket.bindings().isEmpty() && socket.options().routingId() == null;
    }

    private NamedRequester addBeside(RestartableSocket socket) {
        NamedRequester requester = newBeside(socket);
        List<Consumer<NamedRequester>> toNotify;
        lock.lock();
        try {
            NamedRequester present = beside.get(socket);
            if (present != null) {
                return present;
            }
            Map<RestartableSocket, NamedRequester> next = new LinkedHashMap<>(beside);
            next.put(socket, requester);
            beside = next;
            toNotify = List.copyOf(listeners);
        } finally {
            lock.unlock();
        }
        toNotify.forEach(listener -> listener.accept(requester));
        return requester;
    }

    private void removeBeside(RestartableSocket socket) {
        NamedRequester removed;
        lock.lock();
        try {
            Map<RestartableSocket, NamedRequester> next = new LinkedHashMap<>(beside);
            removed = next.remove(socket);
            beside = next;
        } finally {
            lock.unlock();
        }
        if (removed != null) {
            removed.close();
            endListeners.forEach(listener -> listener.accept(removed));
        }
    }

    private NamedRequester newBeside(RestartableSocket socket) {
        SocketOptions options = SocketOptions.defaults().forSocket(SocketType.DEALER, socket.options());
        return new NamedRequester(
                new RequesterDefinition(
                        socket.name(),
                        List.of(),
                        connected(socket),
                        RequesterOptions.builder().socket(options).build()),
                false,
                sockets::context,
                () -> closing);
    }

    private static List<String> connected(RestartableSocket socket) {
        return socket.endpoints().stream().map(endpoint -> endpoint.endpoint()).toList();
    }
}
