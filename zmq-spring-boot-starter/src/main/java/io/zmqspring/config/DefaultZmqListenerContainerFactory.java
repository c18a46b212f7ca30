package io.zmqspring.config;

import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.lifecycle.ConcurrentReplier;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.ContainerProperties;
import io.zmqspring.listener.DefaultZmqMessageListenerContainer;
import io.zmqspring.listener.ErrorReplyPolicy;
import io.zmqspring.listener.FilterInterceptor;
import io.zmqspring.listener.LoggingErrorHandler;
import io.zmqspring.listener.MessageOrdering;
import io.zmqspring.listener.StartupFailurePolicy;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.listener.ZmqMessageInterceptor;
import io.zmqspring.listener.ZmqMessageListener;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.observation.DefaultZmqListenerObservationConvention;
import io.zmqspring.observation.ZmqListenerObservationConvention;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.ZmqPhases;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqOperations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;

/** Creates {@link DefaultZmqMessageListenerContainer}s over named sockets. */
public class DefaultZmqListenerContainerFactory
        implements ZmqListenerContainerFactory, ApplicationEventPublisherAware, BeanFactoryAware {

    /** A REQ receives what it has asked for, and nothing else. */
    private static final Set<SocketType> LISTENING = EnumSet.copyOf(Arrays.stream(SocketType.values())
            .filter(type -> type.receives() && type != SocketType.REQ)
            .toList());

    private final ZmqSocketRegistry sockets;
    private final ZmqOperations operations;
    private final ZmqMessageConverter converter;
    private final ContainerProperties containerProperties = new ContainerProperties();
    private ZmqContainerErrorHandler errorHandler = new LoggingErrorHandler();
    private ZmqErrorReply errorReply = ErrorReplyPolicy.NOTICE;
    private @Nullable ApplicationEventPublisher eventPublisher;
    private List<ZmqMessageInterceptor> interceptors = List.of();
    private List<ZmqListenerContainerCustomizer> customizers = List.of();
    private BiConsumer<String, ContainerProperties> settingsById = (id, settings) -> {};
    private List<Advice> adviceChain = List.of();
    private @Nullable Executor taskExecutor;
    private final ExecutorFactories executorFactories = new ExecutorFactories();
    private @Nullable ObservationRegistry observationRegistry;
    private ZmqListenerObservationConvention observationConvention = new DefaultZmqListenerObservationConvention();

    /**
     * @param sockets where containers find their socket
     * @param operations sends replies
     * @param converter between frames and payloads
     */
    public DefaultZmqListenerContainerFactory(
            ZmqSocketRegistry sockets, ZmqOperations operations, ZmqMessageConverter converter) {
        this.sockets = sockets;
        this.operations = operations;
        this.converter = converter;
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

    /**
     * Sets what a REP or ROUTER answers to a request that its listener could not handle, by default
     * {@link ErrorReplyPolicy#NOTICE}. Holds for containers made from then on.
     *
     * @param errorReply makes the answer
     */
    public void setErrorReply(ZmqErrorReply errorReply) {
        this.errorReply = errorReply;
    }

    /**
     * Sets what sees each message before and after every listener, by default nothing. Holds for containers made from
     * then on.
     *
     * @param interceptors called in order, after the filter of the listener
     */
    public void setInterceptors(List<? extends ZmqMessageInterceptor> interceptors) {
        this.interceptors = List.copyOf(interceptors);
    }

    /**
     * Sets what stands around each call of every listener, by default nothing. Holds for containers made from then on.
     *
     * @param advice such as a method interceptor, the first outermost; that of a single listener is inside of these
     */
    public void setAdviceChain(Advice... advice) {
        this.adviceChain = List.of(advice);
    }

    /**
     * Sets what runs the workers of every listener, see {@link DefaultZmqMessageListenerContainer#setTaskExecutor}.
     * Holds for containers made from then on.
     *
     * @param taskExecutor has a thread for each worker of each listener; {@code null}, the default, for threads of
     *     their own
     */
    public void setTaskExecutor(@Nullable Executor taskExecutor) {
        this.taskExecutor = taskExecutor;
    }

    /**
     * Sets what changes each container before it starts, by default nothing. Holds for containers made from then on.
     *
     * @param customizers called in order
     */
    public void setContainerCustomizers(List<? extends ZmqListenerContainerCustomizer> customizers) {
        this.customizers = List.copyOf(customizers);
    }

    /**
     * Sets what changes the settings of single listeners, after what their endpoints override. Holds for containers
     * made from then on.
     *
     * @param settingsById called with the id of each listener and its settings
     */
    public void setSettingsById(BiConsumer<String, ContainerProperties> settingsById) {
        this.settingsById = settingsById;
    }

    /**
     * Sets where the messages that listeners handle are observed, by default nowhere. Holds for containers made from
     * then on.
     *
     * @param registry the registry, or {@code null} to observe nothing
     */
    public void setObservationRegistry(@Nullable ObservationRegistry registry) {
        this.observationRegistry = registry;
    }

    /**
     * Sets names and keys of observations.
     *
     * @param convention by default a {@link DefaultZmqListenerObservationConvention}
     */
    public void setObservationConvention(ZmqListenerObservationConvention convention) {
        this.observationConvention = convention;
    }

    @Override
    public void setApplicationEventPublisher(ApplicationEventPublisher eventPublisher) {
        this.eventPublisher = eventPublisher;
    }

    /** Finds there the factory beans of executors, whose phase may have to change. */
    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        executorFactories.setBeanFactory(beanFactory);
    }

    @Override
    public ZmqMessageListenerContainer createListenerContainer(ZmqListenerEndpoint endpoint) {
        SocketDefinition definition = endpoint.getSocketDefinition();
        if (definition == null) {
            return createListenerContainer(endpoint, namedSocket(endpoint));
        }
        RestartableSocket own = register(endpoint, definition);
        boolean created = false;
        try {
            ZmqMessageListenerContainer container = createListenerContainer(endpoint, own);
            created = true;
            return container;
        } finally {
            if (!created) {
                sockets.unregister(own.name());
            }
        }
    }

    /** Closes and forgets the socket that was made for the listener. */
    @Override
    public void releaseSocket(ZmqListenerEndpoint endpoint) {
        if (endpoint.getSocketDefinition() != null) {
            sockets.unregister(endpoint.getSocketName());
        }
    }

    private ZmqMessageListenerContainer createListenerContainer(
            ZmqListenerEndpoint endpoint, RestartableSocket socket) {
        requireListening(endpoint, socket);
        ContainerProperties properties = properties(endpoint, socket);
        ZmqMessageListener listener = endpoint.createListener(
                new ListenerResources(sockets, operations, converter, errorReply, properties.getPendingTimeout()));
        // Known now: a listener that replies has a REP socket take several requests at once.
        if (socket.type() == SocketType.REP
                && !(socket instanceof ConcurrentReplier replier && replier.repliesConcurrently())) {
            takeTurns(endpoint, properties);
        }
        DefaultZmqMessageListenerContainer container =
                new DefaultZmqMessageListenerContainer(endpoint.getId(), socket, properties, listener);
        container.setTopics(topics(endpoint, socket));
        container.setErrorHandler(errorHandler);
        container.setTaskExecutor(taskExecutor);
        endpoint.getOverrides().applyTo(container);
        executorFactories.stopWith(endpoint.getOverrides().executor(taskExecutor), container.getPhase());
        if (eventPublisher != null) {
            container.setApplicationEventPublisher(eventPublisher);
        }
        container.setInterceptors(interceptors(endpoint));
        container.setAdviceChain(Stream.concat(adviceChain.stream(), endpoint.getOverrides().adviceChain().stream())
                .toList());
        if (observationRegistry != null) {
            container.setObservation(observationRegistry, observationConvention);
        }
        customizers.forEach(customizer -> customizer.customize(container));
        return container;
    }

    private List<ZmqMessageInterceptor> interceptors(ZmqListenerEndpoint endpoint) {
        Predicate<? super ZmqMessage> filter = endpoint.getOverrides().filter();
        if (filter == null) {
            return interceptors;
        }
        List<ZmqMessageInterceptor> all = new ArrayList<>();
        all.add(new FilterInterceptor(filter));
        all.addAll(interceptors);
        return all;
    }

    private RestartableSocket namedSocket(ZmqListenerEndpoint endpoint) {
        try {
            return sockets.getSocket(endpoint.getSocketName());
        } catch (ZmqUnknownSocketException unknown) {
            throw cannotListen(endpoint, unknown);
        }
    }

    private static void requireListening(ZmqListenerEndpoint endpoint, RestartableSocket socket) {
        if (!LISTENING.contains(socket.type())) {
            throw cannotListen(
                    endpoint, new ZmqSocketTypeException(socket.name(), socket.type(), "be listened on", LISTENING));
        }
    }

    private static ZmqListenerDefinitionException cannotListen(ZmqListenerEndpoint endpoint, RuntimeException why) {
        return new ZmqListenerDefinitionException(endpoint.getDescription(), "cannot listen: " + why.getMessage(), why);
    }

    private RestartableSocket register(ZmqListenerEndpoint endpoint, SocketDefinition definition) {
        try {
            return sockets.register(
                    definition,
                    settings(endpoint, containerProperties.getPhase()).isAutoStartup());
        } catch (IllegalArgumentException taken) {
            throw new ZmqListenerDefinitionException(
                    endpoint.getDescription(), "cannot have a socket of its own: " + taken.getMessage(), taken);
        }
    }

    /** A subscriber that has no topic at all takes everything: it would receive nothing else. */
    private static List<String> topics(ZmqListenerEndpoint endpoint, RestartableSocket socket) {
        List<String> topics = endpoint.getTopics();
        if (socket instanceof TopicSubscriber) {
            if (!topics.isEmpty() || !socket.definition().topics().isEmpty()) {
                return topics;
            }
            return endpoint instanceof MultiMethodZmqListenerEndpoint multi ? multi.handledTopics() : List.of("");
        }
        if (!topics.isEmpty()) {
            throw new ZmqListenerDefinitionException(
                    endpoint.getDescription(),
                    "has topics " + topics + ", but socket '" + socket.name() + "' of type " + socket.type()
                            + " does not subscribe: topics are for SUB and XSUB sockets");
        }
        return topics;
    }

    private ContainerProperties properties(ZmqListenerEndpoint endpoint, RestartableSocket socket) {
        boolean local = containerProperties.getPhase() == ZmqPhases.LISTENERS && sockets.isFedFromWithin(socket);
        ContainerProperties properties =
                settings(endpoint, local ? ZmqPhases.LOCAL_LISTENERS : containerProperties.getPhase());
        if (properties.getOrdering() == MessageOrdering.STRICT && properties.getConcurrency() > 1) {
            throw new ZmqListenerDefinitionException(
                    endpoint.getDescription(),
                    "ordering is strict and concurrency is " + properties.getConcurrency()
                            + ": strict is one worker, wanted is ordering per-key or none, or concurrency 1");
        }
        if (properties.getStartupFailurePolicy() != StartupFailurePolicy.FAIL) {
            sockets.getLifecycle(socket.name()).leaveToListener();
        }
        return properties;
    }

    private ContainerProperties settings(ZmqListenerEndpoint endpoint, int phase) {
        ContainerProperties settings = new ContainerProperties(containerProperties);
        settings.setPhase(phase);
        endpoint.getOverrides().applyTo(settings);
        settingsById.accept(endpoint.getId(), settings);
        return settings;
    }

    /** A REP receives the next request when it has answered the last. */
    private static void takeTurns(ZmqListenerEndpoint endpoint, ContainerProperties properties) {
        Integer concurrency = endpoint.getOverrides().concurrency();
        if (concurrency != null && concurrency > 1) {
            throw new ZmqListenerDefinitionException(
                    endpoint.getDescription(),
                    "concurrency is " + concurrency + ", but socket '" + endpoint.getSocketName()
                            + "' of type REP answers one request at a time: a ROUTER answers several, also those of"
                            + " REQ sockets");
        }
        properties.setConcurrency(1);
        properties.setMaxPending(1);
    }
}
