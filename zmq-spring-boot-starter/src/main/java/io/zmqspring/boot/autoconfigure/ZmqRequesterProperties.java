package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.RequesterOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** One named requester. */
public final class ZmqRequesterProperties {

    /** Endpoints to bind. */
    private List<String> bind = new ArrayList<>();

    /** Endpoints to connect to. */
    private List<String> connect = new ArrayList<>();

    /** Whether the requester opens when the application starts; if not, its first use opens it. */
    private boolean autoStartup = true;

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

    @NestedConfigurationProperty
    private final ZmqSocketProperties options = new ZmqSocketProperties();

    public List<String> getBind() {
        return bind;
    }

    public void setBind(List<String> bind) {
        this.bind = bind;
    }

    public List<String> getConnect() {
        return connect;
    }

    public void setConnect(List<String> connect) {
        this.connect = connect;
    }

    public boolean isAutoStartup() {
        return autoStartup;
    }

    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

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

    public ZmqSocketProperties getOptions() {
        return options;
    }
}
