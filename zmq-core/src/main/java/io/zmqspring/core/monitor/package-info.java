/**
 * {@link io.zmqspring.core.monitor.MonitorEvent Events} of a socket as they happen, and snapshots
 * of {@link io.zmqspring.core.monitor.SocketCounters counters},
 * {@link io.zmqspring.core.monitor.EndpointStatus endpoints} and {@link io.zmqspring.core.monitor.PeerStatus peers}.
 */
@NullMarked
package io.zmqspring.core.monitor;

import org.jspecify.annotations.NullMarked;
