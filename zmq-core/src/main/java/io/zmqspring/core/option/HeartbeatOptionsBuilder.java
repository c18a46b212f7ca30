package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings of heartbeats.
 *
 * @param <B> the whole builder
 */
abstract class HeartbeatOptionsBuilder<B> extends TimeOptionsBuilder<B> {

    private Duration heartbeatInterval = Duration.ZERO;
    private @Nullable Duration heartbeatTimeout = null;
    private Duration heartbeatTtl = Duration.ZERO;

    final HeartbeatOptions heartbeats() {
        return new HeartbeatOptions(heartbeatInterval, heartbeatTimeout, heartbeatTtl);
    }

    final void heartbeats(HeartbeatOptions value) {
        heartbeatInterval = value.heartbeatInterval();
        heartbeatTimeout = value.heartbeatTimeout();
        heartbeatTtl = value.heartbeatTtl();
    }

    /**
     * Sets {@link SocketOptions#heartbeatInterval()}.
     *
     * @param value the new value, by default {@code Duration.ZERO}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B heartbeatInterval(Duration value) {
        OptionCheck.zeroOrMoreTime("heartbeatInterval", value);
        heartbeatInterval = value;
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
        OptionCheck.zeroOrMoreTimeOrNone("heartbeatTimeout", value);
        heartbeatTimeout = value;
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
        OptionCheck.ttl("heartbeatTtl", value);
        heartbeatTtl = value;
        return self();
    }
}
