package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings of how long a socket waits for its callers and its peers.
 *
 * @param <B> the whole builder
 */
abstract class TimeOptionsBuilder<B> extends QueueOptionsBuilder<B> {

    private TimeOptions times = TimeOptions.DEFAULTS;

    final TimeOptions times() {
        return times;
    }

    final void times(TimeOptions value) {
        this.times = value;
    }

    /**
     * Sets {@link SocketOptions#linger()}.
     *
     * @param value the new value, by default {@code Duration.ofSeconds(1)}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B linger(@Nullable Duration value) {
        times = times.withLinger(value);
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
        times = times.withSendTimeout(value);
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
        times = times.withReceiveTimeout(value);
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
        times = times.withReconnectInterval(value);
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
        times = times.withReconnectIntervalMax(value);
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
        times = times.withConnectTimeout(value);
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
        times = times.withHandshakeTimeout(value);
        return self();
    }
}
