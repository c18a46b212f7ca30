package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.template.ZmqOperations;
import org.jspecify.annotations.Nullable;

/**
 *  Sends results to another socket. A requester that waits at the socket of the message gets the answer of a method
 * without a result.
 */
public final class ForwardingReplySender implements ReplySender {

    private final ZmqOperations operations;
    private final ReplyTarget target;
    private final ReplySender own;

    /**
     * Creates a sender.
     *
     * @param operations sends
     * @param target says where results go
     * @param own answers over the socket the message came from
     */
    public ForwardingReplySender(ZmqOperations operations, ReplyTarget target, ReplySender own) {
        this.operations = operations;
        this.target = target;
        this.own = own;
    }

    @Override
    public void reply(ZmqMessage request, @Nullable Object result) {
        if (result != null) {
            forward(request, result);
        }
        own.reply(request, null);
    }

    /**
     * Sends a result to the other socket.
     *
     * @param request the message as it was received, or {@code null} for the result of a batch
     * @param result what the method returned
     */
    void forward(@Nullable ZmqMessage request, Object result) {
        ReplyTarget.Address address = target.address(request, result);
        if (address.topic() != null) {
            operations.publish(address.socketName(), address.topic(), result);
        } else {
            operations.send(address.socketName(), result);
        }
    }

    @Override
    public void replyToFailure(ZmqMessage request, Throwable failure) {
        own.replyToFailure(request, failure);
    }
}
