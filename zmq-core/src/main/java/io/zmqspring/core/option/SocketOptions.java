package io.zmqspring.core.option;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one socket, immutable. Made with a {@link Builder} that checks every value; the defaults are libzmq's
 * unless the option says otherwise. {@link SocketOption} is the table of all options. All take effect for every
 * endpoint of the socket. Any thread may read them.
 *
 * <p>An option that was not set has the value it has in {@link ContextOptions#defaultSocketOptions()} of the context
 * that creates the socket; {@link io.zmqspring.core.ZmqSocket#options()} shows the values a socket has.
 */
public final class SocketOptions
        implements QueueOptions,
                TimeoutOptions,
                ConnectOptions,
                HeartbeatOptions,
                LimitOptions,
                TransportOptions,
                RoutingOptions,
                SubscriptionOptions {

    private static final SocketOptions DEFAULTS = new SocketOptions(new OptionValues<>());

    private final OptionValues<SocketOption<?>> values;

    private SocketOptions(OptionValues<SocketOption<?>> values) {
        this.values = values;
    }

    /** {@return settings in which no option is set, so that each has its default} */
    public static SocketOptions defaults() {
        return DEFAULTS;
    }

    /** {@return a builder that starts at the defaults} */
    public static Builder builder() {
        return new Builder(new OptionValues<>());
    }

    /** {@return a builder that starts at these settings} */
    public Builder toBuilder() {
        return new Builder(new OptionValues<>(values));
    }

    @Override
    public <T extends @Nullable Object> T get(SocketOption<T> option) {
        return values.get(option);
    }

    /**
     * Looks whether an option was set, if only to its default.
     *
     * @param option the option
     * @return whether it was
     */
    public boolean isSet(SocketOption<?> option) {
        return values.isSet(option);
    }

    /**
     * Checks that a socket has every option that is set.
     *
     * @param type the type of the socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     */
    public void requireFor(SocketType type) {
        values.options().forEach(option -> option.requireFor(type));
    }

    /**
     * Completes the settings for one socket: what is not set here and set there is taken from there, as far as the
     * socket has such an option.
     *
     * @param type the type of the socket
     * @param others settings for sockets of any type
     * @return the settings of the socket
     * @throws IllegalArgumentException when an option that is set here is not for this type of socket
     */
    public SocketOptions forSocket(SocketType type, SocketOptions others) {
        requireFor(type);
        return completed(others, option -> option.isFor(type));
    }

    /**
     * Completes the settings for sockets of any type: what is not set here and set there is taken from there.
     *
     * @param others the other settings
     * @return both
     */
    public SocketOptions orElse(SocketOptions others) {
        return completed(others, option -> true);
    }

    private SocketOptions completed(SocketOptions others, Predicate<SocketOption<?>> taken) {
        OptionValues<SocketOption<?>> complete = new OptionValues<>(values);
        others.values.options().stream()
                .filter(option -> taken.test(option) && !isSet(option))
                .forEach(option -> complete.copy(option, others.values));
        return new SocketOptions(complete);
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder
            implements QueueOptions.Setters<Builder>,
                    TimeoutOptions.Setters<Builder>,
                    ConnectOptions.Setters<Builder>,
                    HeartbeatOptions.Setters<Builder>,
                    LimitOptions.Setters<Builder>,
                    TransportOptions.Setters<Builder>,
                    RoutingOptions.Setters<Builder>,
                    SubscriptionOptions.Setters<Builder> {

        private final OptionValues<SocketOption<?>> values;

        private Builder(OptionValues<SocketOption<?>> values) {
            this.values = values;
        }

        @Override
        public <T extends @Nullable Object> Builder set(SocketOption<T> option, @Nullable T value) {
            values.set(option, value);
            return this;
        }

        /** {@return the settings collected so far} */
        public SocketOptions build() {
            return new SocketOptions(new OptionValues<>(values));
        }
    }
}
