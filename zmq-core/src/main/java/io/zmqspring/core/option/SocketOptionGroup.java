package io.zmqspring.core.option;

import org.jspecify.annotations.Nullable;

/** Settings of a socket on one theme. */
public sealed interface SocketOptionGroup
        permits QueueOptions,
                TimeoutOptions,
                ConnectOptions,
                HeartbeatOptions,
                LimitOptions,
                TransportOptions,
                RoutingOptions,
                SubscriptionOptions {

    /**
     * Reads an option.
     *
     * @param option the option
     * @param <T> type of its values
     * @return its value, {@code null} when that is a value of the option
     */
    <T extends @Nullable Object> T get(SocketOption<T> option);

    /**
     * The setter behind the setters of all groups.
     *
     * @param <B> the builder
     */
    sealed interface Setters<B>
            permits QueueOptions.Setters,
                    TimeoutOptions.Setters,
                    ConnectOptions.Setters,
                    HeartbeatOptions.Setters,
                    LimitOptions.Setters,
                    TransportOptions.Setters,
                    RoutingOptions.Setters,
                    SubscriptionOptions.Setters {

        /**
         * Sets an option.
         *
         * @param option the option
         * @param value the new value
         * @param <T> type of its values
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        <T extends @Nullable Object> B set(SocketOption<T> option, @Nullable T value);
    }
}
