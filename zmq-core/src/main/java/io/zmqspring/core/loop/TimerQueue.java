package io.zmqspring.core.loop;

import io.zmqspring.core.time.NanoClock;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The timers of one loop, earliest first. Belongs to the loop's owner. */
final class TimerQueue {

    private static final int CANCELLED_WORTH_SWEEPING = 1024;

    private final NanoClock clock;
    private final Consumer<Throwable> onError;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private int scheduledSinceSweep;

    TimerQueue(NanoClock clock, Consumer<Throwable> onError) {
        this.clock = clock;
        this.onError = onError;
    }

    Timer schedule(long delayNs, Runnable task) {
        Timer timer = new Timer(clock.deadline(delayNs), task);
        if (++scheduledSinceSweep > CANCELLED_WORTH_SWEEPING + timers.size() / 2) {
            timers.removeIf(Timer::isCancelled);
            scheduledSinceSweep = 0;
        }
        timers.add(timer);
        return timer;
    }

    /**
     * Fires what is due.
     *
     * @return nanoseconds until the next, or {@link NanoClock#FOREVER}
     */
    long fireDue() {
        for (Timer timer = timers.peek(); timer != null; timer = timers.peek()) {
            long remaining = clock.remaining(timer.deadline());
            if (remaining > 0 && !timer.isCancelled()) {
                return remaining;
            }
            timers.poll();
            fire(timer);
        }
        return NanoClock.FOREVER;
    }

    private void fire(Timer timer) {
        try {
            timer.fire();
        } catch (RuntimeException | Error e) {
            onError.accept(e);
        }
    }

    boolean isEmpty() {
        @Nullable Timer first = timers.peek();
        return first == null;
    }
}
