package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of what the operating system is asked for, each checked; {@link SocketOptions} says what they mean. */
record TransportOptions(
        int backlog,
        boolean ipv6,
        int sendBufferBytes,
        int receiveBufferBytes,
        @Nullable Boolean tcpKeepAlive,
        @Nullable Duration tcpKeepAliveIdle,
        @Nullable Duration tcpKeepAliveInterval,
        int tcpKeepAliveCount,
        int trafficClass) {

    static final TransportOptions DEFAULTS = new TransportOptions(100, false, -1, -1, null, null, null, -1, 0);

    TransportOptions {
        OptionCheck.positive("backlog", backlog);
        OptionCheck.buffer("sendBufferBytes", sendBufferBytes);
        OptionCheck.buffer("receiveBufferBytes", receiveBufferBytes);
        OptionCheck.positiveTime("tcpKeepAliveIdle", tcpKeepAliveIdle);
        OptionCheck.positiveTime("tcpKeepAliveInterval", tcpKeepAliveInterval);
        OptionCheck.buffer("tcpKeepAliveCount", tcpKeepAliveCount);
        OptionCheck.tos("trafficClass", trafficClass);
    }

    TransportOptions withBacklog(int value) {
        return new TransportOptions(
                value,
                ipv6,
                sendBufferBytes,
                receiveBufferBytes,
                tcpKeepAlive,
                tcpKeepAliveIdle,
                tcpKeepAliveInterval,
                tcpKeepAliveCount,
                trafficClass);
    }

    TransportOptions withIpv6(boolean value) {
        return new TransportOptions(
                backlog,
                value,
                sendBufferBytes,
                receiveBufferBytes,
                tcpKeepAlive,
                tcpKeepAliveIdle,
                tcpKeepAliveInterval,
                tcpKeepAliveCount,
                trafficClass);
    }

    TransportOptions withSendBufferBytes(int value) {
        return new TransportOptions(
                backlog,
                ipv6,
                value,
                receiveBufferBytes,
                tcpKeepAlive,
                tcpKeepAliveIdle,
                tcpKeepAliveInterval,
                tcpKeepAliveCount,
                trafficClass);
    }

    TransportOptions withReceiveBufferBytes(int value) {
        return new TransportOptions(
                backlog,
                ipv6,
                sendBufferBytes,
                value,
                tcpKeepAlive,
                tcpKeepAliveIdle,
                tcpKeepAliveInterval,
                tcpKeepAliveCount,
                trafficClass);
    }

    TransportOptions withTcpKeepAlive(@Nullable Boolean value) {
        return new TransportOptions(
                backlog,
                ipv6,
                sendBufferBytes,
                receiveBufferBytes,
                value,
                tcpKeepAliveIdle,
                tcpKeepAliveInterval,
                tcpKeepAliveCount,
                trafficClass);
    }

    TransportOptions withTcpKeepAliveIdle(@Nullable Duration value) {
        return new TransportOptions(
                backlog,
                ipv6,
                sendBufferBytes,
                receiveBufferBytes,
                tcpKeepAlive,
                value,
                tcpKeepAliveInterval,
                tcpKeepAliveCount,
                trafficClass);
    }

    TransportOptions withTcpKeepAliveInterval(@Nullable Duration value) {
        return new TransportOptions(
                backlog,
                ipv6,
                sendBufferBytes,
                receiveBufferBytes,
                tcpKeepAlive,
                tcpKeepAliveIdle,
                value,
                tcpKeepAliveCount,
                trafficClass);
    }

    TransportOptions withTcpKeepAliveCount(int value) {
        return new TransportOptions(
                backlog,
                ipv6,
                sendBufferBytes,
                receiveBufferBytes,
                tcpKeepAlive,
                tcpKeepAliveIdle,
                tcpKeepAliveInterval,
                value,
                trafficClass);
    }

    TransportOptions withTrafficClass(int value) {
        return new TransportOptions(
                backlog,
                ipv6,
                sendBufferBytes,
                receiveBufferBytes,
                tcpKeepAlive,
                tcpKeepAliveIdle,
                tcpKeepAliveInterval,
                tcpKeepAliveCount,
                value);
    }
}
