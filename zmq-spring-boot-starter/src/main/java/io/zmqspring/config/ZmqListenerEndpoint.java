package io.zmqspring.config;

import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqMessageListener;
import org.jspecify.annotations.Nullable;

/** Describes one listener, before it has a container. */
public interface ZmqListenerEndpoint {

    /** {@return the id of the container to be, unique} */
    String getId();

    /** {@return the name of the socket to receive from} */
    String getSocketName();

    /** {@return how many workers, or {@code null} for what the factory says} */
    @Nullable Integer getConcurrency();

    /** {@return whether it starts with the application context, or {@code null} for what the factory says} */
    @Nullable Boolean getAutoStartup();

    /** {@return what hears of failures, or {@code null} for the factory's} */
    @Nullable ZmqContainerErrorHandler getErrorHandler();

    /** {@return what to call it in messages to a developer, by default its id} */
    default String getDescription() {
        return "'" + getId() + "'";
    }

    /**
     * Makes the listener.
     *
     * @param resources what it may be made of
     * @return the listener
     * @throws io.zmqspring.support.ZmqListenerDefinitionException when it cannot work
     */
    ZmqMessageListener createListener(ListenerResources resources);
}
