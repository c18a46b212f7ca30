package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import org.jspecify.annotations.Nullable;

/** Chooses the socket and topic for a result that does not go back to its requester. Any thread may call it. */
@FunctionalInterface
public interface ReplyTarget {

    /**
     * Gives the target of one result.
     *
     * @param request the message as it was received, or {@code null} for the result of a batch
     * @param result what the method returned
     * @return where it goes
     */
    Address address(@Nullable ZmqMessage request, Object result);

    /**
     * A socket, and for a publisher a topic.
     *
     * @param socketName the name of a socket that sends
     * @param topic what to publish under, or {@code null} to send
     */
    record Address(String socketName, @Nullable String topic) {}
}
