package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of heartbeats (37/ZMTP Connection Heartbeating). Immutable, part of {@link SocketOptions}. */
public sealed interface HeartbeatOptions extends SocketOptionGroup permits SocketOptions {

    /**
     * {@return time between PING commands; zero sends none (ZMQ_HEARTBEAT_IVL, 37/ZMTP Connection Heartbeating)}
     *
     * <p>A peer that has sent something since the last PING was due gets none, unless a {@link #heartbeatTtl() TTL} is
     * announced to it: when it has closed meanwhile, a write would be answered with a reset that throws away what it
     * sent last.
     *
     * <p>Silence is not held against a peer while it takes nothing of what we send, or while we do not read because our
     * receiver is slow.
     */
    default Duration heartbeatInterval() {
        return get(SocketOption.HEARTBEAT_INTERVAL);
    }

    /**
     * {@return longest silence after a PING before the connection is closed; {@code null} is {@link
     * #heartbeatInterval()} (ZMQ_HEARTBEAT_TIMEOUT)}
     */
    default @Nullable Duration heartbeatTimeout() {
        return get(SocketOption.HEARTBEAT_TIMEOUT);
    }

    /**
     * {@return silence after which the peer should give us up, announced in each PING, at most 6553.5 s, rounded up
     * to 0.1 s (ZMQ_HEARTBEAT_TTL)}
     *
     * <p>More than 65.5 s is announced as 65.5 s, and not at all when two {@link #heartbeatInterval() intervals} are
     * longer: libzmq takes a larger number for one of milliseconds and disconnects after each PING.
     */
    default Duration heartbeatTtl() {
        return get(SocketOption.HEARTBEAT_TTL);
    }

    /**
     * The setters of {@link HeartbeatOptions}.
     *
     * @param <B> the builder
     */
    sealed interface Setters<B> extends SocketOptionGroup.Setters<B> permits SocketOptions.Builder {

        /**
         * Sets {@link HeartbeatOptions#heartbeatInterval()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B heartbeatInterval(Duration value) {
            return set(SocketOption.HEARTBEAT_INTERVAL, value);
        }

        /**
         * Sets {@link HeartbeatOptions#heartbeatTimeout()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B heartbeatTimeout(@Nullable Duration value) {
            return set(SocketOption.HEARTBEAT_TIMEOUT, value);
        }

        /**
         * Sets {@link HeartbeatOptions#heartbeatTtl()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B heartbeatTtl(Duration value) {
            return set(SocketOption.HEARTBEAT_TTL, value);
        }
    }
}
