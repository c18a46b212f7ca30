package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.support.converter.FramesMessage;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/** Calls any listener method: each message becomes a Spring message, of which spring-messaging makes the arguments. */
public final class MessageInvocation implements ListenerInvocation {

    private final InvocableHandlerMethod method;
    private final ZmqMessageConverter converter;
    private final Envelope envelope;
    private final Map<String, Object> headers;

    /**
     * Creates an invocation.
     *
     * @param method the method, with its argument resolvers
     * @param converter wraps received frames
     * @param envelope what stands ahead of the payload of received messages
     * @param headers headers of each message
     */
    public MessageInvocation(
            InvocableHandlerMethod method,
            ZmqMessageConverter converter,
            Envelope envelope,
            Map<String, Object> headers) {
        this.method = method;
        this.converter = converter;
        this.envelope = envelope;
        this.headers = Map.copyOf(headers);
    }

    @Override
    public @Nullable Object invoke(ZmqMessage frames) throws Exception {
        return method.invoke(toSpringMessage(frames));
    }

    @Override
    public void invoke(ZmqMessage frames, ZmqReplier replier) throws Exception {
        method.invoke(toSpringMessage(frames), replier);
    }

    @Override
    public FramesMessage toSpringMessage(ZmqMessage frames) {
        return converter.toSpringMessage(frames, envelope, headers);
    }

    @Override
    public String description() {
        return method.getShortLogMessage();
    }
}
