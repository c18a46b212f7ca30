package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.ReconnectStop;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Options of a socket as configured. What is not set is taken from the defaults, and then from the engine. */
public final class ZmqSocketProperties extends ZmqPatternProperties {

    /** Most messages queued for one peer before a send waits; 0 is no limit. */
    private @Nullable Integer sendHwm;

    /** Messages of one peer waiting to be received at which its connection is no longer read; 0 is no limit. */
    private @Nullable Integer receiveHwm;

    /** Most bytes queued for one peer before a send waits. */
    private @Nullable DataSize sendHwmBytes;

    /** Bytes of one peer waiting to be received at which its connection is no longer read. */
    private @Nullable DataSize receiveHwmBytes;

    /** Longest time a close goes on sending what is queued; -1 has no end. */
    private @Nullable Duration linger;

    /** Longest wait for room of a send without a timeout of its own; -1 has no end. The template has its own. */
    private @Nullable Duration sendTimeout;

    /** Longest wait of a receive without a timeout of its own; -1 has no end. */
    private @Nullable Duration receiveTimeout;

    /** Whether messages are queued only for peers whose connection is complete. */
    private @Nullable Boolean immediate;

    /** Whether no message waits but the newest of each peer; messages have one frame then. */
    private @Nullable Boolean conflate;

    /** First delay before connecting again; 0 never connects again. */
    private @Nullable Duration reconnectInterval;

    /** Delay up to which the reconnect interval doubles; 0 keeps it constant. */
    private @Nullable Duration reconnectIntervalMax;

    /** After what an endpoint connects no more; by default it always connects again. */
    private @Nullable Set<ReconnectStop> reconnectStop;

    /** Longest time until a connection is made; 0 leaves it to the operating system. */
    private @Nullable Duration connectTimeout;

    /** SOCKS 5 proxy, host:port, through which tcp endpoints are connected to; by default there is none. */
    private @Nullable String socksProxy;

    /** User name for the SOCKS proxy; by default it is asked without one. */
    private @Nullable String socksUsername;

    /** Password for the SOCKS proxy; by default it is empty. */
    private @Nullable String socksPassword;

    /** Longest time a handshake may take; 0 is no limit. */
    private @Nullable Duration handshakeTimeout;

    /** Properties announced to peers, whose names begin with "X-"; by default none. */
    private @Nullable Map<String, String> metadata;

    /** Largest frame accepted from a peer, whose connection is closed at a larger one; -1B is no limit. */
    private @Nullable DataSize maxMessageSize;

    /** Largest message of several frames accepted from a peer, all frames together; -1B is no limit. */
    private @Nullable DataSize maxMultipartSize;

    /** Most frames of a message accepted from a peer; -1 is no limit. */
    private @Nullable Integer maxMultipartFrames;

    /** Most commands taken of a peer before other connections of its I/O thread have their turn; -1 is no limit. */
    private @Nullable Integer maxCommandsPerTurn;

    /** Most connections of a bound endpoint whose handshake is under way; -1 is no limit. */
    private @Nullable Integer maxHandshakes;

    /** Messages left by peers that are gone at which a new peer is not read yet; -1 is receive-hwm, 0 is no limit. */
    private @Nullable Integer departedHwm;

    /** Length of the queue of connections not yet accepted. */
    private @Nullable Integer backlog;

    /** Whether a wildcard bind listens on IPv6 too and host names may resolve to IPv6 addresses. */
    private @Nullable Boolean ipv6;

    /** Send buffer of the operating system; -1B leaves it to it. */
    private @Nullable DataSize sendBuffer;

    /** Receive buffer of the operating system; -1B leaves it to it. */
    private @Nullable DataSize receiveBuffer;

    /** Most bytes given to the operating system at once; -1B is as much as there is. */
    private @Nullable DataSize sendBatch;

    /** Most bytes read at once; -1B is as much as there is. */
    private @Nullable DataSize receiveBatch;

    /** Type of service or IPv6 traffic class of packets sent, 0 to 255. */
    private @Nullable Integer trafficClass;

    /** Heartbeats. */
    private final Heartbeat heartbeat = new Heartbeat();

    /** TCP keep-alive. */
    private final TcpKeepalive tcpKeepalive = new TcpKeepalive();

    public @Nullable Integer getSendHwm() {
        return sendHwm;
    }

