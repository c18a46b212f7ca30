/**
 * ZeroMQ sockets for Java: make a {@link io.zmqspring.core.ZmqContext}, ask it for a
 * {@link io.zmqspring.core.PushSocket}, {@link io.zmqspring.core.PullSocket} or {@link io.zmqspring.core.PairSocket},
 * bind or connect it, send and receive. Speaks ZMTP 3.1 (37/ZMTP) to any libzmq peer.
 *
 * <p>Where to look for a behaviour:
 * <pre>
 *   sockets, blocking, closing          engine     SocketCore, ContextCore
 *   who gets the next message           pattern    LoadBalancer, FairQueue
 *   queues, high-water marks            pipe       OutboundPipe, InboundPipe   on   ring  ByteRing
 *   connections, handshake, reconnect   session    Connector, Listener, Connection
 *   bytes on the wire                   wire       Greeting, FrameDescriptor, CommandCodec
 *   addresses                           transport  Endpoint, tcp, ipc
 *   threads, timers                     loop       EventLoop
 * </pre>
 */
@NullMarked
package io.zmqspring.core;

import org.jspecify.annotations.NullMarked;
