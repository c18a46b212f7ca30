package io.zmqspring.config;

import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.ValueConstants;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 *  The part of the envelope that a listener method gets: the address of the peer, by which it can answer, or a topic.
 */
final class PeerAddress {

    private static final Set<String> HEADERS = Set.of(ZmqHeaders.ROUTING_ID, ZmqHeaders.REPLY_TO);

    private PeerAddress() {}

    /** {@return whether a parameter is the routing id or reply-to header, all headers, or all frames} */
    static boolean isTakenBy(Method method) {
        for (int i = 0; i < method.getParameterCount(); i++) {
            if (isAddress(new SynthesizingMethodParameter(method, i))) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether a parameter is the header of the topic, and must be there} */
    static boolean needsTopic(Method method) {
        for (int i = 0; i < method.getParameterCount(); i++) {
            MethodParameter parameter = new SynthesizingMethodParameter(method, i);
            Header header = parameter.getParameterAnnotation(Header.class);
            if (header != null
                    && header.name().equals(ZmqHeaders.TOPIC)
                    && header.required()
                    && header.defaultValue().equals(ValueConstants.DEFAULT_NONE)
                    && !parameter.isOptional()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAddress(MethodParameter parameter) {
        Header header = parameter.getParameterAnnotation(Header.class);
        if (header != null) {
            return HEADERS.contains(header.name());
        }
        Class<?> type = parameter.getParameterType();
        return !parameter.hasParameterAnnotation(Payload.class)
                && (type == ZmqMessage.class
                        || type == RoutingId.class
                        || type == MessageHeaders.class
                        || Message.class.isAssignableFrom(type)
                        || MessageHeaderAccessor.class.isAssignableFrom(type)
                        || isAllHeaders(parameter, type));
    }

    private static boolean isAllHeaders(MethodParameter parameter, Class<?> type) {
        return Map.class.isAssignableFrom(type) && parameter.hasParameterAnnotation(Headers.class);
    }
}
