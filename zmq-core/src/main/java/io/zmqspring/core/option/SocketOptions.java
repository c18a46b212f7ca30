package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one socket, immutable. Made with a {@link Builder} that checks every value; the defaults are libzmq's unless the
 * option says otherwise. All take effect for every endpoint of the socket. Any thread may read them.
 */
public final class SocketOptions {

    private static final SocketOptions DEFAULTS = new Builder().build();

    private final int sendHwm;
    private final int receiveHwm;
    private final long sendHwmBytes;
    private final long receiveHwmBytes;
    private final @Nullable Duration linger;
    private final @Nullable Duration sendTimeout;
    private final @Nullable Duration receiveTimeout;
    private final boolean immediate;
    private final Duration reconnectInterval;
    private final Duration reconnectIntervalMax;
    private final Duration connectTimeout;
    private final Duration handshakeTimeout;
    private final Duration heartbeatInterval;
    private final @Nullable Duration heartbeatTimeout;
    private final Duration heartbeatTtl;
    private final long maxMessageSize;
    private final long maxMultipartBytes;
    private final int maxMultipartFrames;
    private final int maxCommandsPerTurn;
    private final int maxHandshakes;
    private final int departedHwm;
    private final int backlog;
    private final boolean ipv6;
    private final int sendBufferBytes;
    private final int receiveBufferBytes;
    private final @Nullable Boolean tcpKeepAlive;
    private final @Nullable Duration tcpKeepAliveIdle;
    private final @Nullable Duration tcpKeepAliveInterval;
    private final int tcpKeepAliveCount;
    private final int trafficClass;

    private SocketOptions(Builder builder) {
        this.sendHwm = builder.sendHwm;
        this.receiveHwm = builder.receiveHwm;
        this.sendHwmBytes = builder.sendHwmBytes;
        this.receiveHwmBytes = builder.receiveHwmBytes;
        this.linger = builder.linger;
        this.sendTimeout = builder.sendTimeout;
        this.receiveTimeout = builder.receiveTimeout;
        this.immediate = builder.immediate;
        this.reconnectInterval = builder.reconnectInterval;
        this.reconnectIntervalMax = builder.reconnectIntervalMax;
        this.connectTimeout = builder.connectTimeout;
        this.handshakeTimeout = builder.handshakeTimeout;
        this.heartbeatInterval = builder.heartbeatInterval;
        this.heartbeatTimeout = builder.heartbeatTimeout;
        this.heartbeatTtl = builder.heartbeatTtl;
        this.maxMessageSize = builder.maxMessageSize;
        this.maxMultipartBytes = builder.maxMultipartBytes;
        this.maxMultipartFrames = builder.maxMultipartFrames;
        this.maxCommandsPerTurn = builder.maxCommandsPerTurn;
        this.maxHandshakes = builder.maxHandshakes;
        this.departedHwm = builder.departedHwm;
        this.backlog = builder.backlog;
        this.ipv6 = builder.ipv6;
        this.sendBufferBytes = builder.sendBufferBytes;
        this.receiveBufferBytes = builder.receiveBufferBytes;
        this.tcpKeepAlive = builder.tcpKeepAlive;
        this.tcpKeepAliveIdle = builder.tcpKeepAliveIdle;
        this.tcpKeepAliveInterval = builder.tcpKeepAliveInterval;
        this.tcpKeepAliveCount = builder.tcpKeepAliveCount;
        this.trafficClass = builder.trafficClass;
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
        builder.sendHwm = sendHwm;
        builder.receiveHwm = receiveHwm;
        builder.sendHwmBytes = sendHwmBytes;
        builder.receiveHwmBytes = receiveHwmBytes;
        builder.linger = linger;
        builder.sendTimeout = sendTimeout;
        builder.receiveTimeout = receiveTimeout;
        builder.immediate = immediate;
        builder.reconnectInterval = reconnectInterval;
        builder.reconnectIntervalMax = reconnectIntervalMax;
        builder.connectTimeout = connectTimeout;
        builder.handshakeTimeout = handshakeTimeout;
        builder.heartbeatInterval = heartbeatInterval;
        builder.heartbeatTimeout = heartbeatTimeout;
        builder.heartbeatTtl = heartbeatTtl;
        builder.maxMessageSize = maxMessageSize;
        builder.maxMultipartBytes = maxMultipartBytes;
        builder.maxMultipartFrames = maxMultipartFrames;
        builder.maxCommandsPerTurn = maxCommandsPerTurn;
        builder.maxHandshakes = maxHandshakes;
        builder.departedHwm = departedHwm;
        builder.backlog = backlog;
        builder.ipv6 = ipv6;
        builder.sendBufferBytes = sendBufferBytes;
        builder.receiveBufferBytes = receiveBufferBytes;
        builder.tcpKeepAlive = tcpKeepAlive;
        builder.tcpKeepAliveIdle = tcpKeepAliveIdle;
        builder.tcpKeepAliveInterval = tcpKeepAliveInterval;
        builder.tcpKeepAliveCount = tcpKeepAliveCount;
        builder.trafficClass = trafficClass;
        return builder;
    }

