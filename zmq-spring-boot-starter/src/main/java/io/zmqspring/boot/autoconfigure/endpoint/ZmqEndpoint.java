package io.zmqspring.boot.autoconfigure.endpoint;

import io.zmqspring.boot.autoconfigure.endpoint.ZmqDescription.ListenerDescription;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqDescription.ProxyDescription;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqDescription.RequesterDescription;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqDescription.SocketDescription;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint {@code zmq}. A GET shows all, or one thing by its kind ({@code sockets}, {@code requesters},
 * {@code proxies}, {@code listeners}) and name. A POST to one thing with an {@code action} changes it: {@code start}
 * and {@code stop} anything, {@code pause} and {@code resume} listeners and proxies. By default only reading is
 * allowed; {@code management.endpoint.zmq.access=unrestricted} allows the rest.
 */
@Endpoint(id = "zmq", defaultAccess = Access.READ_ONLY)
public class ZmqEndpoint {

    private final ObjectProvider<ZmqContext> context;
    private final ZmqSocketRegistry sockets;
    private final ZmqRequesterRegistry requesters;
    private final ObjectProvider<NamedProxy> proxies;
    private final ObjectProvider<ZmqListenerEndpointRegistry> listeners;

    /**
     * Creates the endpoint.
     *
     * @param context whose counters it shows, when there is one
     * @param sockets named sockets
     * @param requesters named requesters
     * @param proxies named proxies
     * @param listeners registries of listener containers
     */
    public ZmqEndpoint(
            ObjectProvider<ZmqContext> context,
            ZmqSocketRegistry sockets,
            ZmqRequesterRegistry requesters,
            ObjectProvider<NamedProxy> proxies,
            ObjectProvider<ZmqListenerEndpointRegistry> listeners) {
        this.context = context;
        this.sockets = sockets;
        this.requesters = requesters;
        this.proxies = proxies;
        this.listeners = listeners;
    }

    /** What can be done to a thing. */
    public enum Action {
        /** Opens a socket or requester, begins to receive or to move messages. */
        START,
        /** The reverse. */
        STOP,
        /** Receives or moves no further message until it is resumed, also after a restart. */
        PAUSE,
        /** The reverse. */
        RESUME
    }

    /** {@return all there is} */
    @ReadOperation
    public ZmqDescription describe() {
        ZmqContext unique = context.getIfUnique();
        return new ZmqDescription(
                unique == null ? null : unique.counters(),
                described(socketsByName(), SocketDescription::of),
                described(requestersByName(), RequesterDescription::of),
                described(proxiesByName(), ProxyDescription::of),
                described(listenersById(), ListenerDescription::of));
    }

    /**
     * Shows one thing.
     *
     * @param kind {@code sockets}, {@code requesters}, {@code proxies} or {@code listeners}
     * @param name its name
     * @return its description, or {@code null} when there is none
     */
    @ReadOperation
    public @Nullable Object describeOne(@Selector String kind, @Selector String name) {
        return switch (kind) {
            case "sockets" -> described(socketsByName(), SocketDescription::of).get(name);
            case "requesters" ->
                described(requestersByName(), RequesterDescription::of).get(name);
            case "proxies" -> described(proxiesByName(), ProxyDescription::of).get(name);
            case "listeners" ->
                described(listenersById(), ListenerDescription::of).get(name);
            default -> null;
        };
    }

    /**
     * Does something to one thing.
     *
     * @param kind {@code sockets}, {@code requesters}, {@code proxies} or {@code listeners}
     * @param name its name
     * @param action what to do
     * @return its description afterwards, or {@code null} when there is no such thing
     * @throws InvalidEndpointRequestException when a thing of this kind cannot do that
     */
    @WriteOperation
    public @Nullable Object change(@Selector String kind, @Selector String name, Action action) {
        Map<Action, Runnable> actions = actionsOf(kind, name);
        if (actions == null) {
            return null;
        }
        Runnable wanted = actions.get(action);
        if (wanted == null) {
            throw new InvalidEndpointRequestException(
                    kind + " have no action " + action + ": allowed are " + actions.keySet(),
                    "action " + action.name().toLowerCase(Locale.ROOT) + " is not for " + kind + ", use one of "
                            + actions.keySet());
        }
        wanted.run();
        return describeOne(kind, name);
    }

    private @Nullable Map<Action, Runnable> actionsOf(String kind, String name) {
        return switch (kind) {
            case "sockets" -> actions(socketsByName().get(name), socket -> List.of(socket::start, socket::stop));
            case "requesters" ->
                actions(requestersByName().get(name), requester -> List.of(requester::start, requester::stop));
            case "proxies" ->
                actions(
                        proxiesByName().get(name),
                        proxy -> List.of(proxy::start, proxy::stop, proxy::pause, proxy::resume));
            case "listeners" ->
                actions(
                        listenersById().get(name),
                        container -> List.of(container::start, container::stop, container::pause, container::resume));
            default -> null;
        };
    }

    /** {@return the actions in the order of {@link Action}} */
    private static <T> @Nullable Map<Action, Runnable> actions(@Nullable T thing, Function<T, List<Runnable>> ofThing) {
        if (thing == null) {
            return null;
        }
        Map<Action, Runnable> actions = new EnumMap<>(Action.class);
        for (Runnable each : ofThing.apply(thing)) {
            actions.put(Action.values()[actions.size()], each);
        }
        return actions;
    }

    private Map<String, RestartableSocket> socketsByName() {
        return byName(sockets.getSockets().stream(), RestartableSocket::name);
    }

    private Map<String, NamedRequester> requestersByName() {
        Map<String, NamedRequester> all = byName(requesters.getRequesters().stream(), NamedRequester::name);
        all.putAll(requesters.getRequestersOfSockets());
        return all;
    }

    private Map<String, NamedProxy> proxiesByName() {
        return byName(proxies.stream(), NamedProxy::name);
    }

    private Map<String, ZmqMessageListenerContainer> listenersById() {
        return byName(
                listeners.stream().flatMap(registry -> registry.getListenerContainers().stream()),
                ZmqMessageListenerContainer::getListenerId);
    }

    private static <T> Map<String, T> byName(Stream<T> things, Function<T, String> name) {
        Map<String, T> all = new TreeMap<>();
        things.forEach(thing -> all.put(name.apply(thing), thing));
        return all;
    }

    private static <T, D> Map<String, D> described(Map<String, T> things, Function<T, D> description) {
        Map<String, D> descriptions = new LinkedHashMap<>();
        things.forEach((name, thing) -> descriptions.put(name, description.apply(thing)));
        return descriptions;
    }
}
