package io.zmqspring.config;

import io.zmqspring.core.lifecycle.SocketDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every kind of endpoint has: id, socket, topics and overrides. */
public abstract class AbstractZmqListenerEndpoint implements ZmqListenerEndpoint {

    private final String id;
    private final String socketName;
    private ContainerOverrides overrides = ContainerOverrides.none();
    private @Nullable SocketDefinition socketDefinition;
    private List<String> topics = List.of();
    private @Nullable String group;

    AbstractZmqListenerEndpoint(String id, String socketName) {
        this.id = id;
        this.socketName = socketName;
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final String getSocketName() {
        return socketName;
    }

    @Override
    public final ContainerOverrides getOverrides() {
        return overrides;
    }

    /**
     * Sets {@link #getOverrides()}.
     *
     * @param overrides settings of its container that replace those of the factory
     */
    public final void setOverrides(ContainerOverrides overrides) {
        this.overrides = overrides;
    }

    @Override
    public final @Nullable SocketDefinition getSocketDefinition() {
        return socketDefinition;
    }

    /**
     * Sets {@link #getSocketDefinition()}.
     *
     * @param socketDefinition the socket to make, or {@code null} when there is one
     * @throws IllegalArgumentException when its name is not {@link #getSocketName()}
     */
    public final void setSocketDefinition(@Nullable SocketDefinition socketDefinition) {
        if (socketDefinition != null && !socketDefinition.name().equals(socketName)) {
            throw new IllegalArgumentException(
                    "the socket to make is named '" + socketDefinition.name() + "', wanted is '" + socketName + "'");
        }
        this.socketDefinition = socketDefinition;
    }

    @Override
    public final @Nullable String getGroup() {
        return group;
    }

    /**
     * Sets {@link #getGroup()}.
     *
     * @param group name of the group, or {@code null} for none
     */
    public final void setGroup(@Nullable String group) {
        this.group = group;
    }

    @Override
    public final List<String> getTopics() {
        return topics;
    }

    /**
     * Sets {@link #getTopics()}.
     *
     * @param topics what to subscribe to
     */
    public final void setTopics(List<String> topics) {
        this.topics = List.copyOf(topics);
    }
}
