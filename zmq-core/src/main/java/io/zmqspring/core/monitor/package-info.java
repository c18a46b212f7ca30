/**
 * {@link io.zmqspring.core.monitor.MonitorEvent Events} of a socket as they happen, and snapshots
 * of {@link io.zmqspring.core.monitor.SocketCounters counters},
 * {@link io.zmqspring.core.monitor.EndpointStatus endpoints} and {@link io.zmqspring.core.monitor.PeerStatus peers}.
 *
 * <p>Events of libzmq (zmq_socket_monitor) and what stands for them here:
 * <pre>
 *   LISTENING, BIND_FAILED        Listening, exception of bind
 *   ACCEPTED, ACCEPT_FAILED       Accepted, AcceptFailed
 *   CONNECTED                     Connected
 *   CONNECT_DELAYED               none: every connect goes on in the background
 *   CONNECT_RETRIED               ConnectFailed says why, ConnectRetried when
 *   HANDSHAKE_SUCCEEDED           HandshakeSucceeded
 *   HANDSHAKE_FAILED_PROTOCOL     HandshakeFailed, cause PROTOCOL
 *   HANDSHAKE_FAILED_AUTH         HandshakeFailed, cause REFUSED
 *   HANDSHAKE_FAILED_NO_DETAIL    HandshakeFailed, cause PEER_CLOSED, IO_ERROR or TIMEOUT
 *   DISCONNECTED                  Disconnected, behind ProtocolViolated when that is why
 *   CLOSED                        Closed
 *   CLOSE_FAILED, MONITOR_STOPPED none
 *   PIPES_STATS                   peers(), for each peer
 *   none                          MessagesDropped, AddressLost
 * </pre>
 */
@NullMarked
package io.zmqspring.core.monitor;

import org.jspecify.annotations.NullMarked;
