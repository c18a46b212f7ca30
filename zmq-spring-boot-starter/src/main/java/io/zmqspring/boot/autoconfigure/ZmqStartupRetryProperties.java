package io.zmqspring.boot.autoconfigure;

import java.time.Duration;

/** How a listener tries again to open its socket. */
public final class ZmqStartupRetryProperties {

    /** Number of further attempts after the first. */
    private int maxRetries = 3;

    /** Time until the next attempt. */
    private Duration delay = Duration.ofSeconds(10);

    public int getMaxRetries() {
        return maxRetries;
    }

    public void setMaxRetries(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    public Duration getDelay() {
        return delay;
    }

    public void setDelay(Duration delay) {
        this.delay = delay;
    }
}
