package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings of heartbeats.
 *
 * @param <B> the whole builder
 */
abstract class HeartbeatOptionsBuilder<B> extends TimeOptionsBuilder<B> {

    private HeartbeatOptions heartbeats = HeartbeatOptions.DEFAULTS;

    final HeartbeatOptions heartbeats() {
        return heartbeats;
    }

    final void heartbeats(HeartbeatOptions value) {
        this.heartbeats = value;
    }

    /**
     * Sets {@link SocketOptions#heartbeatInterval()}.
     *
     * @param value the new value, by default {@code Duration.ZERO}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B heartbeatInterval(Duration value) {
        heartbeats = heartbeats.withHeartbeatInterval(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#heartbeatTimeout()}.
     *
     * @param value the new value, by default {@code null}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B heartbeatTimeout(@Nullable Duration value) {
        heartbeats = heartbeats.withHeartbeatTimeout(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#heartbeatTtl()}.
     *
     * @param value the new value, by default {@code Duration.ZERO}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B heartbeatTtl(Duration value) {
        heartbeats = heartbeats.withHeartbeatTtl(value);
        return self();
    }
}
