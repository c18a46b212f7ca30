package io.zmqspring.annotation;

import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The socket that the annotation of a listener describes itself, in place of one in {@code zmq.sockets}. */
record InlineSocket(SocketType type, List<String> bind, List<String> connect, SocketOptions options) {

    /** What the name of a socket has behind the id of its listener, when it is not named. */
    static final String NAME_SUFFIX = ".socket";

    /** {@return the socket, or {@code null} when the annotation describes none} */
    static @Nullable InlineSocket of(ZmqListener annotation, AnnotationValues values) {
        SocketType type = values.socketType("type", annotation.type());
        List<String> bind = endpoints(values.texts("bind", annotation.bind()));
        List<String> connect = endpoints(values.texts("connect", annotation.connect()));
        boolean hasEndpoint = !bind.isEmpty() || !connect.isEmpty();
        if (type == null && !hasEndpoint) {
            return null;
        }
        if (type == null) {
            throw new ZmqListenerDefinitionException(
                    values.listener(), "has endpoints and no type: bind=" + bind + ", connect=" + connect);
        }
        if (!hasEndpoint) {
            throw new ZmqListenerDefinitionException(
                    values.listener(), "needs an endpoint to bind or to connect for its " + type + " socket");
        }
        return new InlineSocket(
                type,
                bind,
                connect,
                InlineOptions.of(type, values.lines("properties", annotation.properties()), values));
    }

    /** A placeholder may resolve to nothing. */
    private static List<String> endpoints(List<String> texts) {
        return texts.stream().filter(text -> !text.isBlank()).toList();
    }

    SocketDefinition definition(String name) {
        return new SocketDefinition(name, type, bind, connect, List.of(), options);
    }
}
