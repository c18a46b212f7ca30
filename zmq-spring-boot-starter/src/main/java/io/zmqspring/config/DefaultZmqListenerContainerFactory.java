package io.zmqspring.config;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.listener.ContainerProperties;
import io.zmqspring.listener.DefaultZmqMessageListenerContainer;
import io.zmqspring.listener.LoggingErrorHandler;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqMessageListener;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.ZmqPhases;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqOperations;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;

/** Creates {@link DefaultZmqMessageListenerContainer}s over named sockets. */
public class DefaultZmqListenerContainerFactory implements ZmqListenerContainerFactory, ApplicationEventPublisherAware {

    private final ListenerResources resources;
    private final ContainerProperties containerProperties = new ContainerProperties();
    private ZmqContainerErrorHandler errorHandler = new LoggingErrorHandler();
    private @Nullable ApplicationEventPublisher eventPublisher;

    /**
     * @param sockets where containers find their socket
     * @param operations sends replies
     * @param converter between frames and payloads
     */
    public DefaultZmqListenerContainerFactory(
            ZmqSocketRegistry sockets, ZmqOperations operations, ZmqMessageConverter converter) {
        this.resources = new ListenerResources(sockets, operations, converter);
    }

    /** {@return the settings each container gets a copy of; an endpoint may override some} */
    public ContainerProperties getContainerProperties() {
        return containerProperties;
    }

    /**
     * Sets what decides about messages that fail, by default {@link LoggingErrorHandler}.
     *
     * @param errorHandler called each time a listener could not handle a message
     */
    public void setErrorHandler(ZmqContainerErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
    }

    @Override
    public void setApplicationEventPublisher(ApplicationEventPublisher eventPublisher) {
        this.eventPublisher = eventPublisher;
    }

    @Override
    public ZmqMessageListenerContainer createListenerContainer(ZmqListenerEndpoint endpoint) {
        RestartableSocket socket = socket(endpoint);
        ZmqMessageListener listener = endpoint.createListener(resources);
        DefaultZmqMessageListenerContainer container = new DefaultZmqMessageListenerContainer(
                endpoint.getId(), socket, properties(endpoint, socket), listener);
        ZmqContainerErrorHandler own = endpoint.getOverrides().errorHandler();
        container.setErrorHandler(own != null ? own : errorHandler);
        if (eventPublisher != null) {
            container.setApplicationEventPublisher(eventPublisher);
        }
        return container;
    }

    private RestartableSocket socket(ZmqListenerEndpoint endpoint) {
        try {
            resources.sockets().getReceiver(endpoint.getSocketName());
            return resources.sockets().getSocket(endpoint.getSocketName());
        } catch (ZmqUnknownSocketException | ZmqSocketTypeException unusable) {
            throw new ZmqListenerDefinitionException(
                    endpoint.getDescription(), "cannot listen: " + unusable.getMessage(), unusable);
        }
    }

    private ContainerProperties properties(ZmqListenerEndpoint endpoint, RestartableSocket socket) {
        ContainerProperties properties = new ContainerProperties(containerProperties);
        if (properties.getPhase() == ZmqPhases.LISTENERS && resources.sockets().isFedFromWithin(socket)) {
            properties.setPhase(ZmqPhases.LOCAL_LISTENERS);
        }
        endpoint.getOverrides().applyTo(properties);
        return properties;
    }
}
