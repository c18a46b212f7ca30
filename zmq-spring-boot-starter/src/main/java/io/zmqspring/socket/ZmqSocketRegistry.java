package io.zmqspring.socket;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.TopicPublisher;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * All named sockets. Any thread may call any method.
 *
 * <p>As a bean it registers each of its sockets as a singleton bean of the socket's name, unless a bean definition did
 * so already; it starts and stops them with the application context, and closes them when that closes and all beans
 * that depend on them are destroyed. A socket registered later opens at its first use or start. The registry of a child
 * of an application context finds the parent's sockets too.
 */
public class ZmqSocketRegistry implements BeanFactoryAware, ApplicationListener<ContextClosedEvent>, DisposableBean {

    private final Supplier<ZmqContext> context;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<RestartableSocket>> listeners = new ArrayList<>();
    private final List<Consumer<RestartableSocket>> endListeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, NamedSocketLifecycle> lifecycles = Map.of();
    private final Set<String> reserved = new HashSet<>();
    private volatile @Nullable ConfigurableBeanFactory beanFactory;
    private volatile @Nullable ZmqSocketRegistry parent;
    private volatile UnaryOperator<SocketDefinition> definitions = UnaryOperator.identity();
    private volatile boolean closing;
    private volatile boolean destroyed;

    /** @param context gives the context that creates the sockets; asked when a socket opens */
    public ZmqSocketRegistry(Supplier<ZmqContext> context) {
        this.context = context;
    }

    /**
     * Adds a socket that opens when the application context starts. It is not opened here.
     *
     * @param definition what it is made of
     * @return the socket
     * @throws IllegalArgumentException when there is a socket, or a bean that is no socket, of that name
     */
    public RestartableSocket register(SocketDefinition definition) {
        return register(definition, true);
    }

    /**
     * Adds a socket. It is not opened here.
     *
     * @param definition what it is made of
     * @param autoStartup whether it opens when the application context starts; else its first use or start opens it
     * @return the socket
     * @throws IllegalArgumentException when there is a socket, or a bean that is no socket, of that name
     */
    public RestartableSocket register(SocketDefinition definition, boolean autoStartup) {
        String name = definition.name();
        reserve(name);
        RestartableSocket socket = RestartableSocket.of(definitions.apply(definition), context);
        List<Consumer<RestartableSocket>> toNotify;
        try {
            NamedSocketLifecycle lifecycle = new NamedSocketLifecycle(socket, autoStartup, () -> closing);
            makeBeans(lifecycle);
            toNotify = add(name, lifecycle);
        } finally {
            release(name);
        }
        toNotify.forEach(listener -> listener.accept(socket));
        return socket;
    }

    /**
     * Closes a socket for good, waiting as its linger says, and forgets it and its beans. Its name is free then.
     *
     * @param name its name
     * @throws ZmqUnknownSocketException when this registry has none of that name
     * @throws IllegalArgumentException when a bean definition made it, as for those of the configuration
     */
    public void unregister(String name) {
        ConfigurableBeanFactory factory = beanFactory;
        if (factory instanceof BeanDefinitionRegistry definitions && definitions.containsBeanDefinition(name)) {
            throw new IllegalArgumentException("socket '" + name
                    + "' has a bean definition, so that others may depend on it: it stays until the application ends");
        }
        NamedSocketLifecycle removed;
        lock.lock();
        try {
            Map<String, NamedSocketLifecycle> next = new LinkedHashMap<>(lifecycles);
            removed = next.remove(name);
            if (removed == null) {
                throw new ZmqUnknownSocketException(name, lifecycles.keySet());
            }
            lifecycles = next;
        } finally {
            lock.unlock();
        }
        if (factory instanceof DefaultSingletonBeanRegistry singletons) {
            singletons.destroySingleton(name + NamedSocketLifecycle.BEAN_NAME_SUFFIX);
            singletons.destroySingleton(name);
        }
        removed.socket().close();
        endListeners.forEach(listener -> listener.accept(removed.socket()));
    }

    /**
     * Adds a listener for sockets that are unregistered.
     *
     * @param listener called once for each, when it is closed
     */
    public void whenUnregistered(Consumer<RestartableSocket> listener) {
        endListeners.add(listener);
    }

