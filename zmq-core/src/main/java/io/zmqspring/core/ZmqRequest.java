package io.zmqspring.core;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;

/**
 * A request that a {@link ZmqResponder} has received, and the way back for its one reply. The reply may be sent by any
 * thread at any time, before or after the handler has returned, and in any order with those to other requests.
 */
public interface ZmqRequest {

    /** {@return its frames behind the envelope; the receiver's own} */
    ZmqMessage message();

    /** {@return the routing id of the peer that sent it, announced or assigned} */
    RoutingId routingId();

    /** {@return the transport address of the peer that sent it} */
    String peerAddress();

    /** {@return whether it was neither replied to nor given up} */
    boolean isOpen();

    /**
     * Sends the reply.
     *
     * @param reply at least one frame; copied while the call runs
     * @return whether it was queued for the peer; {@code false} when the peer has departed or has no room: the reply is
     *     dropped and counted
     * @throws io.zmqspring.core.error.ZmqStateException when there was a reply already, or the request was given up
     * @throws io.zmqspring.core.error.ZmqClosedException when the responder is closed
     * @throws IllegalArgumentException when the message is larger than any queue can hold; another reply may be sent
     */
    boolean reply(ZmqMessage reply);

    /**
     * Sends a reply of one frame.
     *
     * @param body may be empty; copied while the call runs
     * @return as {@link #reply(ZmqMessage)}
     * @throws io.zmqspring.core.error.ZmqStateException when there was a reply already, or the request was given up
     * @throws io.zmqspring.core.error.ZmqClosedException when the responder is closed
     * @throws IllegalArgumentException when the message is larger than any queue can hold; another reply may be sent
     */
    boolean reply(byte[] body);

    /** Gives the request up: it is no longer open, and no reply will be sent. Does nothing when there was a reply. */
    void giveUp();
}