    public void setSendHwm(@Nullable Integer sendHwm) {
        this.sendHwm = sendHwm;
    }

    public @Nullable Integer getReceiveHwm() {
        return receiveHwm;
    }

    public void setReceiveHwm(@Nullable Integer receiveHwm) {
        this.receiveHwm = receiveHwm;
    }

    public @Nullable DataSize getSendHwmBytes() {
        return sendHwmBytes;
    }

    public void setSendHwmBytes(@Nullable DataSize sendHwmBytes) {
        this.sendHwmBytes = sendHwmBytes;
    }

    public @Nullable DataSize getReceiveHwmBytes() {
        return receiveHwmBytes;
    }

    public void setReceiveHwmBytes(@Nullable DataSize receiveHwmBytes) {
        this.receiveHwmBytes = receiveHwmBytes;
    }

    public @Nullable Duration getLinger() {
        return linger;
    }

    public void setLinger(@Nullable Duration linger) {
        this.linger = linger;
    }

    public @Nullable Duration getSendTimeout() {
        return sendTimeout;
    }

    public void setSendTimeout(@Nullable Duration sendTimeout) {
        this.sendTimeout = sendTimeout;
    }

    public @Nullable Duration getReceiveTimeout() {
        return receiveTimeout;
    }

    public void setReceiveTimeout(@Nullable Duration receiveTimeout) {
        this.receiveTimeout = receiveTimeout;
    }

    public @Nullable Boolean getImmediate() {
        return immediate;
    }

    public void setImmediate(@Nullable Boolean immediate) {
        this.immediate = immediate;
    }

    public @Nullable Boolean getConflate() {
        return conflate;
    }

    public void setConflate(@Nullable Boolean conflate) {
        this.conflate = conflate;
    }

    public @Nullable Duration getReconnectInterval() {
        return reconnectInterval;
    }

    public void setReconnectInterval(@Nullable Duration reconnectInterval) {
        this.reconnectInterval = reconnectInterval;
    }

    public @Nullable Duration getReconnectIntervalMax() {
        return reconnectIntervalMax;
    }

    public void setReconnectIntervalMax(@Nullable Duration reconnectIntervalMax) {
        this.reconnectIntervalMax = reconnectIntervalMax;
    }

    public @Nullable Set<ReconnectStop> getReconnectStop() {
        return reconnectStop;
    }

    public void setReconnectStop(@Nullable Set<ReconnectStop> reconnectStop) {
        this.reconnectStop = reconnectStop;
    }

