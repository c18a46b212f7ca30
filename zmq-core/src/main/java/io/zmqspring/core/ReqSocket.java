package io.zmqspring.core;

/**
 * Sends a request, then receives its reply, and so on (28/REQREP). Requests are shared out in turn among the peers that
 * have room; a reply is taken only from the peer that was asked, and any other message is dropped and counted. The
 * empty frame that separates the envelope from the body is added and taken off here.
 *
 * <p>Sending while a reply is due, and receiving while none is, throws {@link
 * io.zmqspring.core.error.ZmqStateException}, also to a second thread that sends or receives meanwhile. A send or
 * receive that fails or times out changes nothing: the reply is still due. With {@link
 * io.zmqspring.core.option.SocketOptions#reqRelaxed()} a further request may be sent, and the reply to the last is
 * given up; otherwise a socket whose peer has gone with the request waits until it is closed.
 *
 * <p>{@code poll} takes one message, whatever {@code maxMessages} says.
 */
public interface ReqSocket extends ZmqSocket, MessageSender, MessageReceiver {}
