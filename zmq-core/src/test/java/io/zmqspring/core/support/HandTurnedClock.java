package io.zmqspring.core.support;

import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until it is turned. It begins half a second before its number overflows, as that of {@link
 * System#nanoTime} may. Any thread.
 */
public final class HandTurnedClock implements NanoClock {

    private static final long START = Long.MAX_VALUE - 500_000_000;

    private final AtomicLong now = new AtomicLong(START);

    @Override
    public long nanoTime() {
        return now.get();
    }

    /** {@return how far it was turned} */
    public Duration elapsed() {
        return Duration.ofNanos(now.get() - START);
    }

    /** Turns it on by so much. */
    public void turn(Duration by) {
        turn(by.toNanos());
    }

    /** Turns it on by so many nanoseconds. */
    public void turn(long byNs) {
        now.addAndGet(byNs);
    }
}
