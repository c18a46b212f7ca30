package io.zmqspring.core.option;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link io.zmqspring.core.ZmqResponder}, immutable. Made with a {@link Builder}. */
public final class ResponderOptions {

    private static final ResponderOptions DEFAULTS = builder().build();

    private final SocketOptions socket;
    private final int maxOpenRequests;
    private final @Nullable Executor executor;

    private ResponderOptions(Builder from) {
        this.socket = from.socket;
        this.maxOpenRequests = from.maxOpenRequests;
        this.executor = from.executor;
    }

    /** {@return the default settings} */
    public static ResponderOptions defaults() {
        return DEFAULTS;
    }

    /** {@return a builder that starts at the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder that starts at these settings} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.socket = socket;
        builder.maxOpenRequests = maxOpenRequests;
        builder.executor = executor;
        return builder;
    }

    /**
     * {@return the settings of its ROUTER socket; what is not set is as in the context's default socket options}
     *
     * <p>Unless it is set, {@link QueueOptions#sendHwm()} is at least {@link #maxOpenRequests()}, so that a peer that
     * has asked so much gets all its replies also when they come at once.
     */
    public SocketOptions socket() {
        return socket;
    }

    /**
     * {@return most requests given to the handler and not replied to, 1 to {@value RequesterOptions#MAX_IN_FLIGHT}; by
     * default 4096}
     *
     * <p>Further requests wait in the socket's queues. A request whose peer has departed no longer counts.
     */
    public int maxOpenRequests() {
        return maxOpenRequests;
    }

    /**
     * {@return where the handler is called, once for each request; {@code null}, the default, is one thread of the
     * responder, so that one request is handled after the other}
     */
    public @Nullable Executor executor() {
        return executor;
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private SocketOptions socket = SocketOptions.defaults();
        private int maxOpenRequests = 4096;
        private @Nullable Executor executor;

        private Builder() {}

        /**
         * Sets {@link ResponderOptions#socket()}.
         *
         * @param value options that a ROUTER has
         * @return this builder
         * @throws IllegalArgumentException when one of them is not for a ROUTER
         */
        public Builder socket(SocketOptions value) {
            value.requireFor(SocketType.ROUTER);
            this.socket = value;
            return this;
        }

        /**
         * Sets {@link ResponderOptions#maxOpenRequests()}.
         *
         * @param value 1 to {@value RequesterOptions#MAX_IN_FLIGHT}
         * @return this builder
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder maxOpenRequests(int value) {
            this.maxOpenRequests = RequesterOptions.requireInFlight("maxOpenRequests", value);
            return this;
        }

        /**
         * Sets {@link ResponderOptions#executor()}.
         *
         * @param value calls the handler on threads of its own, or {@code null}
         * @return this builder
         */
        public Builder executor(@Nullable Executor value) {
            this.executor = value;
            return this;
        }

        /** {@return the settings collected so far} */
        public ResponderOptions build() {
            return new ResponderOptions(this);
        }
    }
}
