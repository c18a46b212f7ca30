/**
 * ZeroMQ sockets for Java: make a {@link io.zmqspring.core.ZmqContext}, ask it for a
 * {@link io.zmqspring.core.PushSocket}, {@link io.zmqspring.core.PullSocket} or {@link io.zmqspring.core.PairSocket},
 * bind or connect it, send and receive. Speaks ZMTP 3.1 (37/ZMTP) to any libzmq peer.
 *
 * <p>Where to look for a behaviour:
 * <pre>
 *   a socket's life, closing            engine     SocketCore, SocketEndpoints, ContextCore
 *   peers that come and go, counters    engine     SocketHost, SocketTally
 *   an endpoint's life                  session    EndpointLife
 *   blocking, time-outs, waking         engine     SendSide, ReceiveSide, Lead
 *   rules of each socket type           engine     Patterns   choosing from   pattern  LoadBalancer, FairQueue
 *   queues, high-water marks            pipe       MessageWriter, FrameQueue, MessageReader   on   ring  ByteRing
 *   who sleeps and who wakes whom       pipe       ConsumerEnd, ProducerEnd
 *   bytes from and to the channel       pipe       WireSource, WireSink; encoded: EncodingSource, DecodingChannel
 *   connecting, accepting, reconnect    session    Connector, ConnectAttempts, Listener, ReconnectBackoff
 *   one connection, its states          session    Connection, ConnectionReader, Outlet, Heartbeat
 *   bounds of memory                    ring       BufferPool, MemoryAccount   and   pipe  MessageLimits
 *   calls that may block                engine     BlockingCalls   watched by   loop  BlockingCallGuard
 *   handshake                           session    Handshake   with   wire  Greeting, HandshakeReader
 *   security mechanisms                 wire.mechanism  Mechanism, NullMechanism
 *   frames and commands                 wire       FrameDescriptor, CommandCodec
 *   addresses                           transport  Endpoint, tcp, ipc
 *   peers in one process                inproc     InprocListener, InprocConnector
 *   threads, timers                     loop       EventLoop, LoopThread
 *   restarts, threads that receive      lifecycle  RestartableSocket, ReceiveLoop
 * </pre>
 */
@NullMarked
package io.zmqspring.core;

import org.jspecify.annotations.NullMarked;
