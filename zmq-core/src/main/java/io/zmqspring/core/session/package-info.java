/**
 * Internal. Connections: a {@link io.zmqspring.core.session.Connector} makes one and makes it again when it is lost, a
 * {@link io.zmqspring.core.session.Listener} takes what comes. Each {@link io.zmqspring.core.session.Connection} goes through handshake and
 * traffic on its loop; only the {@link io.zmqspring.core.session.Outlet} may also be driven by a sender's thread.
 *
 * <pre>
 *   Connector ──┐                     ┌── Outlet ◄── WireSource or EncodingSource ◄── pipe.outgoing ◄── sender
 *               ├── owns ► Connection ┤
 *   Listener ───┘                     └── [DecodingChannel ──►] WireSink ──► pipe.incoming ──► receiver
 * </pre>
 *
 * Queues hold frames of ZMTP 3. Where they look otherwise on the channel, the mechanism installs a {@link
 * io.zmqspring.core.wire.TrafficCodec} when the handshake is complete.
 *
 * A connector's pipe outlives its connections, so what is queued survives a reconnect; a listener's pipe is made when a handshake
 * succeeds, and what its peer leaves unsent goes back to the socket.
 */
@NullMarked
package io.zmqspring.core.session;

import org.jspecify.annotations.NullMarked;
