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
import org.springframework.messaging.support.MessageHeaderAccessor;

/** Looks whether a listener method gets the address of the peer, so that it can answer by itself, also later. */
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
