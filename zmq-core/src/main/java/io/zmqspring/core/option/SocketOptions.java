package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one socket, immutable. Made with a {@link Builder} that checks every value; the defaults are libzmq's
 * unless the option says otherwise. All take effect for every endpoint of the socket. Any thread may read them.
 */
public final class SocketOptions {

    private static final SocketOptions DEFAULTS = new Builder().build();

    private final QueueOptions queues;
    private final TimeOptions times;
    private final HeartbeatOptions heartbeats;
    private final LimitOptions limits;
    private final TransportOptions transports;

    private SocketOptions(Builder builder) {
        this.queues = builder.queues();
        this.times = builder.times();
        this.heartbeats = builder.heartbeats();
        this.limits = builder.limits();
        this.transports = builder.transports();
    }

    /** {@return the settings of a socket that was given none} */
    public static SocketOptions defaults() {
        return DEFAULTS;
    }

    /** {@return a builder that starts at the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder that starts at these settings} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.queues(queues);
        builder.times(times);
        builder.heartbeats(heartbeats);
        builder.limits(limits);
        builder.transports(transports);
        return builder;
    }

    /**
     * {@return most messages queued for one peer before a send waits; 0 is no limit (libzmq ZMQ_SNDHWM)}
     *
     * <p>Below 1000 no more than so many wait. From 1000 on, and only while the operating system takes all it is given,
     * small messages are written in batches, so that more may be queued: up to 64 KiB, or up to twice the mark and 384
     * KiB.
     */
    public int sendHwm() {
        return queues.sendHwm();
    }

    /**
     * {@return messages of one peer waiting to be received at which its connection is no longer read (libzmq
     * ZMQ_RCVHWM); 0 is no limit}
     *
     * <p>Below 1000 no more than so many wait; what else was read lies unseen in memory of at most some 64 KiB. From
     * 1000 on the batch being read may go beyond.
     */
    public int receiveHwm() {
        return queues.receiveHwm();
    }

    /**
     * {@return second bound beside {@link #sendHwm()}: most bytes queued for one peer, frame headers included; a
     * single message may exceed it when nothing else is queued}
     */
    public long sendHwmBytes() {
        return queues.sendHwmBytes();
    }

    /**
     * {@return second bound beside {@link #receiveHwm()}: bytes of one peer waiting to be received at which its
     * connection is no longer read}
     */
    public long receiveHwmBytes() {
        return queues.receiveHwmBytes();
    }

    /**
     * {@return longest time {@code close()} and {@code disconnect} go on sending what is queued; zero drops it at
     * once, {@code null} has no end (libzmq ZMQ_LINGER, whose default is no end: a close that never returns)}
     */
    public @Nullable Duration linger() {
        return times.linger();
    }

    /** {@return longest wait of a send without a timeout of its own; {@code null} waits for ever (ZMQ_SNDTIMEO)} */
    public @Nullable Duration sendTimeout() {
        return times.sendTimeout();
    }

    /** {@return longest wait of a receive without a timeout of its own; {@code null} waits for ever (ZMQ_RCVTIMEO)} */
    public @Nullable Duration receiveTimeout() {
        return times.receiveTimeout();
    }

    /**
     * {@return whether messages are queued only to completed connections (ZMQ_IMMEDIATE); when false an endpoint
     * connected to counts as a peer before it answers}
     */
    public boolean immediate() {
        return queues.immediate();
    }

    /**
     * {@return first delay before connecting again, plus a random share of up to its half; zero never connects again
     * (ZMQ_RECONNECT_IVL)}
     */
    public Duration reconnectInterval() {
        return times.reconnectInterval();
    }

    /**
     * {@return the delay doubles up to this; zero keeps it constant (ZMQ_RECONNECT_IVL_MAX, whose default is
     * constant: a storm when a server restarts)}
     */
    public Duration reconnectIntervalMax() {
        return times.reconnectIntervalMax();
    }

    /**
     * {@return longest time until the transport is connected; zero leaves it to the operating system
     * (ZMQ_CONNECT_TIMEOUT)}
     */
    public Duration connectTimeout() {
        return times.connectTimeout();
    }

    /**
     * {@return longest time from the transport's connection to the end of the handshake; zero has no limit
     * (ZMQ_HANDSHAKE_IVL)}
     */
    public Duration handshakeTimeout() {
        return times.handshakeTimeout();
    }

    /**
     * {@return time between PING commands; zero sends none (ZMQ_HEARTBEAT_IVL, 37/ZMTP Connection Heartbeating)}
     *
     * <p>A peer that has sent something since the last PING was due gets none, unless a {@link #heartbeatTtl() TTL} is
     * announced to it: when it has closed meanwhile, a write would be answered with a reset that throws away what it
     * sent last.
     *
     * <p>Silence is not held against a peer while it takes nothing of what we send, or while we do not read because our
     * receiver is slow.
     */
    public Duration heartbeatInterval() {
        return heartbeats.heartbeatInterval();
    }

