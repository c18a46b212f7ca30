package io.zmqspring.listener;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the workers of a container have received nothing for an interval. Shared by them; tells once an
 * interval.
 */
final class IdleWatch {

    private static final Duration UNTIL_WOKEN = Duration.ofDays(1);

    private final long intervalNs;
    private final LongSupplier nanoTime;
    private final Consumer<Duration> onIdle;
    private final AtomicLong lastMarkNs;
    private volatile long lastMessageNs;

    IdleWatch(@Nullable Duration interval, LongSupplier nanoTime, Consumer<Duration> onIdle) {
        this.intervalNs = interval == null ? 0 : interval.toNanos();
        this.nanoTime = nanoTime;
        this.onIdle = onIdle;
        this.lastMessageNs = nanoTime.getAsLong();
        this.lastMarkNs = new AtomicLong(lastMessageNs);
    }

    /** {@return how long a worker may wait for a message before it calls {@link #nothingReceived()}} */
    Duration longestWait() {
        if (intervalNs == 0) {
            return UNTIL_WOKEN;
        }
        long leftNs = intervalNs - (nanoTime.getAsLong() - lastMarkNs.get());
        return Duration.ofNanos(Math.max(1, leftNs));
    }

    void received() {
        if (intervalNs != 0) {
            lastMessageNs = nanoTime.getAsLong();
            lastMarkNs.set(lastMessageNs);
        }
    }

    void nothingReceived() {
        if (intervalNs == 0) {
            return;
        }
        long nowNs = nanoTime.getAsLong();
        long markNs = lastMarkNs.get();
        if (nowNs - markNs >= intervalNs && lastMarkNs.compareAndSet(markNs, nowNs)) {
            onIdle.accept(Duration.ofNanos(nowNs - lastMessageNs));
        }
    }
}
