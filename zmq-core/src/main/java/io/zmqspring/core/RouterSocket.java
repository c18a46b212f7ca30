package io.zmqspring.core;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Receives from each peer in turn and sends to the peer that is named (28/REQREP). A message is received with the
 * routing id of its peer as first frame; a message that is sent as a whole begins with the routing id, which the peer
 * does not get. The id is that which the peer announces ({@link
 * io.zmqspring.core.option.SocketOptions#routingId()}), else one of 5 bytes that this socket assigns for as long as the
 * connection lives; {@link #peers()} shows it.
 *
 * <p>A message whose routing id no peer has, or whose peer has no room, is dropped and counted. With {@link
 * io.zmqspring.core.option.SocketOptions#routerMandatory()} the first is an exception, and for the second the call
 * waits for room.
 *
 * <p>All methods that send throw {@link io.zmqspring.core.error.ZmqClosedException} when the socket is or becomes
 * closed, {@link io.zmqspring.core.error.ZmqInterruptedException} when the thread is interrupted while it waits, and
 * {@link io.zmqspring.core.error.ZmqUnroutableException}, which carries the id, when messages are mandatory and no peer
 * has the id. In all cases nothing was queued.
 */
public interface RouterSocket extends ZmqSocket, MultipartSender, MultipartReceiver {

    /**
     * Connects to a peer and gives it a routing id, whatever the peer announces (libzmq ZMQ_CONNECT_ROUTING_ID). The id
     * is that of the endpoint, over reconnects too; with it, messages can be sent before the peer answers.
     *
     * @param endpoint as for {@link #connect(String)}
     * @param routingId of the peer, whose first byte is not zero
     * @return as {@link #connect(String)}
     * @throws io.zmqspring.core.error.ZmqEndpointException as {@link #connect(String)}, and when another peer has the
     *     id
     * @throws IllegalArgumentException when the id begins with a zero byte
     */
    String connect(String endpoint, RoutingId routingId);

    /**
     * Sends a single-frame message to a peer, waiting for room as long as {@link
     * io.zmqspring.core.option.SocketOptions#sendTimeout()} says when messages are mandatory.
     *
     * @param routingId of the peer
     * @param body the frame, may be empty
     * @throws io.zmqspring.core.error.ZmqTimeoutException when messages are mandatory and there was no room in time
     */
    void send(byte[] routingId, byte[] body);

    /**
     * Sends a single-frame message to a peer.
     *
     * @param routingId of the peer
     * @param body the frame, may be empty
     * @param timeout longest wait for room when messages are mandatory
     * @return whether it was queued or, unless messages are mandatory, dropped
     */
    boolean send(byte[] routingId, byte[] body, Duration timeout);

    /**
     * Sends a single-frame message to a peer if there is room now.
     *
     * @param routingId of the peer
     * @param body the frame, may be empty
     * @return whether it was queued or, unless messages are mandatory, dropped
     */
    boolean trySend(byte[] routingId, byte[] body);

    /**
     * Sends a single-frame message to a peer, waiting for room as long as {@link
     * io.zmqspring.core.option.SocketOptions#sendTimeout()} says when messages are mandatory.
     *
     * @param routingId of the peer
     * @param body the frame, from position to limit; the position is moved to the limit when it was queued
     * @throws io.zmqspring.core.error.ZmqTimeoutException when messages are mandatory and there was no room in time
     */
    void send(byte[] routingId, ByteBuffer body);

    /**
     * Sends a single-frame message to a peer.
     *
     * @param routingId of the peer
     * @param body the frame, from position to limit; the position is moved to the limit when it was queued
     * @param timeout longest wait for room when messages are mandatory
     * @return whether it was queued or, unless messages are mandatory, dropped
     */
    boolean send(byte[] routingId, ByteBuffer body, Duration timeout);

    /**
     * Sends a single-frame message to a peer if there is room now.
     *
     * @param routingId of the peer
     * @param body the frame, from position to limit; the position is moved to the limit when it was queued
     * @return whether it was queued or, unless messages are mandatory, dropped
     */
    boolean trySend(byte[] routingId, ByteBuffer body);

    /**
     * Sends a message to a peer, waiting for room as long as {@link
     * io.zmqspring.core.option.SocketOptions#sendTimeout()} says when messages are mandatory.
     *
     * @param routingId of the peer
     * @param message its frames without the routing id, sent together or not at all
     * @throws io.zmqspring.core.error.ZmqTimeoutException when messages are mandatory and there was no room in time
     */
    void send(byte[] routingId, ZmqMessage message);

    /**
     * Sends a message to a peer.
     *
     * @param routingId of the peer
     * @param message its frames without the routing id, sent together or not at all
     * @param timeout longest wait for room when messages are mandatory
     * @return whether it was queued or, unless messages are mandatory, dropped
     */
    boolean send(byte[] routingId, ZmqMessage message, Duration timeout);

    /**
     * Sends a message to a peer if there is room now.
     *
     * @param routingId of the peer
     * @param message its frames without the routing id, sent together or not at all
     * @return whether it was queued or, unless messages are mandatory, dropped
     */
    boolean trySend(byte[] routingId, ZmqMessage message);

    /**
     * As {@link #send(byte[], byte[])}.
     *
     * @param routingId of the peer, as {@link #peers()} and {@link ZmqMessage#peer()} show it
     * @param body the frame, may be empty
     * @throws io.zmqspring.core.error.ZmqTimeoutException when messages are mandatory and there was no room in time
     */
    default void send(RoutingId routingId, byte[] body) {
        send(routingId.bytes(), body);
    }

    /**
     * As {@link #send(byte[], ByteBuffer)}.
     *
     * @param routingId of the peer, as {@link #peers()} and {@link ZmqMessage#peer()} show it
     * @param body the frame, from position to limit; the position is moved to the limit when it was queued
     * @throws io.zmqspring.core.error.ZmqTimeoutException when messages are mandatory and there was no room in time
     */
    default void send(RoutingId routingId, ByteBuffer body) {
        send(routingId.bytes(), body);
    }

    /**
     * As {@link #send(byte[], ZmqMessage)}.
     *
     * @param routingId of the peer, as {@link #peers()} and {@link ZmqMessage#peer()} show it
     * @param message its frames without the routing id, sent together or not at all
     * @throws io.zmqspring.core.error.ZmqTimeoutException when messages are mandatory and there was no room in time
     */
    default void send(RoutingId routingId, ZmqMessage message) {
        send(routingId.bytes(), message);
    }
}