    /**
     * {@return most messages queued for one peer before a send waits; 0 is no limit (libzmq ZMQ_SNDHWM)}
     *
     * <p>Below 1000 no more than so many wait. From 1000 on, and only while the operating system takes all it is given, small messages are written in batches, so that more may
     * be queued: up to 64 KiB, or up to twice the mark and 384 KiB.
     */
    public int sendHwm() {
        return sendHwm;
    }

    /**
     * {@return messages of one peer waiting to be received at which its connection is no longer read (libzmq ZMQ_RCVHWM); 0 is no limit}
     *
     * <p>Below 1000 no more than so many wait; what else was read lies unseen in memory of at most some 64 KiB. From 1000 on the batch being
     * read may go beyond.
     */
    public int receiveHwm() {
        return receiveHwm;
    }

    /**
     * {@return second bound beside {@link #sendHwm()}: most bytes queued for one peer, frame headers included; a
     * single message may exceed it when nothing else is queued}
     */
    public long sendHwmBytes() {
        return sendHwmBytes;
    }

    /**
     * {@return second bound beside {@link #receiveHwm()}: bytes of one peer waiting to be received at which its
     * connection is no longer read}
     */
    public long receiveHwmBytes() {
        return receiveHwmBytes;
    }

    /**
     * {@return longest time {@code close()} and {@code disconnect} go on sending what is queued; zero drops it at
     * once, {@code null} has no end (libzmq ZMQ_LINGER, whose default is no end: a close that never returns)}
     */
    public @Nullable Duration linger() {
        return linger;
    }

    /** {@return longest wait of a send without a timeout of its own; {@code null} waits for ever (ZMQ_SNDTIMEO)} */
    public @Nullable Duration sendTimeout() {
        return sendTimeout;
    }

    /** {@return longest wait of a receive without a timeout of its own; {@code null} waits for ever (ZMQ_RCVTIMEO)} */
    public @Nullable Duration receiveTimeout() {
        return receiveTimeout;
    }

    /**
     * {@return whether messages are queued only to completed connections (ZMQ_IMMEDIATE); when false an endpoint
     * connected to counts as a peer before it answers}
     */
    public boolean immediate() {
        return immediate;
    }

    /**
     * {@return first delay before connecting again, plus a random share of up to its half; zero never connects again
     * (ZMQ_RECONNECT_IVL)}
     */
    public Duration reconnectInterval() {
        return reconnectInterval;
    }

    /**
     * {@return the delay doubles up to this; zero keeps it constant (ZMQ_RECONNECT_IVL_MAX, whose default is
     * constant: a storm when a server restarts)}
     */
    public Duration reconnectIntervalMax() {
        return reconnectIntervalMax;
    }

    /**
     * {@return longest time until the transport is connected; zero leaves it to the operating system
     * (ZMQ_CONNECT_TIMEOUT)}
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * {@return longest time from the transport's connection to the end of the handshake; zero has no limit
     * (ZMQ_HANDSHAKE_IVL)}
     */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /**
     * {@return time between PING commands; zero sends none (ZMQ_HEARTBEAT_IVL, 37/ZMTP Connection Heartbeating)}
     *
     * <p>A peer that has sent something since the last PING was due gets none, unless a {@link #heartbeatTtl() TTL} is announced to it:
     * when it has closed meanwhile, a write would be answered with a reset that throws away what it sent last.
     *
     * <p>Silence is not held against a peer while it takes nothing of what we send, or while we do not read because our receiver is slow.
     */
    public Duration heartbeatInterval() {
        return heartbeatInterval;
    }

