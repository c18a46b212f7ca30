package io.zmqspring.core.lifecycle;

import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the workers of a {@link ReceiveLoop} have received nothing for an interval. Shared by them; calls back
 * once an interval.
 */
final class IdleWatch {

    private static final Duration UNTIL_WOKEN = Duration.ofDays(1);

    private final long intervalNs;
    private final NanoClock clock;
    private final Consumer<Duration> onIdle;
    private final AtomicLong lastMarkNs;
    private volatile long lastMessageNs;

    IdleWatch(@Nullable Duration interval, NanoClock clock, Consumer<Duration> onIdle) {
        this.intervalNs = interval == null ? 0 : NanoClock.nanos(interval);
        this.clock = clock;
        this.onIdle = onIdle;
        this.lastMessageNs = clock.nanoTime();
        this.lastMarkNs = new AtomicLong(lastMessageNs);
    }

    /** {@return how long a worker may wait for a message before it calls {@link #nothingReceived()}} */
    Duration maxWait() {
        if (intervalNs == 0) {
            return UNTIL_WOKEN;
        }
        long leftNs = intervalNs - (clock.nanoTime() - lastMarkNs.get());
        return Duration.ofNanos(Math.max(1, leftNs));
    }

    void received() {
        if (intervalNs != 0) {
            lastMessageNs = clock.nanoTime();
            lastMarkNs.set(lastMessageNs);
        }
    }

    void nothingReceived() {
        if (intervalNs == 0) {
            return;
        }
        long nowNs = clock.nanoTime();
        long markNs = lastMarkNs.get();
        if (nowNs - markNs >= intervalNs && lastMarkNs.compareAndSet(markNs, nowNs)) {
            onIdle.accept(Duration.ofNanos(nowNs - lastMessageNs));
        }
    }
}
