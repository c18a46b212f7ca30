package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a request waits for its reply, and how often it may be sent. Immutable; each {@code with…} returns a changed
 * copy. By default 5 s, and sent once.
 */
public final class RequestOptions {

    /** Most times that a request may be sent. */
    public static final int MAX_ATTEMPTS = 1000;

    private static final RequestOptions DEFAULTS = new RequestOptions(Duration.ofSeconds(5), 1, null);

    private final Duration timeout;
    private final int attempts;
    private final @Nullable Duration attemptTimeout;

    private RequestOptions(Duration timeout, int attempts, @Nullable Duration attemptTimeout) {
        this.timeout = timeout;
        this.attempts = attempts;
        this.attemptTimeout = attemptTimeout;
    }

    /** {@return 5 s, and sent once} */
    public static RequestOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets {@link #timeout()} and leaves the rest at its default.
     *
     * @param timeout more than zero
     * @return the settings
     * @throws IllegalArgumentException when it is not
     */
    public static RequestOptions of(Duration timeout) {
        return DEFAULTS.withTimeout(timeout);
    }

    /**
     * {@return longest time from the call to the reply, all attempts together}
     *
     * <p>It includes the time in which no peer is connected or has room.
     */
    public Duration timeout() {
        return timeout;
    }

    /**
     * {@return how often the request may be sent at most, 1 to {@value #MAX_ATTEMPTS}}
     *
     * <p>With more than 1 the caller allows that peers handle the request more than once. It is then sent again, to
     * another peer if there is one, when no reply has come within {@link #attemptTimeout()}, and at once when the peer
     * that has it departs. A reply to any of the attempts is taken.
     */
    public int attempts() {
        return attempts;
    }

    /**
     * {@return how long an attempt waits for a reply before the next, {@code null} for {@link #timeout()} divided by
     * {@link #attempts()}; the last attempt waits until the time-out}
     */
    public @Nullable Duration attemptTimeout() {
        return attemptTimeout;
    }

    /**
     * Changes {@link #timeout()}.
     *
     * @param value more than zero
     * @return a copy
     * @throws IllegalArgumentException when it is not
     */
    public RequestOptions withTimeout(Duration value) {
        return new RequestOptions(positive("timeout", value), attempts, attemptTimeout);
    }

    /**
     * Changes {@link #attempts()}.
     *
     * @param value 1 to {@value #MAX_ATTEMPTS}
     * @return a copy
     * @throws IllegalArgumentException when it is out of range
     */
    public RequestOptions withAttempts(int value) {
        if (value < 1 || value > MAX_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "attempts=" + value + " is out of range: allowed is 1 to " + MAX_ATTEMPTS);
        }
        return new RequestOptions(timeout, value, attemptTimeout);
    }

    /**
     * Changes {@link #attemptTimeout()}.
     *
     * @param value more than zero, or {@code null}
     * @return a copy
     * @throws IllegalArgumentException when it is not
     */
    public RequestOptions withAttemptTimeout(@Nullable Duration value) {
        return new RequestOptions(timeout, attempts, value == null ? null : positive("attemptTimeout", value));
    }

    private static Duration positive(String name, @Nullable Duration value) {
        if (value == null || value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + "=" + value + " is out of range: allowed is more than zero");
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RequestOptions options
                && timeout.equals(options.timeout)
                && attempts == options.attempts
                && (attemptTimeout == null
                        ? options.attemptTimeout == null
                        : attemptTimeout.equals(options.attemptTimeout));
    }

    @Override
    public int hashCode() {
        return timeout.hashCode() + 31 * attempts;
    }

    /** Shows all settings. */
    @Override
    public String toString() {
        return "RequestOptions[timeout=" + timeout + ", attempts=" + attempts + ", attemptTimeout=" + attemptTimeout
                + "]";
    }
}