    /**
     * {@return longest silence after a PING before the connection is closed; {@code null} is {@link
     * #heartbeatInterval()} (ZMQ_HEARTBEAT_TIMEOUT)}
     */
    public @Nullable Duration heartbeatTimeout() {
        return heartbeatTimeout;
    }

    /**
     * {@return silence after which the peer should give us up, announced in each PING, at most 6553.5 s, rounded up
     * to 0.1 s (ZMQ_HEARTBEAT_TTL)}
     *
     * <p>More than 65.5 s is announced as 65.5 s, and not at all when two {@link #heartbeatInterval() intervals} are longer: libzmq takes
     * a larger number for one of milliseconds and disconnects after each PING.
     */
    public Duration heartbeatTtl() {
        return heartbeatTtl;
    }

    /**
     * {@return largest frame body accepted from a peer, in bytes; a larger one closes that connection; -1 has no
     * limit (ZMQ_MAXMSGSIZE)}
     */
    public long maxMessageSize() {
        return maxMessageSize;
    }

    /**
     * {@return most bytes of a message of several frames from a peer, all frames and their headers together, complete or not; a larger one
     * closes that connection; -1 has no limit}
     */
    public long maxMultipartBytes() {
        return maxMultipartBytes;
    }

    /** {@return most frames of a message from a peer, complete or not; more close that connection; -1 has no limit} */
    public int maxMultipartFrames() {
        return maxMultipartFrames;
    }

    /**
     * {@return most commands, such as PING, taken of one peer before other connections of its I/O thread have their turn; what follows waits
     * and is not lost; -1 has no limit}
     */
    public int maxCommandsPerTurn() {
        return maxCommandsPerTurn;
    }

    /**
     * {@return most connections of one bound endpoint whose handshake is under way; one that comes beyond is closed at once and counted as
     * failed; -1 has no limit}
     */
    public int maxHandshakes() {
        return maxHandshakes;
    }

    /**
     * {@return messages that peers which are gone have left to be received, of all of them together, at which a new peer is accepted but
     * not read; -1 is {@link #receiveHwm()}, 0 has no limit}
     *
     * <p>{@link #receiveHwmBytes()} is the second bound. Nothing is dropped: the new peer is read once half of what was left is received.
     */
    public int departedHwm() {
        return departedHwm;
    }

    /** {@return length of the operating system's queue of connections not yet accepted (ZMQ_BACKLOG)} */
    public int backlog() {
        return backlog;
    }

    /**
     * {@return whether a wildcard bind listens on IPv6 too and names may resolve to IPv6 addresses (ZMQ_IPV6);
     * numeric IPv6 addresses work always}
     */
    public boolean ipv6() {
        return ipv6;
    }

    /** {@return SO_SNDBUF in bytes; -1 leaves it to the operating system, which tunes it (ZMQ_SNDBUF)} */
    public int sendBufferBytes() {
        return sendBufferBytes;
    }

    /** {@return SO_RCVBUF in bytes; -1 leaves it to the operating system, which tunes it (ZMQ_RCVBUF)} */
    public int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    /** {@return SO_KEEPALIVE; {@code null} leaves it to the operating system (ZMQ_TCP_KEEPALIVE)} */
    public @Nullable Boolean tcpKeepAlive() {
        return tcpKeepAlive;
    }

    /**
     * {@return TCP_KEEPIDLE in whole seconds where the platform has it; {@code null} leaves it
     * (ZMQ_TCP_KEEPALIVE_IDLE)}
     */
    public @Nullable Duration tcpKeepAliveIdle() {
        return tcpKeepAliveIdle;
    }

    /**
     * {@return TCP_KEEPINTVL in whole seconds where the platform has it; {@code null} leaves it
     * (ZMQ_TCP_KEEPALIVE_INTVL)}
     */
    public @Nullable Duration tcpKeepAliveInterval() {
        return tcpKeepAliveInterval;
    }

    /** {@return TCP_KEEPCNT where the platform has it; -1 leaves it (ZMQ_TCP_KEEPALIVE_CNT)} */
    public int tcpKeepAliveCount() {
        return tcpKeepAliveCount;
    }

