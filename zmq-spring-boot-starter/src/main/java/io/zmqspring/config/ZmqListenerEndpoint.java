package io.zmqspring.config;

import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.listener.ZmqMessageListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes one listener, before it has a container. */
public interface ZmqListenerEndpoint {

    /** {@return the id of the container to be, unique} */
    String getId();

    /** {@return the name of the socket to receive from} */
    String getSocketName();

    /** {@return settings of its container that replace those of the factory, by default none} */
    default ContainerOverrides getOverrides() {
        return ContainerOverrides.none();
    }

    /**
     * {@return the socket to make for it, of {@link #getSocketName()}; {@code null}, the default, when there is one}
     */
    default @Nullable SocketDefinition getSocketDefinition() {
        return null;
    }

    /**
     * {@return what a SUB or XSUB socket subscribes to for it, beside the topics of the socket, in UTF-8; an empty
     * text is everything; by default nothing}
     */
    default List<String> getTopics() {
        return List.of();
    }

    /** {@return the group of its container, or {@code null}, the default, for none} */
    default @Nullable String getGroup() {
        return null;
    }

    /** {@return what to call it in messages to a developer, by default its id} */
    default String getDescription() {
        return "'" + getId() + "'";
    }

    /**
     * Creates the listener.
     *
     * @param resources what it may be made of
     * @return the listener
     * @throws io.zmqspring.support.ZmqListenerDefinitionException when it cannot work
     */
    ZmqMessageListener createListener(ListenerResources resources);
}
