package io.zmqspring.boot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.retry.RetryPolicySettings;

/** Whether and how often something is tried again. */
public final class ZmqRetryProperties {

    /** Whether it is tried again. */
    private boolean enabled;

    /** Number of further attempts after the first. */
    private long maxRetries = 3;

    /** Time until the first further attempt. */
    private Duration delay = Duration.ofSeconds(1);

    /** Factor by which the time grows from one attempt to the next. */
    private double multiplier = 1.0;

    /** Longest time between two attempts; by default there is none. */
    private @Nullable Duration maxDelay;

    /** Most that is added to or taken from each time, at random; by default nothing. */
    private @Nullable Duration jitter;

    /** {@return what a retry policy is made of} */
    RetryPolicySettings toSettings() {
        RetryPolicySettings settings = new RetryPolicySettings();
        settings.setMaxRetries(maxRetries);
        settings.setDelay(delay);
        settings.setMultiplier(multiplier);
        if (maxDelay != null) {
            settings.setMaxDelay(maxDelay);
        }
        if (jitter != null) {
            settings.setJitter(jitter);
        }
        return settings;
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public long getMaxRetries() {
        return maxRetries;
    }

    public void setMaxRetries(long maxRetries) {
        this.maxRetries = maxRetries;
    }

    public Duration getDelay() {
        return delay;
    }

    public void setDelay(Duration delay) {
        this.delay = delay;
    }

    public double getMultiplier() {
        return multiplier;
    }

    public void setMultiplier(double multiplier) {
        this.multiplier = multiplier;
    }

    public @Nullable Duration getMaxDelay() {
        return maxDelay;
    }

    public void setMaxDelay(@Nullable Duration maxDelay) {
        this.maxDelay = maxDelay;
    }

    public @Nullable Duration getJitter() {
        return jitter;
    }

    public void setJitter(@Nullable Duration jitter) {
        this.jitter = jitter;
    }
}
