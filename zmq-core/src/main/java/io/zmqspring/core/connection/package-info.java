/**
 * Internal. Connections: a {@link io.zmqspring.core.connection.Connector} opens one and replaces it when it is lost, a
 * {@link io.zmqspring.core.connection.Listener} accepts them. Each
 * {@link io.zmqspring.core.connection.Connection} goes through handshake and traffic on its loop; only the
 * {@link io.zmqspring.core.connection.ConnectionWriter} may also be driven by a sender's thread.
 *
 * <pre>
 *   Connector ──┐                     ┌── ConnectionWriter ◄── QueueToChannel ◄── pipe.outgoing ◄── sender
 *               ├── owns ► Connection ┤                       or EncodingSource
 *   Listener ───┘                     └── [DecodingChannel ──►] ChannelToQueue ──► pipe.incoming ──► receiver
 * </pre>
 *
 * <p>Queues hold frames of ZMTP 3. Where they look otherwise on the channel, the mechanism installs a {@link
 * io.zmqspring.core.zmtp.TrafficCodec} when the handshake is complete.
 *
 * <p>A connector's pipe outlives its connections, so what is queued survives a reconnect. A listener's pipe begins
 * when a handshake succeeds, and what its peer leaves unsent goes back to the socket.
 */
@NullMarked
package io.zmqspring.core.connection;

import org.jspecify.annotations.NullMarked;
