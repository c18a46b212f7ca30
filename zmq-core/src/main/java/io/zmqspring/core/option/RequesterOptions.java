package io.zmqspring.core.option;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link io.zmqspring.core.ZmqRequester}, immutable. Made with a {@link Builder}. */
public final class RequesterOptions {

    /** Most that {@link #maxInFlight()} may be. */
    public static final int MAX_IN_FLIGHT = 1 << 20;

    private static final RequesterOptions DEFAULTS = builder().build();

    /** Policy for a request beyond {@link RequesterOptions#maxInFlight()}. */
    public enum WhenFull {
        /** The call waits until another request is over, at most for the time-out of its own. */
        WAIT,
        /** The request fails at once with {@link io.zmqspring.core.error.ZmqRequestRefusedException}. */
        REFUSE
    }

    private final SocketOptions socket;
    private final RequestOptions request;
    private final int maxInFlight;
    private final WhenFull whenFull;
    private final @Nullable Executor executor;

    private RequesterOptions(Builder from) {
        this.socket = from.socket;
        this.request = from.request;
        this.maxInFlight = from.maxInFlight;
        this.whenFull = from.whenFull;
        this.executor = from.executor;
    }

    /** {@return the default settings} */
    public static RequesterOptions defaults() {
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
        builder.request = request;
        builder.maxInFlight = maxInFlight;
        builder.whenFull = whenFull;
        builder.executor = executor;
        return builder;
    }

    /** {@return the settings of its DEALER socket; what is not set is as in the context's default socket options} */
    public SocketOptions socket() {
        return socket;
    }

    /** {@return the settings of a request that is given none, by default {@link RequestOptions#defaults()}} */
    public RequestOptions request() {
        return request;
    }

    /**
     * {@return most requests in flight, from the call to the reply or the failure, 1 to {@value #MAX_IN_FLIGHT}; by
     * default 4096}
     *
     * <p>A requester has a table of 8 to 16 bytes for each from the beginning.
     */
    public int maxInFlight() {
        return maxInFlight;
    }

    /** {@return the policy for a request beyond {@link #maxInFlight()}, by default {@link WhenFull#WAIT}} */
    public WhenFull whenFull() {
        return whenFull;
    }

    /**
     * {@return where futures are completed, so that what the application has added to them runs there; {@code null},
     * the default, is a thread of the requester}
     *
     * <p>That thread also receives replies and looks for time-outs. What may wait belongs on an executor, such as one
     * of virtual threads. When the executor refuses, the requester's thread completes the future.
     */
    public @Nullable Executor executor() {
        return executor;
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private SocketOptions socket = SocketOptions.defaults();
        private RequestOptions request = RequestOptions.defaults();
        private int maxInFlight = 4096;
        private WhenFull whenFull = WhenFull.WAIT;
        private @Nullable Executor executor;

        private Builder() {}

        /**
         * Sets {@link RequesterOptions#socket()}.
         *
         * @param value options that a DEALER has
         * @return this builder
         * @throws IllegalArgumentException when one of them is not for a DEALER
         */
        public Builder socket(SocketOptions value) {
            value.requireFor(SocketType.DEALER);
            this.socket = value;
            return this;
        }

        /**
         * Sets {@link RequesterOptions#request()}.
         *
         * @param value the settings
         * @return this builder
         */
        public Builder request(RequestOptions value) {
            this.request = Objects.requireNonNull(value, "request");
            return this;
        }

        /**
         * Sets {@link RequesterOptions#maxInFlight()}.
         *
         * @param value 1 to {@value #MAX_IN_FLIGHT}
         * @return this builder
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder maxInFlight(int value) {
            this.maxInFlight = requireInFlight("maxInFlight", value);
            return this;
        }

        /**
         * Sets {@link RequesterOptions#whenFull()}.
         *
         * @param value what to do
         * @return this builder
         */
        public Builder whenFull(WhenFull value) {
            this.whenFull = Objects.requireNonNull(value, "whenFull");
            return this;
        }

        /**
         * Sets {@link RequesterOptions#executor()}.
         *
         * @param value completes futures on threads of its own, or {@code null}
         * @return this builder
         */
        public Builder executor(@Nullable Executor value) {
            this.executor = value;
            return this;
        }

        /** {@return the settings collected so far} */
        public RequesterOptions build() {
            return new RequesterOptions(this);
        }
    }

    static int requireInFlight(String name, int value) {
        if (value < 1 || value > MAX_IN_FLIGHT) {
            throw new IllegalArgumentException(
                    name + "=" + value + " is out of range: allowed is 1 to " + MAX_IN_FLIGHT);
        }
        return value;
    }
}
