package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.RequesterOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One named requester. */
public final class ZmqRequesterProperties extends ZmqEndpointProperties {

    /** Longest time from a request to its reply; by default as zmq.template.reply-timeout. */
    private @Nullable Duration timeout;

    /** Number of times a request may be sent; more than 1 only where a peer may handle it more than once. */
    private int attempts = 1;

    /** Time an attempt waits before the next; by default the timeout divided by the attempts. */
    private @Nullable Duration attemptTimeout;

    /** Most requests in flight. */
    private int maxInFlight = 4096;

    /** What becomes of a request beyond the most in flight. */
    private RequesterOptions.WhenFull whenFull = RequesterOptions.WhenFull.WAIT;

    public @Nullable Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    public int getAttempts() {
        return attempts;
    }

    public void setAttempts(int attempts) {
        this.attempts = attempts;
    }

    public @Nullable Duration getAttemptTimeout() {
        return attemptTimeout;
    }

    public void setAttemptTimeout(@Nullable Duration attemptTimeout) {
        this.attemptTimeout = attemptTimeout;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public RequesterOptions.WhenFull getWhenFull() {
        return whenFull;
    }

    public void setWhenFull(RequesterOptions.WhenFull whenFull) {
        this.whenFull = whenFull;
    }
}