    public @Nullable Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(@Nullable Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public @Nullable String getSocksProxy() {
        return socksProxy;
    }

    public void setSocksProxy(@Nullable String socksProxy) {
        this.socksProxy = socksProxy;
    }

    public @Nullable String getSocksUsername() {
        return socksUsername;
    }

    public void setSocksUsername(@Nullable String socksUsername) {
        this.socksUsername = socksUsername;
    }

    public @Nullable String getSocksPassword() {
        return socksPassword;
    }

    public void setSocksPassword(@Nullable String socksPassword) {
        this.socksPassword = socksPassword;
    }

    public @Nullable Duration getHandshakeTimeout() {
        return handshakeTimeout;
    }

    public void setHandshakeTimeout(@Nullable Duration handshakeTimeout) {
        this.handshakeTimeout = handshakeTimeout;
    }

    public @Nullable Map<String, String> getMetadata() {
        return metadata;
    }

    public void setMetadata(@Nullable Map<String, String> metadata) {
        this.metadata = metadata;
    }

    public @Nullable DataSize getMaxMessageSize() {
        return maxMessageSize;
    }

    public void setMaxMessageSize(@Nullable DataSize maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
    }

    public @Nullable DataSize getMaxMultipartSize() {
        return maxMultipartSize;
    }

    public void setMaxMultipartSize(@Nullable DataSize maxMultipartSize) {
        this.maxMultipartSize = maxMultipartSize;
    }

    public @Nullable Integer getMaxMultipartFrames() {
        return maxMultipartFrames;
    }

    public void setMaxMultipartFrames(@Nullable Integer maxMultipartFrames) {
        this.maxMultipartFrames = maxMultipartFrames;
    }

    public @Nullable Integer getMaxCommandsPerTurn() {
        return maxCommandsPerTurn;
    }

    public void setMaxCommandsPerTurn(@Nullable Integer maxCommandsPerTurn) {
        this.maxCommandsPerTurn = maxCommandsPerTurn;
    }

    public @Nullable Integer getMaxHandshakes() {
        return maxHandshakes;
    }

    public void setMaxHandshakes(@Nullable Integer maxHandshakes) {
        this.maxHandshakes = maxHandshakes;
    }

    public @Nullable Integer getDepartedHwm() {
        return departedHwm;
    }

    public void setDepartedHwm(@Nullable Integer departedHwm) {
        this.departedHwm = departedHwm;
    }

    public @Nullable Integer getBacklog() {
        return backlog;
    }

    public void setBacklog(@Nullable Integer backlog) {
        this.backlog = backlog;
    }

    public @Nullable Boolean getIpv6() {
        return ipv6;
    }

    public void setIpv6(@Nullable Boolean ipv6) {
        this.ipv6 = ipv6;
    }

    public @Nullable DataSize getSendBuffer() {
        return sendBuffer;
    }

    public void setSendBuffer(@Nullable DataSize sendBuffer) {
        this.sendBuffer = sendBuffer;
    }

    public @Nullable DataSize getReceiveBuffer() {
        return receiveBuffer;
    }

    public void setReceiveBuffer(@Nullable DataSize receiveBuffer) {
        this.receiveBuffer = receiveBuffer;
    }

    public @Nullable DataSize getSendBatch() {
        return sendBatch;
    }

    public void setSendBatch(@Nullable DataSize sendBatch) {
        this.sendBatch = sendBatch;
    }

    public @Nullable DataSize getReceiveBatch() {
        return receiveBatch;
    }

    public void setReceiveBatch(@Nullable DataSize receiveBatch) {
        this.receiveBatch = receiveBatch;
    }

    public @Nullable Integer getTrafficClass() {
        return trafficClass;
    }

    public void setTrafficClass(@Nullable Integer trafficClass) {
        this.trafficClass = trafficClass;
    }

    public Heartbeat getHeartbeat() {
        return heartbeat;
    }

    public TcpKeepalive getTcpKeepalive() {
        return tcpKeepalive;
    }

    /** Heartbeats. */
    public static final class Heartbeat {

        /** Time between heartbeats to a peer; 0 sends none. */
        private @Nullable Duration interval;

        /** Longest silence after a heartbeat before the connection is closed; -1 is the interval. */
        private @Nullable Duration timeout;

        /** Silence after which the peer should give this side up, at most 6553.5 s; 0 announces none. */
        private @Nullable Duration ttl;

        public @Nullable Duration getInterval() {
            return interval;
        }

        public void setInterval(@Nullable Duration interval) {
            this.interval = interval;
        }

        public @Nullable Duration getTimeout() {
            return timeout;
        }

        public void setTimeout(@Nullable Duration timeout) {
            this.timeout = timeout;
        }

        public @Nullable Duration getTtl() {
            return ttl;
        }

        public void setTtl(@Nullable Duration ttl) {
            this.ttl = ttl;
        }
    }

    /** TCP keep-alive. */
    public static final class TcpKeepalive {

        /** Whether TCP keep-alive is on; by default as the operating system has it. */
        private @Nullable Boolean enabled;

        /** Idle time before the first keep-alive probe, in whole seconds; -1 leaves it to the operating system. */
        private @Nullable Duration idle;

        /** Time between keep-alive probes, in whole seconds; -1 leaves it to the operating system. */
        private @Nullable Duration interval;

        /** Unanswered keep-alive probes before the connection is closed; -1 leaves it to the operating system. */
        private @Nullable Integer count;

        public @Nullable Boolean getEnabled() {
            return enabled;
        }

        public void setEnabled(@Nullable Boolean enabled) {
            this.enabled = enabled;
        }

        public @Nullable Duration getIdle() {
            return idle;
        }

        public void setIdle(@Nullable Duration idle) {
            this.idle = idle;
        }

        public @Nullable Duration getInterval() {
            return interval;
        }

        public void setInterval(@Nullable Duration interval) {
            this.interval = interval;
        }

        public @Nullable Integer getCount() {
            return count;
        }

        public void setCount(@Nullable Integer count) {
            this.count = count;
        }
    }
}
