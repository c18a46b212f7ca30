package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of what the operating system is asked for, checked by the builder; {@link SocketOptions} says what they
 * mean.
 */
record TransportOptions(
        int backlog,
        boolean ipv6,
        int sendBufferBytes,
        int receiveBufferBytes,
        @Nullable Boolean tcpKeepAlive,
        @Nullable Duration tcpKeepAliveIdle,
        @Nullable Duration tcpKeepAliveInterval,
        int tcpKeepAliveCount,
        int trafficClass) {}
