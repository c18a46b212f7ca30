package io.zmqspring.annotation;

import io.zmqspring.config.AbstractZmqListenerEndpoint;
import io.zmqspring.config.ContainerOverrides;
import io.zmqspring.config.MethodZmqListenerEndpoint;
import io.zmqspring.config.ZmqListenerContainerFactory;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.listener.ErrorReplyPolicy;
import io.zmqspring.listener.MessageOrdering;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.socket.ZmqSocketCustomizer;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.converter.PayloadMessageConverter;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** Creates endpoints of the attributes of one {@link ZmqListener}. */
final class ListenerAttributes {

    private final ZmqListener annotation;
    private final AnnotationValues values;
    private final @Nullable InlineSocket inline;
    private final @Nullable String socketName;

    /** @throws ZmqListenerDefinitionException when it names and describes no socket */
    ListenerAttributes(ZmqListener annotation, AnnotationValues values) {
        this.annotation = annotation;
        this.values = values;
        this.inline = InlineSocket.of(annotation, values);
        this.socketName = values.text("socket", annotation.socket());
        if (socketName == null && inline == null) {
            throw new ZmqListenerDefinitionException(
                    values.listener(),
                    "names no socket: @ZmqListener(socket = \"…\"), or @ZmqListener(type = \"…\", bind = \"…\")");
        }
        requireInlineForOptions();
    }

    private void requireInlineForOptions() {
        boolean hasOptions = annotation.properties().length > 0
                || !annotation.socketCustomizer().isEmpty();
        if (inline == null && hasOptions) {
            throw new ZmqListenerDefinitionException(
                    values.listener(),
                    "has properties or a socketCustomizer, which are for a socket that the annotation describes by type"
                            + " and endpoints: the options of socket '" + socketName + "' belong where it is defined,"
                            + " as in zmq.sockets." + socketName + ".options");
        }
    }

    /** {@return the name of the socket, made of the id of the listener when it has none} */
    String socketName(String id) {
        return socketName != null ? socketName : id + InlineSocket.NAME_SUFFIX;
    }

    /** {@return an endpoint that calls a method} */
    MethodZmqListenerEndpoint endpoint(String id, Object bean, Method method) {
        MethodZmqListenerEndpoint endpoint = new MethodZmqListenerEndpoint(id, socketName(id), bean, method);
        applyTo(endpoint);
        applyToMethod(endpoint);
        return endpoint;
    }

    /** Sets what an endpoint has for its container. */
    void applyTo(AbstractZmqListenerEndpoint endpoint) {
        if (inline != null) {
            endpoint.setSocketDefinition(customized(inline.definition(endpoint.getSocketName())));
        }
        endpoint.setGroup(values.text("group", annotation.group()));
        endpoint.setTopics(values.texts("topics", annotation.topics()));
        endpoint.setOverrides(ContainerOverrides.none()
                .withConcurrency(values.number("concurrency", annotation.concurrency()))
                .withAutoStartup(values.bool("autoStartup", annotation.autoStartup()))
                .withErrorHandler(errorHandler() instanceof ZmqContainerErrorHandler handler ? handler : null)
                .withFilter(filter())
                .withOrdering(ordering())
                .withExecutor(values.bean("executor", annotation.executor(), Executor.class, "an Executor"))
                .withAdviceChain(values.beans("adviceChain", annotation.adviceChain(), Advice.class, "an Advice"))
                .withBatch(
                        values.number("batchSize", annotation.batchSize()),
                        values.duration("batchTimeout", annotation.batchTimeout())));
    }

    /** Sets what an endpoint has for its method. */
    void applyToMethod(MethodZmqListenerEndpoint endpoint) {
        endpoint.setBatch(values.bool("batch", annotation.batch()));
        endpoint.setMethodErrorHandler(errorHandler() instanceof ZmqListenerErrorHandler handler ? handler : null);
        endpoint.setMessageConverter(messageConverter());
        endpoint.setErrorReply(errorReply());
        endpoint.setReplyContentType(replyContentType());
    }

