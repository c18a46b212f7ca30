/**
 * ZeroMQ sockets for Java: create a {@link io.zmqspring.core.ZmqContext}, ask it for a typed socket such as
 * {@link io.zmqspring.core.PushSocket}, {@link io.zmqspring.core.ReqSocket} or {@link io.zmqspring.core.RouterSocket},
 * bind or connect it, send and receive. Speaks ZMTP 3.1 (37/ZMTP), and down to 1.0, to any libzmq peer.
 *
 * <p>Where to look for a behaviour:
 * <pre>
 *   a socket's life, closing            socket     SocketCore, SocketEnd, SocketEndpoints, ContextCore
 *   peers that come and go, counters    socket     SocketHost, SocketTally
 *   an endpoint's life                  connection EndpointLife
 *   blocking, time-outs, waking         socket     SendSide, ReceiveSide, ReceiveLock, Leadership
 *   what lost peers left unsent         socket     OrphanForwarder
 *   when a socket is ready, pollers     socket     SocketHalves, WaitQueue, ReadyQueue
 *   rules of each socket type           socket     Patterns   choosing from   pattern  LoadBalancer, FairQueue
 *   order of requests and replies       pattern    Exchange, RequestBalancer, ReplyToRequester
 *   routing ids, envelopes              pattern    AddressedPeers, IdentifiedQueue   and   pipe  EnvelopedMessage
 *   which peer sent a message           message    ZmqPeer   kept by   pipe  MessageSenders
 *   many requests in flight             request    RequesterCore, RequestDispatcher   replied to by  ResponderCore
 *   topics, subscriptions               pattern    TopicFanOut, SubscriptionSender   on   pattern.subscription
 *   one message for many peers          pattern    FanOut   with   pipe  EncodedMessage, SharedCharge
 *   queues, high-water marks            pipe       MessageWriter (RingWriter), FrameQueue, MessageReader (RingReader)
 *   memory of queues                    ring       ByteRing, BufferPool, MemoryAccount   and   pipe  MessageLimits
 *   messages that newer ones push out   pipe       Mailbox   and   connection  ConflatedArrivals
 *   rest, wait and wake-up at a queue   pipe       ConsumerEnd, ProducerEnd
 *   bytes from and to the channel       pipe       QueueToChannel, ChannelToQueue
 *   the same, encoded                   pipe       EncodingSource, DecodingChannel
 *   connecting, accepting, reconnect    connection Connector, ConnectAttempts, Listener, ReconnectBackoff
 *   hello, notices of peers             connection PeerNotices
 *   one connection, its states          connection Connection, ConnectionReader, ConnectionWriter, Heartbeat
 *   calls that may block                socket     HelperThreads, BlockingCalls   watched by   loop  BlockingCallGuard
 *   handshake                           connection Handshake   with   zmtp  Greeting, HandshakeReader
 *   peers of ZMTP 1.0 and 2.0           zmtp       PeerRevision, LegacyGreeting, StagedGreeting, Zmtp1Codec
 *   security mechanisms                 zmtp.mechanism  Mechanism, NullMechanism
 *   frames and commands                 zmtp       FrameDescriptor, CommandCodec   and   pipe  RingFrames
 *   addresses, proxies                  transport  Endpoint, tcp, ipc, ChannelPrelude
 *   peers in one process                inproc     InprocListener, InprocConnector
 *   threads, timers                     loop       EventLoop, LoopThread
 *   what stands ahead of a payload      message    Envelope, EnvelopeHeaders, ZmqHeaders, HeaderFrame
 *   messages moved by a proxy           socket     Transfer   on   pipe  EncodedMessage
 *   restarts, threads that receive      lifecycle  RestartableSocket, ReceiveLoop, MessagePublisher
 *   threads that share a REQ socket     lifecycle  LockStepRequester
 * </pre>
 */
@NullMarked
package io.zmqspring.core;

import org.jspecify.annotations.NullMarked;
