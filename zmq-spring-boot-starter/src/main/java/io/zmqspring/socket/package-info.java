/**
 * Named sockets: stable, restartable handles around the engine's sockets, kept in a
 * {@link io.zmqspring.socket.ZmqSocketRegistry}. A handle outlives the socket behind it, which closes when the handle
 * stops and is made anew, with the same endpoints, when it starts.
 */
@NullMarked
package io.zmqspring.socket;

import org.jspecify.annotations.NullMarked;
