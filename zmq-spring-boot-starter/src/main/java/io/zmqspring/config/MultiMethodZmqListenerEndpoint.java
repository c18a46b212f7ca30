package io.zmqspring.config;

import io.zmqspring.core.lifecycle.ConcurrentReplier;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.listener.ZmqMessageListener;
import io.zmqspring.listener.adapter.TopicHandlers;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An endpoint whose messages go to one of several methods, by what their first frame begins with. */
public final class MultiMethodZmqListenerEndpoint extends AbstractZmqListenerEndpoint {

    private final String description;
    private final List<Handler> handlers;

    /**
     * @param id the id of its container, unique
     * @param socketName the name of the socket to receive from
     * @param description of the listener, in errors
     * @param handlers its methods
     */
    public MultiMethodZmqListenerEndpoint(String id, String socketName, String description, List<Handler> handlers) {
        super(id, socketName);
        this.description = description;
        this.handlers = List.copyOf(handlers);
    }

    void setMethodFactory(ListenerMethodFactory methodFactory) {
        handlers.forEach(handler -> handler.endpoint.setMethodFactory(methodFactory));
    }

    /** {@return what a SUB or XSUB subscribes to when it has no topics otherwise} */
    List<String> handledTopics() {
        List<String> topics = new ArrayList<>();
        for (Handler handler : handlers) {
            if (handler.isDefault) {
                return List.of("");
            }
            topics.addAll(handler.topics);
        }
        return topics;
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public ZmqMessageListener createListener(ListenerResources resources) {
        Map<String, ZmqMessageListener> byTopic = new LinkedHashMap<>();
        ZmqMessageListener byDefault = null;
        for (Handler handler : handlers) {
            ZmqMessageListener listener = handler.endpoint.createListener(resources);
            if (handler.isDefault) {
                if (byDefault != null) {
                    throw new ZmqListenerDefinitionException(description, "more than one @ZmqHandler is the default");
                }
                byDefault = listener;
            } else if (handler.topics.isEmpty()) {
                throw new ZmqListenerDefinitionException(
                        description,
                        "a @ZmqHandler has no topics and is not the default: " + handler.endpoint.getDescription());
            }
            for (String topic : handler.topics) {
                if (byTopic.put(topic, listener) != null) {
                    throw new ZmqListenerDefinitionException(
                            description, "more than one @ZmqHandler has topic '" + topic + "'");
                }
            }
        }
        return new TopicHandlers(
                byTopic, byDefault, envelope(resources.sockets().getSocket(getSocketName())));
    }

    private static Envelope envelope(RestartableSocket socket) {
        return socket instanceof ConcurrentReplier replier && replier.repliesConcurrently()
                ? Envelope.ROUTING_ID
                : Envelope.of(socket.type());
    }

    /**
     * One method.
     *
     * @param endpoint calls it
     * @param topics what the first frame of its messages begins with
     * @param isDefault whether it takes messages that no other takes
     */
    public record Handler(MethodZmqListenerEndpoint endpoint, List<String> topics, boolean isDefault) {}
}
