package io.zmqspring.socket;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.support.SocketTypeException;
import io.zmqspring.support.UnknownSocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * All named sockets. Any thread may call any method.
 *
 * <p>As a bean it makes each of its sockets a singleton bean of the socket's name, unless a bean definition did so
 * already; their lifecycle is then the application context's. A socket registered later opens at its first use or
 * start.
 */
public final class ZmqSocketRegistry implements BeanFactoryAware, DisposableBean {

    private final Supplier<ZmqContext> context;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<ZmqNamedSocket>> listeners = new ArrayList<>();
    private volatile Map<String, ZmqNamedSocket> sockets = Map.of();
    private @Nullable ConfigurableBeanFactory beanFactory;

    /** @param context gives the context that makes the sockets; asked when a socket opens */
    public ZmqSocketRegistry(Supplier<ZmqContext> context) {
        this.context = context;
    }

    /**
     * The bean type of a socket.
     *
     * @param type its type
     * @return the class of the handles the registry makes for that type; it implements the typed interface
     */
    public static Class<? extends ZmqNamedSocket> handleType(SocketType type) {
        return switch (type) {
            case PUSH -> NamedPushSocket.class;
            case PULL -> NamedPullSocket.class;
            case PAIR -> NamedPairSocket.class;
        };
    }

    /**
     * Adds a socket. It is not opened here.
     *
     * @param definition what it is made of
     * @return its handle
     * @throws IllegalArgumentException when there is a socket, or a bean that is no socket, of that name
     */
    public ZmqNamedSocket register(ZmqSocketDefinition definition) {
        lock.lock();
        try {
            if (sockets.containsKey(definition.name())) {
                throw new IllegalArgumentException(
                        "socket '" + definition.name() + "' is registered already: " + sockets.get(definition.name()));
            }
            ZmqNamedSocket socket = handle(definition);
            makeBean(socket);
            Map<String, ZmqNamedSocket> next = new LinkedHashMap<>(sockets);
            next.put(definition.name(), socket);
            sockets = next;
            listeners.forEach(listener -> listener.accept(socket));
            return socket;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells of each socket: of those there are at once, of later ones when they are registered.
     *
     * @param listener called once for each
     */
    public void whenRegistered(Consumer<ZmqNamedSocket> listener) {
        lock.lock();
        try {
            sockets.values().forEach(listener);
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Finds a socket.
     *
     * @param name its name
     * @return its handle
     * @throws UnknownSocketException when there is none of that name
     */
    public ZmqNamedSocket get(String name) {
        Map<String, ZmqNamedSocket> now = sockets;
        ZmqNamedSocket socket = now.get(name);
        if (socket == null) {
            throw new UnknownSocketException(name, now.keySet());
        }
        return socket;
    }

    /**
     * Finds a socket that can send.
     *
     * @param name its name
     * @return its handle
     * @throws UnknownSocketException when there is none of that name
     * @throws SocketTypeException when it cannot send
     */
    public MessageSender sender(String name) {
        ZmqNamedSocket socket = get(name);
        if (socket instanceof MessageSender sender) {
            return sender;
        }
        throw new SocketTypeException(name, socket.type(), "send", types(SocketType::sends));
    }

    /**
     * Finds a socket that can receive.
     *
     * @param name its name
     * @return its handle
     * @throws UnknownSocketException when there is none of that name
     * @throws SocketTypeException when it cannot receive
     */
    public MessageReceiver receiver(String name) {
        ZmqNamedSocket socket = get(name);
        if (socket instanceof MessageReceiver receiver) {
            return receiver;
        }
        throw new SocketTypeException(name, socket.type(), "receive", types(SocketType::receives));
    }

    /**
     * Whether there is a socket.
     *
     * @param name its name
     * @return whether there is one of that name
     */
    public boolean contains(String name) {
        return sockets.containsKey(name);
    }

    /** {@return the names of all sockets, in the order they were registered} */
    public Set<String> names() {
        return Collections.unmodifiableSet(sockets.keySet());
    }

    /** {@return all sockets, in the order they were registered} */
    public Collection<ZmqNamedSocket> sockets() {
        return List.copyOf(sockets.values());
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        lock.lock();
        try {
            this.beanFactory = beanFactory instanceof ConfigurableBeanFactory configurable ? configurable : null;
            sockets.values().forEach(this::makeBean);
        } finally {
            lock.unlock();
        }
    }

    /** Closes every socket for good. */
    @Override
    public void destroy() {
        sockets().forEach(ZmqNamedSocket::close);
    }

    private ZmqNamedSocket handle(ZmqSocketDefinition definition) {
        SocketLifecycle lifecycle = new SocketLifecycle(definition, context);
        return switch (definition.type()) {
            case PUSH -> new NamedPushSocket(lifecycle);
            case PULL -> new NamedPullSocket(lifecycle);
            case PAIR -> new NamedPairSocket(lifecycle);
        };
    }

    private void makeBean(ZmqNamedSocket socket) {
        ConfigurableBeanFactory factory = beanFactory;
        if (factory == null) {
            return;
        }
        if (!factory.containsBean(socket.name())) {
            factory.registerSingleton(socket.name(), socket);
        } else if (!factory.isTypeMatch(socket.name(), ZmqSocket.class)) {
            throw new IllegalArgumentException("socket '" + socket.name() + "' has the name of another bean, of type "
                    + factory.getType(socket.name()));
        }
    }

    private static Set<SocketType> types(Predicate<SocketType> can) {
        Set<SocketType> types = EnumSet.noneOf(SocketType.class);
        for (SocketType type : SocketType.values()) {
            if (can.test(type)) {
                types.add(type);
            }
        }
        return types;
    }
}
