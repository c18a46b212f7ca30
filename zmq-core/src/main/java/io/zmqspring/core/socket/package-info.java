/**
 * Internal. Puts everything below together: {@link io.zmqspring.core.socket.ContextCore} owns threads, memory and
 * names, {@link io.zmqspring.core.socket.SocketCore} the endpoints of one socket, {@link
 * io.zmqspring.core.socket.Patterns} chooses the rules of its type, {@link io.zmqspring.core.socket.SendSide} and
 * {@link io.zmqspring.core.socket.ReceiveSide} are what its callers' threads do and how they wait. {@link
 * io.zmqspring.core.socket.SocketHalves} says when a socket is ready, for {@link io.zmqspring.core.socket.ReadyQueue},
 * and {@link io.zmqspring.core.socket.Transfer} moves messages between two sockets.
 */
@NullMarked
package io.zmqspring.core.socket;

import org.jspecify.annotations.NullMarked;
