package io.zmqspring.core;

/**
 * Receives a request, then sends its reply, and so on (28/REQREP). Requests are received from each peer in turn, and
 * the reply goes to the peer that sent the request. The envelope of a request, all frames up to the first empty one, is
 * kept and put ahead of the reply; a request without one is dropped and counted, and so is a reply to a peer that has
 * gone or has no room.
 *
 * <p>Receiving while a reply is due, and sending while none is, throws {@link
 * io.zmqspring.core.error.ZmqStateException}. It is also thrown to a second thread that sends or receives meanwhile.
 *
 * <p>{@code poll} takes one message, whatever {@code maxMessages} says; its reply is due once it has returned.
 */
public interface RepSocket extends ZmqSocket, MessageSender, MessageReceiver {}