    /**
     * {@return longest silence after a PING before the connection is closed; {@code null} is {@link
     * #heartbeatInterval()} (ZMQ_HEARTBEAT_TIMEOUT)}
     */
    public @Nullable Duration heartbeatTimeout() {
        return heartbeats.heartbeatTimeout();
    }

    /**
     * {@return silence after which the peer should give us up, announced in each PING, at most 6553.5 s, rounded up
     * to 0.1 s (ZMQ_HEARTBEAT_TTL)}
     *
     * <p>More than 65.5 s is announced as 65.5 s, and not at all when two {@link #heartbeatInterval() intervals} are
     * longer: libzmq takes a larger number for one of milliseconds and disconnects after each PING.
     */
    public Duration heartbeatTtl() {
        return heartbeats.heartbeatTtl();
    }

    /**
     * {@return largest frame body accepted from a peer, in bytes; a larger one closes that connection; -1 has no
     * limit (ZMQ_MAXMSGSIZE)}
     */
    public long maxMessageSize() {
        return limits.maxMessageSize();
    }

    /**
     * {@return most bytes of a message of several frames from a peer, all frames and their headers together, complete
     * or not; a larger one closes that connection; -1 has no limit}
     */
    public long maxMultipartBytes() {
        return limits.maxMultipartBytes();
    }

    /** {@return most frames of a message from a peer, complete or not; more close that connection; -1 has no limit} */
    public int maxMultipartFrames() {
        return limits.maxMultipartFrames();
    }

    /**
     * {@return most commands, such as PING, taken of one peer before other connections of its I/O thread have their
     * turn; what follows waits and is not lost; -1 has no limit}
     */
    public int maxCommandsPerTurn() {
        return limits.maxCommandsPerTurn();
    }

    /**
     * {@return most connections of one bound endpoint whose handshake is under way; one that comes beyond is closed at
     * once and counted as failed; -1 has no limit}
     */
    public int maxHandshakes() {
        return limits.maxHandshakes();
    }

    /**
     * {@return messages that peers which are gone have left to be received, of all of them together, at which a new
     * peer is accepted but not read; -1 is {@link #receiveHwm()}, 0 has no limit}
     *
     * <p>{@link #receiveHwmBytes()} is the second bound. Nothing is dropped: the new peer is read once half of what was
     * left is received.
     */
    public int departedHwm() {
        return queues.departedHwm();
    }

    /** {@return length of the operating system's queue of connections not yet accepted (ZMQ_BACKLOG)} */
    public int backlog() {
        return transports.backlog();
    }

    /**
     * {@return whether a wildcard bind listens on IPv6 too and names may resolve to IPv6 addresses (ZMQ_IPV6);
     * numeric IPv6 addresses work always}
     */
    public boolean ipv6() {
        return transports.ipv6();
    }

    /** {@return SO_SNDBUF in bytes; -1 leaves it to the operating system, which tunes it (ZMQ_SNDBUF)} */
    public int sendBufferBytes() {
        return transports.sendBufferBytes();
    }

    /** {@return SO_RCVBUF in bytes; -1 leaves it to the operating system, which tunes it (ZMQ_RCVBUF)} */
    public int receiveBufferBytes() {
        return transports.receiveBufferBytes();
    }

    /** {@return SO_KEEPALIVE; {@code null} leaves it to the operating system (ZMQ_TCP_KEEPALIVE)} */
    public @Nullable Boolean tcpKeepAlive() {
        return transports.tcpKeepAlive();
    }

    /**
     * {@return TCP_KEEPIDLE in whole seconds where the platform has it; {@code null} leaves it
     * (ZMQ_TCP_KEEPALIVE_IDLE)}
     */
    public @Nullable Duration tcpKeepAliveIdle() {
        return transports.tcpKeepAliveIdle();
    }

    /**
     * {@return TCP_KEEPINTVL in whole seconds where the platform has it; {@code null} leaves it
     * (ZMQ_TCP_KEEPALIVE_INTVL)}
     */
    public @Nullable Duration tcpKeepAliveInterval() {
        return transports.tcpKeepAliveInterval();
    }

    /** {@return TCP_KEEPCNT where the platform has it; -1 leaves it (ZMQ_TCP_KEEPALIVE_CNT)} */
    public int tcpKeepAliveCount() {
        return transports.tcpKeepAliveCount();
    }

    /** {@return IP_TOS / IPv6 traffic class, 0 to 255 (ZMQ_TOS)} */
    public int trafficClass() {
        return transports.trafficClass();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder extends TransportOptionsBuilder<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** {@return the settings collected so far} */
        public SocketOptions build() {
            return new SocketOptions(this);
        }
    }
}