    /**
     * Sets what may change the definition of each socket that is registered from now on, for example its endpoints.
     *
     * @param change gives the definition to use, of the same name and type
     */
    public void changeDefinitions(UnaryOperator<SocketDefinition> change) {
        this.definitions = change;
    }

    /** Beans are asked for and registered without the lock, since both take the bean factory's. */
    private void reserve(String name) {
        lock.lock();
        try {
            if (contains(name) || !reserved.add(name)) {
                throw new IllegalArgumentException(
                        "socket '" + name + "' is registered already" + (contains(name) ? ": " + getSocket(name) : ""));
            }
        } finally {
            lock.unlock();
        }
    }

    private void release(String name) {
        lock.lock();
        try {
            reserved.remove(name);
        } finally {
            lock.unlock();
        }
    }

    /** {@return the listeners there are, which are to be called with the socket} */
    private List<Consumer<RestartableSocket>> add(String name, NamedSocketLifecycle lifecycle) {
        lock.lock();
        try {
            Map<String, NamedSocketLifecycle> next = new LinkedHashMap<>(lifecycles);
            next.put(name, lifecycle);
            lifecycles = next;
            return List.copyOf(listeners);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a listener for sockets: present ones at once, later ones when they are registered.
     *
     * @param listener called once for each
     */
    public void whenRegistered(Consumer<RestartableSocket> listener) {
        Collection<RestartableSocket> present;
        lock.lock();
        try {
            present = getSockets();
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
        present.forEach(listener);
    }

    /**
     * Finds a socket.
     *
     * @param name its name
     * @return its handle
     * @throws ZmqUnknownSocketException when there is none of that name
     */
    public RestartableSocket getSocket(String name) {
        return getLifecycle(name).socket();
    }

    /**
     * Finds what starts and stops a socket with the application context.
     *
     * @param name the socket's name
     * @return its lifecycle
     * @throws ZmqUnknownSocketException when there is none of that name
     */
    public NamedSocketLifecycle getLifecycle(String name) {
        Map<String, NamedSocketLifecycle> now = lifecycles;
        NamedSocketLifecycle lifecycle = now.get(name);
        if (lifecycle != null) {
            return lifecycle;
        }
        ZmqSocketRegistry above = parent;
        if (above != null && above.contains(name)) {
            return above.getLifecycle(name);
        }
        throw new ZmqUnknownSocketException(name, knownNames());
    }

    /**
     * Finds a socket that can send.
     *
     * @param name its name
     * @return its handle
     * @throws ZmqUnknownSocketException when there is none of that name
     * @throws ZmqSocketTypeException when it cannot send
     */
    public MultipartSender getSender(String name) {
        RestartableSocket socket = getSocket(name);
        requireNotDestroyed(socket);
        if (socket instanceof MultipartSender sender) {
            return sender;
        }
        throw new ZmqSocketTypeException(name, socket.type(), "send", types(SocketType::sends));
    }

    /**
     * Finds a socket that can receive.
     *
     * @param name its name
     * @return its handle
     * @throws ZmqUnknownSocketException when there is none of that name
     * @throws ZmqSocketTypeException when it cannot receive
     */
    public MultipartReceiver getReceiver(String name) {
        RestartableSocket socket = getSocket(name);
        if (socket instanceof MultipartReceiver receiver) {
            return receiver;
        }
        throw new ZmqSocketTypeException(name, socket.type(), "receive", types(SocketType::receives));
    }

    /**
     * Finds a socket that publishes under topics.
     *
     * @param name its name
     * @return its handle
     * @throws ZmqUnknownSocketException when there is none of that name
     * @throws ZmqSocketTypeException when it is neither a PUB nor an XPUB
     */
    public TopicPublisher getPublisher(String name) {
        RestartableSocket socket = getSocket(name);
        if (socket instanceof TopicPublisher publisher) {
            return publisher;
        }
        throw new ZmqSocketTypeException(
                name, socket.type(), "publish under a topic", EnumSet.of(SocketType.PUB, SocketType.XPUB));
    }

    /**
     * Finds a socket that addresses its peers.
     *
     * @param name its name
     * @return its handle
     * @throws ZmqUnknownSocketException when there is none of that name
     * @throws ZmqSocketTypeException when it is not a ROUTER
     */
    public RouterSocket getRouter(String name) {
        RestartableSocket socket = getSocket(name);
        if (socket instanceof RouterSocket router) {
            return router;
        }
        throw new ZmqSocketTypeException(name, socket.type(), "send to a routing id", EnumSet.of(SocketType.ROUTER));
    }

    /**
     * Looks whether there is a socket.
     *
     * @param name its name
     * @return whether there is one of that name
     */
    public boolean contains(String name) {
        ZmqSocketRegistry above = parent;
        return lifecycles.containsKey(name) || above != null && above.contains(name);
    }

    /** {@return the names of its sockets, without the parent's, in the order they were registered} */
    public Set<String> getSocketNames() {
        return Collections.unmodifiableSet(lifecycles.keySet());
    }

    /** {@return its sockets, without the parent's, in the order they were registered} */
    public Collection<RestartableSocket> getSockets() {
        return lifecycles.values().stream().map(NamedSocketLifecycle::socket).toList();
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory instanceof ConfigurableBeanFactory configurable ? configurable : null;
        BeanFactory above = beanFactory instanceof HierarchicalBeanFactory child ? child.getParentBeanFactory() : null;
        if (above != null) {
            parent = above.getBeanProvider(ZmqSocketRegistry.class).getIfUnique();
        }
        lifecycles.values().forEach(this::makeBeans);
    }

    /**
     * Takes note that the application context closes. From now on a stop of the lifecycle closes no socket, so that
     * beans may send until they are destroyed. Sockets that only receive take nothing more from outside, where messages
     * wait for the next start of the application.
     */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext().getAutowireCapableBeanFactory() != beanFactory) {
            return;
        }
        closing = true;
        getSockets().stream()
                .filter(socket -> socket.type().receives() && !socket.type().sends() && !isFedFromWithin(socket))
                .forEach(RestartableSocket::stopListening);
    }

    /**
     * Looks whether messages of a socket may come from this application.
     *
     * @param socket one that receives
     * @return whether another socket of the registry sends over one of its endpoints
     */
    public boolean isFedFromWithin(RestartableSocket socket) {
        return getSockets().stream()
                .anyMatch(other -> other != socket && other.type().sends() && SharedEndpoints.connect(other, socket));
    }

    /**
     * Closes every socket for good: those that connect, then those that bind. The lingers of each group pass at the
     * same time.
     */
    @Override
    public void destroy() {
        destroyed = true;
        ParallelClose.closeAll(getSockets().stream()
                .filter(socket -> socket.definition().bind().isEmpty())
                .toList());
        ParallelClose.closeAll(getSockets());
    }

    private void requireNotDestroyed(RestartableSocket socket) {
        if (destroyed) {
            throw new ZmqClosedException(
                    "socket '" + socket.name() + "' was closed with the application context: a bean"
                            + " that uses it while it is destroyed must depend on it, by injection or @DependsOn");
        }
    }

    /** {@return the context that creates the sockets} */
    ZmqContext context() {
        return context.get();
    }

    Set<String> knownNames() {
        Set<String> names = new LinkedHashSet<>(lifecycles.keySet());
        ZmqSocketRegistry above = parent;
        if (above != null) {
            names.addAll(above.knownNames());
        }
        return names;
    }

    private void makeBeans(NamedSocketLifecycle lifecycle) {
        String name = lifecycle.socket().name();
        makeBean(name, lifecycle.socket(), ZmqSocket.class);
        makeBean(name + NamedSocketLifecycle.BEAN_NAME_SUFFIX, lifecycle, NamedSocketLifecycle.class);
    }

    private void makeBean(String name, Object bean, Class<?> type) {
        ConfigurableBeanFactory factory = beanFactory;
        if (factory == null) {
            return;
        }
        if (!factory.containsLocalBean(name)) {
            factory.registerSingleton(name, bean);
        } else if (!factory.isTypeMatch(name, type)) {
            throw new IllegalArgumentException(
                    "socket '" + name + "' has the name of another bean, of type " + factory.getType(name));
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
