package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings of what the operating system is asked for.
 *
 * @param <B> the whole builder
 */
abstract class TransportOptionsBuilder<B> extends LimitOptionsBuilder<B> {

    private int backlog = 100;
    private boolean ipv6 = false;
    private int sendBufferBytes = -1;
    private int receiveBufferBytes = -1;
    private @Nullable Boolean tcpKeepAlive = null;
    private @Nullable Duration tcpKeepAliveIdle = null;
    private @Nullable Duration tcpKeepAliveInterval = null;
    private int tcpKeepAliveCount = -1;
    private int trafficClass = 0;

    final TransportOptions transports() {
        return new TransportOptions(
                backlog,
                ipv6,
                sendBufferBytes,
                receiveBufferBytes,
                tcpKeepAlive,
                tcpKeepAliveIdle,
                tcpKeepAliveInterval,
                tcpKeepAliveCount,
                trafficClass);
    }

    final void transports(TransportOptions value) {
        backlog = value.backlog();
        ipv6 = value.ipv6();
        sendBufferBytes = value.sendBufferBytes();
        receiveBufferBytes = value.receiveBufferBytes();
        tcpKeepAlive = value.tcpKeepAlive();
        tcpKeepAliveIdle = value.tcpKeepAliveIdle();
        tcpKeepAliveInterval = value.tcpKeepAliveInterval();
        tcpKeepAliveCount = value.tcpKeepAliveCount();
        trafficClass = value.trafficClass();
    }

    /**
     * Sets {@link SocketOptions#backlog()}.
     *
     * @param value the new value, by default {@code 100}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B backlog(int value) {
        OptionCheck.positive("backlog", value);
        backlog = value;
        return self();
    }

    /**
     * Sets {@link SocketOptions#ipv6()}.
     *
     * @param value the new value, by default {@code false}
     * @return this builder
     */
    public B ipv6(boolean value) {
        ipv6 = value;
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
        OptionCheck.buffer("sendBufferBytes", value);
        sendBufferBytes = value;
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
        OptionCheck.buffer("receiveBufferBytes", value);
        receiveBufferBytes = value;
        return self();
    }

    /**
     * Sets {@link SocketOptions#tcpKeepAlive()}.
     *
     * @param value the new value, by default {@code null}
     * @return this builder
     */
    public B tcpKeepAlive(@Nullable Boolean value) {
        tcpKeepAlive = value;
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
        OptionCheck.positiveTime("tcpKeepAliveIdle", value);
        tcpKeepAliveIdle = value;
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
        OptionCheck.positiveTime("tcpKeepAliveInterval", value);
        tcpKeepAliveInterval = value;
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
        OptionCheck.buffer("tcpKeepAliveCount", value);
        tcpKeepAliveCount = value;
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
        OptionCheck.tos("trafficClass", value);
        trafficClass = value;
        return self();
    }
}