    /** {@return IP_TOS / IPv6 traffic class, 0 to 255 (ZMQ_TOS)} */
    public int trafficClass() {
        return trafficClass;
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private int sendHwm = 1000;
        private int receiveHwm = 1000;
        private long sendHwmBytes = 64L << 20;
        private long receiveHwmBytes = 64L << 20;
        private @Nullable Duration linger = Duration.ofSeconds(1);
        private @Nullable Duration sendTimeout = null;
        private @Nullable Duration receiveTimeout = null;
        private boolean immediate = false;
        private Duration reconnectInterval = Duration.ofMillis(100);
        private Duration reconnectIntervalMax = Duration.ofSeconds(30);
        private Duration connectTimeout = Duration.ofSeconds(30);
        private Duration handshakeTimeout = Duration.ofSeconds(30);
        private Duration heartbeatInterval = Duration.ZERO;
        private @Nullable Duration heartbeatTimeout = null;
        private Duration heartbeatTtl = Duration.ZERO;
        private long maxMessageSize = -1;
        private long maxMultipartBytes = 256L << 20;
        private int maxMultipartFrames = 1 << 16;
        private int maxCommandsPerTurn = 256;
        private int maxHandshakes = 1000;
        private int departedHwm = -1;
        private int backlog = 100;
        private boolean ipv6 = false;
        private int sendBufferBytes = -1;
        private int receiveBufferBytes = -1;
        private @Nullable Boolean tcpKeepAlive = null;
        private @Nullable Duration tcpKeepAliveIdle = null;
        private @Nullable Duration tcpKeepAliveInterval = null;
        private int tcpKeepAliveCount = -1;
        private int trafficClass = 0;

        private Builder() {}

        /**
         * Sets {@link SocketOptions#sendHwm()}.
         *
         * @param value the new value, by default {@code 1000}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder sendHwm(int value) {
            OptionCheck.zeroOrMore("sendHwm", value);
            this.sendHwm = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#receiveHwm()}.
         *
         * @param value the new value, by default {@code 1000}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder receiveHwm(int value) {
            OptionCheck.zeroOrMore("receiveHwm", value);
            this.receiveHwm = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#sendHwmBytes()}.
         *
         * @param value the new value, by default {@code 64 << 20}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder sendHwmBytes(long value) {
            OptionCheck.positive("sendHwmBytes", value);
            this.sendHwmBytes = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#receiveHwmBytes()}.
         *
         * @param value the new value, by default {@code 64 << 20}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder receiveHwmBytes(long value) {
            OptionCheck.positive("receiveHwmBytes", value);
            this.receiveHwmBytes = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#linger()}.
         *
         * @param value the new value, by default {@code Duration.ofSeconds(1)}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder linger(@Nullable Duration value) {
            OptionCheck.zeroOrMoreTimeOrNone("linger", value);
            this.linger = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#sendTimeout()}.
         *
         * @param value the new value, by default {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder sendTimeout(@Nullable Duration value) {
            OptionCheck.zeroOrMoreTimeOrNone("sendTimeout", value);
            this.sendTimeout = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#receiveTimeout()}.
         *
         * @param value the new value, by default {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder receiveTimeout(@Nullable Duration value) {
            OptionCheck.zeroOrMoreTimeOrNone("receiveTimeout", value);
            this.receiveTimeout = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#immediate()}.
         *
         * @param value the new value, by default {@code false}
         * @return this builder
         */
        public Builder immediate(boolean value) {
            this.immediate = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#reconnectInterval()}.
         *
         * @param value the new value, by default {@code Duration.ofMillis(100)}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder reconnectInterval(Duration value) {
            OptionCheck.zeroOrMoreTime("reconnectInterval", value);
            this.reconnectInterval = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#reconnectIntervalMax()}.
         *
         * @param value the new value, by default {@code Duration.ofSeconds(30)}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder reconnectIntervalMax(Duration value) {
            OptionCheck.zeroOrMoreTime("reconnectIntervalMax", value);
            this.reconnectIntervalMax = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#connectTimeout()}.
         *
         * @param value the new value, by default {@code Duration.ofSeconds(30)}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder connectTimeout(Duration value) {
            OptionCheck.zeroOrMoreTime("connectTimeout", value);
            this.connectTimeout = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#handshakeTimeout()}.
         *
         * @param value the new value, by default {@code Duration.ofSeconds(30)}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder handshakeTimeout(Duration value) {
            OptionCheck.zeroOrMoreTime("handshakeTimeout", value);
            this.handshakeTimeout = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#heartbeatInterval()}.
         *
         * @param value the new value, by default {@code Duration.ZERO}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder heartbeatInterval(Duration value) {
            OptionCheck.zeroOrMoreTime("heartbeatInterval", value);
            this.heartbeatInterval = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#heartbeatTimeout()}.
         *
         * @param value the new value, by default {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder heartbeatTimeout(@Nullable Duration value) {
            OptionCheck.zeroOrMoreTimeOrNone("heartbeatTimeout", value);
            this.heartbeatTimeout = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#heartbeatTtl()}.
         *
         * @param value the new value, by default {@code Duration.ZERO}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder heartbeatTtl(Duration value) {
            OptionCheck.ttl("heartbeatTtl", value);
            this.heartbeatTtl = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#maxMessageSize()}.
         *
         * @param value the new value, by default {@code -1}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder maxMessageSize(long value) {
            OptionCheck.size("maxMessageSize", value);
            this.maxMessageSize = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#maxMultipartBytes()}.
         *
         * @param value the new value, by default {@code 256 << 20}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder maxMultipartBytes(long value) {
            OptionCheck.limit("maxMultipartBytes", value);
            this.maxMultipartBytes = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#maxMultipartFrames()}.
         *
         * @param value the new value, by default {@code 65536}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder maxMultipartFrames(int value) {
            OptionCheck.limit("maxMultipartFrames", value);
            this.maxMultipartFrames = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#maxCommandsPerTurn()}.
         *
         * @param value the new value, by default {@code 256}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder maxCommandsPerTurn(int value) {
            OptionCheck.limit("maxCommandsPerTurn", value);
            this.maxCommandsPerTurn = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#maxHandshakes()}.
         *
         * @param value the new value, by default {@code 1000}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder maxHandshakes(int value) {
            OptionCheck.limit("maxHandshakes", value);
            this.maxHandshakes = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#departedHwm()}.
         *
         * @param value the new value, by default {@code -1}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder departedHwm(int value) {
            OptionCheck.mark("departedHwm", value);
            this.departedHwm = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#backlog()}.
         *
         * @param value the new value, by default {@code 100}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder backlog(int value) {
            OptionCheck.positive("backlog", value);
            this.backlog = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#ipv6()}.
         *
         * @param value the new value, by default {@code false}
         * @return this builder
         */
        public Builder ipv6(boolean value) {
            this.ipv6 = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#sendBufferBytes()}.
         *
         * @param value the new value, by default {@code -1}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder sendBufferBytes(int value) {
            OptionCheck.buffer("sendBufferBytes", value);
            this.sendBufferBytes = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#receiveBufferBytes()}.
         *
         * @param value the new value, by default {@code -1}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder receiveBufferBytes(int value) {
            OptionCheck.buffer("receiveBufferBytes", value);
            this.receiveBufferBytes = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#tcpKeepAlive()}.
         *
         * @param value the new value, by default {@code null}
         * @return this builder
         */
        public Builder tcpKeepAlive(@Nullable Boolean value) {
            this.tcpKeepAlive = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#tcpKeepAliveIdle()}.
         *
         * @param value the new value, by default {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder tcpKeepAliveIdle(@Nullable Duration value) {
            OptionCheck.positiveTime("tcpKeepAliveIdle", value);
            this.tcpKeepAliveIdle = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#tcpKeepAliveInterval()}.
         *
         * @param value the new value, by default {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder tcpKeepAliveInterval(@Nullable Duration value) {
            OptionCheck.positiveTime("tcpKeepAliveInterval", value);
            this.tcpKeepAliveInterval = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#tcpKeepAliveCount()}.
         *
         * @param value the new value, by default {@code -1}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder tcpKeepAliveCount(int value) {
            OptionCheck.buffer("tcpKeepAliveCount", value);
            this.tcpKeepAliveCount = value;
            return this;
        }

        /**
         * Sets {@link SocketOptions#trafficClass()}.
         *
         * @param value the new value, by default {@code 0}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder trafficClass(int value) {
            OptionCheck.tos("trafficClass", value);
            this.trafficClass = value;
            return this;
        }

        /** {@return the settings collected so far} */
        public SocketOptions build() {
            return new SocketOptions(this);
        }
    }
}
