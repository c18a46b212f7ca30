package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.template.ZmqOperations;
import org.jspecify.annotations.Nullable;

/** Sends results to another socket. Who waits for an answer over the first one gets it as for a method without one. */
public final class ForwardingReplySender implements ReplySender {

    private final ZmqOperations operations;
    private final String target;
    private final @Nullable String topic;
    private final ReplySender own;

    /**
     * Creates a sender.
     *
     * @param operations sends
     * @param target the name of the socket that results go to
     * @param topic the topic of results, or {@code null} for none
     * @param own answers over the socket the message came from
     */
    public ForwardingReplySender(ZmqOperations operations, String target, @Nullable String topic, ReplySender own) {
        this.operations = operations;
        this.target = target;
        this.topic = topic;
        this.own = own;
    }

    @Override
    public void reply(ZmqMessage request, @Nullable Object result) {
        if (result != null) {
            forward(result);
        }
        own.reply(request, null);
    }

    /**
     * Sends a result to the other socket.
     *
     * @param result what the method returned
     */
    void forward(Object result) {
        if (topic != null) {
            operations.publish(target, topic, result);
        } else {
            operations.send(target, result);
        }
    }

    @Override
    public void replyToFailure(ZmqMessage request, Throwable failure) {
        own.replyToFailure(request, failure);
    }
}