    private SocketDefinition customized(SocketDefinition definition) {
        ZmqSocketCustomizer customizer = values.bean(
                "socketCustomizer", annotation.socketCustomizer(), ZmqSocketCustomizer.class, "a ZmqSocketCustomizer");
        if (customizer == null) {
            return definition;
        }
        SocketOptions.Builder options = definition.options().toBuilder();
        customizer.customize(definition, options);
        return definition.withOptions(options.build());
    }

    private @Nullable MimeType replyContentType() {
        String text = values.text("replyContentType", annotation.replyContentType());
        try {
            return text == null ? null : MimeTypeUtils.parseMimeType(text);
        } catch (InvalidMimeTypeException invalid) {
            throw values.wrong(
                    "replyContentType",
                    annotation.replyContentType(),
                    String.valueOf(text),
                    "such as application/json");
        }
    }

    @Nullable ZmqListenerContainerFactory containerFactory() {
        Object factory = values.bean("containerFactory", annotation.containerFactory());
        if (factory == null || factory instanceof ZmqListenerContainerFactory) {
            return (ZmqListenerContainerFactory) factory;
        }
        throw values.wrong("containerFactory", annotation.containerFactory(), factory, "a ZmqListenerContainerFactory");
    }

    private @Nullable Object errorHandler() {
        Object handler = values.bean("errorHandler", annotation.errorHandler());
        if (handler == null
                || handler instanceof ZmqListenerErrorHandler
                || handler instanceof ZmqContainerErrorHandler) {
            return handler;
        }
        throw values.wrong(
                "errorHandler",
                annotation.errorHandler(),
                handler,
                "a ZmqListenerErrorHandler or a ZmqContainerErrorHandler");
    }

    private @Nullable MessageOrdering ordering() {
        String text = values.text("ordering", annotation.ordering());
        if (text == null) {
            return null;
        }
        return Arrays.stream(MessageOrdering.values())
                .filter(each -> isNamed(each, text))
                .findFirst()
                .orElseThrow(() -> values.wrong(
                        "ordering",
                        annotation.ordering(),
                        text,
                        "one of " + Arrays.toString(MessageOrdering.values())));
    }

    private static boolean isNamed(Enum<?> constant, @Nullable String text) {
        return text != null
                && constant.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @SuppressWarnings("unchecked")
    private @Nullable Predicate<? super ZmqMessage> filter() {
        Object filter = values.bean("filter", annotation.filter());
        if (filter == null || filter instanceof Predicate<?>) {
            return (Predicate<? super ZmqMessage>) filter;
        }
        throw values.wrong("filter", annotation.filter(), filter, "a Predicate<ZmqMessage>");
    }

    private @Nullable ZmqMessageConverter messageConverter() {
        Object converter = values.bean("messageConverter", annotation.messageConverter());
        if (converter instanceof MessageConverter ofPayloads) {
            return new PayloadMessageConverter(List.of(ofPayloads));
        }
        if (converter == null || converter instanceof ZmqMessageConverter) {
            return (ZmqMessageConverter) converter;
        }
        throw values.wrong(
                "messageConverter",
                annotation.messageConverter(),
                converter,
                "a ZmqMessageConverter or a MessageConverter");
    }

    private @Nullable ZmqErrorReply errorReply() {
        String given = annotation.errorReply();
        String text = values.text("errorReply", given);
        Optional<ErrorReplyPolicy> policy = Arrays.stream(ErrorReplyPolicy.values())
                .filter(each -> isNamed(each, text))
                .findFirst();
        if (policy.isPresent()) {
            return policy.get();
        }
        Object reply = values.bean("errorReply", given);
        if (reply == null || reply instanceof ZmqErrorReply) {
            return (ZmqErrorReply) reply;
        }
        throw values.wrong(
                "errorReply", given, reply, "a ZmqErrorReply or one of " + Arrays.toString(ErrorReplyPolicy.values()));
    }
}
