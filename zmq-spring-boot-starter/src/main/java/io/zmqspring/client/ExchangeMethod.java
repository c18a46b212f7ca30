package io.zmqspring.client;

import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.template.ZmqOperations;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.ClassUtils;

/** What one method of a client does. Read once; any thread may call it. */
final class ExchangeMethod {

    private static final String MONO = "reactor.core.publisher.Mono";
    private static final int NONE = -1;

    private enum Kind {
        SEND,
        REQUEST,
        REQUEST_ASYNC,
        REQUEST_MONO
    }

    private final ZmqOperations operations;
    private final Predicate<String> replies;
    private final String target;
    private final @Nullable String topic;
    private final @Nullable Duration timeout;
    private final Kind kind;
    private final boolean ignoresReply;
    private final boolean primitive;
    private final ParameterizedTypeReference<?> replyType;
    private final Map<Integer, String> headers = new LinkedHashMap<>();
    private int payload = NONE;
    private int timeoutParameter = NONE;

    ExchangeMethod(
            Class<?> type,
            Method method,
            ZmqOperations operations,
            Predicate<String> replies,
            UnaryOperator<@Nullable String> values) {
        this.operations = operations;
        this.replies = replies;
        ZmqExchange ofType = AnnotatedElementUtils.findMergedAnnotation(type, ZmqExchange.class);
        ZmqExchange ofMethod = AnnotatedElementUtils.findMergedAnnotation(method, ZmqExchange.class);
        String found =
                attribute(ofMethod == null ? "" : ofMethod.value(), ofType == null ? "" : ofType.value(), values);
        if (found == null) {
            throw new IllegalArgumentException(
                    method + " does not say where to send: put @ZmqExchange(\"name of a socket or requester\") on it or"
                            + " on " + type.getName());
        }
        this.target = found;
        this.topic = attribute(ofMethod == null ? "" : ofMethod.topic(), ofType == null ? "" : ofType.topic(), values);
        String time =
                attribute(ofMethod == null ? "" : ofMethod.timeout(), ofType == null ? "" : ofType.timeout(), values);
        this.timeout = time == null ? null : DurationFormatterUtils.detectAndParse(time, DurationFormat.Unit.MILLIS);
        Type returned = GenericTypeResolver.resolveType(method.getGenericReturnType(), type);
        this.kind = kind(method.getReturnType());
        Type reply = kind == Kind.REQUEST || kind == Kind.SEND ? returned : argument(method, returned);
        this.ignoresReply = reply == void.class || reply == Void.class;
        this.primitive = method.getReturnType().isPrimitive() && !ignoresReply;
        this.replyType = ParameterizedTypeReference.forType(ignoresReply ? byte[].class : boxed(reply));
        readParameters(method);
    }

    @Nullable Object invoke(Object[] arguments) {
        Object message = message(arguments);
        Duration longest = timeoutParameter == NONE ? timeout : (Duration) arguments[timeoutParameter];
        boolean request = !ignoresReply || replies.test(target);
        if (!request) {
            if (kind == Kind.SEND) {
                operations.send(target, message);
                return null;
            }
            return kind == Kind.REQUEST_MONO
                    ? MonoReplies.of(() -> operations.sendAsync(target, message))
                    : operations.sendAsync(target, message);
        }
        return switch (kind) {
            case SEND, REQUEST -> {
                Object reply = operations.sendAndReceive(target, message, replyType, longest);
                if (reply == null && primitive) {
                    throw new MessageConversionException(
                            "the reply of '" + target + "' is empty, which is no " + replyType.getType());
                }
                yield ignoresReply ? null : reply;
            }
            case REQUEST_ASYNC -> async(message, longest);
            case REQUEST_MONO -> MonoReplies.of(() -> async(message, longest));
        };
    }

    private CompletableFuture<?> async(Object message, @Nullable Duration longest) {
        CompletableFuture<?> reply = operations.sendAndReceiveAsync(target, message, replyType, longest);
        return ignoresReply ? reply.thenApply(unused -> null) : reply;
    }

    private Object message(Object[] arguments) {
        Object body = payload == NONE ? new byte[0] : arguments[payload];
        if (body == null) {
            throw new IllegalArgumentException("the payload for '" + target + "' is null: use an empty one");
        }
        if (topic == null && headers.isEmpty()) {
            return body;
        }
        Map<String, Object> all = new HashMap<>();
        if (topic != null) {
            all.put(ZmqHeaders.TOPIC, topic);
        }
        headers.forEach((index, name) -> {
            if (arguments[index] != null) {
                all.put(name, arguments[index]);
            }
        });
        return MessageBuilder.withPayload(body).copyHeaders(all).build();
    }

    private void readParameters(Method method) {
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            Header header = AnnotatedElementUtils.findMergedAnnotation(parameter, Header.class);
            if (header != null) {
                headers.put(i, headerName(header, new SynthesizingMethodParameter(method, i), method));
            } else if (parameter.getType() == RoutingId.class && !parameter.isAnnotationPresent(Payload.class)) {
                headers.put(i, ZmqHeaders.ROUTING_ID);
            } else if (parameter.getType() == Duration.class && !parameter.isAnnotationPresent(Payload.class)) {
                timeoutParameter = i;
            } else if (payload == NONE) {
                payload = i;
            } else {
                throw new IllegalArgumentException(method + " has two payloads, parameters " + payload + " and " + i
                        + ": one is allowed; put @Header on the others");
            }
        }
    }

    private static String headerName(Header header, MethodParameter parameter, Method method) {
        if (!header.name().isEmpty()) {
            return header.name();
        }
        parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
        String name = parameter.getParameterName();
        if (name == null) {
            throw new IllegalArgumentException(
                    "a header of " + method + " has no name: name it, or compile with" + " -parameters");
        }
        return name;
    }

    private static Kind kind(Class<?> returned) {
        if (returned == void.class) {
            return Kind.SEND;
        }
        if (returned == CompletableFuture.class || returned == CompletionStage.class) {
            return Kind.REQUEST_ASYNC;
        }
        return returned.getName().equals(MONO) ? Kind.REQUEST_MONO : Kind.REQUEST;
    }

    private static Type argument(Method method, Type returned) {
        if (returned instanceof ParameterizedType parameterized) {
            return parameterized.getActualTypeArguments()[0];
        }
        throw new IllegalArgumentException(method + " does not say of what its reply is: " + returned);
    }

    private static Type boxed(Type type) {
        return type instanceof Class<?> simple ? ClassUtils.resolvePrimitiveIfNecessary(simple) : type;
    }

    private static @Nullable String attribute(String ofMethod, String ofType, UnaryOperator<@Nullable String> values) {
        String given = ofMethod.isEmpty() ? ofType : ofMethod;
        String resolved = given.isEmpty() ? null : values.apply(given);
        return resolved == null || resolved.isEmpty() ? null : resolved;
    }
}
