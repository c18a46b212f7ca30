package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings of how long a socket waits for its callers and its peers.
 *
 * @param <B> the whole builder
 */
abstract class TimeOptionsBuilder<B> extends QueueOptionsBuilder<B> {

    private @Nullable Duration linger = Duration.ofSeconds(1);
    private @Nullable Duration sendTimeout = null;
    private @Nullable Duration receiveTimeout = null;
    private Duration reconnectInterval = Duration.ofMillis(100);
    private Duration reconnectIntervalMax = Duration.ofSeconds(30);
    private Duration connectTimeout = Duration.ofSeconds(30);
    private Duration handshakeTimeout = Duration.ofSeconds(30);

    final TimeOptions times() {
        return new TimeOptions(
                linger,
                sendTimeout,
                receiveTimeout,
                reconnectInterval,
                reconnectIntervalMax,
                connectTimeout,
                handshakeTimeout);
    }

    final void times(TimeOptions value) {
        linger = value.linger();
        sendTimeout = value.sendTimeout();
        receiveTimeout = value.receiveTimeout();
        reconnectInterval = value.reconnectInterval();
        reconnectIntervalMax = value.reconnectIntervalMax();
        connectTimeout = value.connectTimeout();
        handshakeTimeout = value.handshakeTimeout();
    }

    /**
     * Sets {@link SocketOptions#linger()}.
     *
     * @param value the new value, by default {@code Duration.ofSeconds(1)}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B linger(@Nullable Duration value) {
        OptionCheck.zeroOrMoreTimeOrNone("linger", value);
        linger = value;
        return self();
    }

    /**
     * Sets {@link SocketOptions#sendTimeout()}.
     *
     * @param value the new value, by default {@code null}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B sendTimeout(@Nullable Duration value) {
        OptionCheck.zeroOrMoreTimeOrNone("sendTimeout", value);
        sendTimeout = value;
        return self();
    }

    /**
     * Sets {@link SocketOptions#receiveTimeout()}.
     *
     * @param value the new value, by default {@code null}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B receiveTimeout(@Nullable Duration value) {
        OptionCheck.zeroOrMoreTimeOrNone("receiveTimeout", value);
        receiveTimeout = value;
        return self();
    }

    /**
     * Sets {@link SocketOptions#reconnectInterval()}.
     *
     * @param value the new value, by default {@code Duration.ofMillis(100)}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B reconnectInterval(Duration value) {
        OptionCheck.zeroOrMoreTime("reconnectInterval", value);
        reconnectInterval = value;
        return self();
    }

    /**
     * Sets {@link SocketOptions#reconnectIntervalMax()}.
     *
     * @param value the new value, by default {@code Duration.ofSeconds(30)}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B reconnectIntervalMax(Duration value) {
        OptionCheck.zeroOrMoreTime("reconnectIntervalMax", value);
        reconnectIntervalMax = value;
        return self();
    }

    /**
     * Sets {@link SocketOptions#connectTimeout()}.
     *
     * @param value the new value, by default {@code Duration.ofSeconds(30)}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B connectTimeout(Duration value) {
        OptionCheck.zeroOrMoreTime("connectTimeout", value);
        connectTimeout = value;
        return self();
    }

    /**
     * Sets {@link SocketOptions#handshakeTimeout()}.
     *
     * @param value the new value, by default {@code Duration.ofSeconds(30)}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B handshakeTimeout(Duration value) {
        OptionCheck.zeroOrMoreTime("handshakeTimeout", value);
        handshakeTimeout = value;
        return self();
    }
}
