package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings of what the operating system is asked for.
 *
 * @param <B> the whole builder
 */
abstract class TransportOptionsBuilder<B> extends LimitOptionsBuilder<B> {

    private TransportOptions transports = TransportOptions.DEFAULTS;

    final TransportOptions transports() {
        return transports;
    }

    final void transports(TransportOptions value) {
        this.transports = value;
    }

    /**
     * Sets {@link SocketOptions#backlog()}.
     *
     * @param value the new value, by default {@code 100}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B backlog(int value) {
        transports = transports.withBacklog(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#ipv6()}.
     *
     * @param value the new value, by default {@code false}
     * @return this builder
     */
    public B ipv6(boolean value) {
        transports = transports.withIpv6(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#sendBufferBytes()}.
     *
     * @param value the new value, by default {@code -1}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B sendBufferBytes(int value) {
        transports = transports.withSendBufferBytes(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#receiveBufferBytes()}.
     *
     * @param value the new value, by default {@code -1}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B receiveBufferBytes(int value) {
        transports = transports.withReceiveBufferBytes(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#tcpKeepAlive()}.
     *
     * @param value the new value, by default {@code null}
     * @return this builder
     */
    public B tcpKeepAlive(@Nullable Boolean value) {
        transports = transports.withTcpKeepAlive(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#tcpKeepAliveIdle()}.
     *
     * @param value the new value, by default {@code null}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B tcpKeepAliveIdle(@Nullable Duration value) {
        transports = transports.withTcpKeepAliveIdle(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#tcpKeepAliveInterval()}.
     *
     * @param value the new value, by default {@code null}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B tcpKeepAliveInterval(@Nullable Duration value) {
        transports = transports.withTcpKeepAliveInterval(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#tcpKeepAliveCount()}.
     *
     * @param value the new value, by default {@code -1}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B tcpKeepAliveCount(int value) {
        transports = transports.withTcpKeepAliveCount(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#trafficClass()}.
     *
     * @param value the new value, by default {@code 0}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B trafficClass(int value) {
        transports = transports.withTrafficClass(value);
        return self();
    }
}
