package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of how long a socket keeps its callers waiting. Immutable, part of {@link SocketOptions}. */
public sealed interface TimeoutOptions extends SocketOptionGroup permits SocketOptions {

    /**
     * {@return longest time {@code close()} and {@code disconnect} go on sending what is queued; zero drops it at
     * once, {@code null} has no end (libzmq ZMQ_LINGER, whose default is no end: a close that never returns)}
     */
    default @Nullable Duration linger() {
        return get(SocketOption.LINGER);
    }

    /** {@return longest wait of a send without a timeout of its own; {@code null} waits for ever (ZMQ_SNDTIMEO)} */
    default @Nullable Duration sendTimeout() {
        return get(SocketOption.SEND_TIMEOUT);
    }

    /** {@return longest wait of a receive without a timeout of its own; {@code null} waits for ever (ZMQ_RCVTIMEO)} */
    default @Nullable Duration receiveTimeout() {
        return get(SocketOption.RECEIVE_TIMEOUT);
    }

    /**
     * The setters of {@link TimeoutOptions}.
     *
     * @param <B> the builder
     */
    sealed interface Setters<B> extends SocketOptionGroup.Setters<B> permits SocketOptions.Builder {

        /**
         * Sets {@link TimeoutOptions#linger()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B linger(@Nullable Duration value) {
            return set(SocketOption.LINGER, value);
        }

        /**
         * Sets {@link TimeoutOptions#sendTimeout()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B sendTimeout(@Nullable Duration value) {
            return set(SocketOption.SEND_TIMEOUT, value);
        }

        /**
         * Sets {@link TimeoutOptions#receiveTimeout()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B receiveTimeout(@Nullable Duration value) {
            return set(SocketOption.RECEIVE_TIMEOUT, value);
        }
    }
}
