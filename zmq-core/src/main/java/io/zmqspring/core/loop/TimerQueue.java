package io.zmqspring.core.loop;

import io.zmqspring.core.time.NanoClock;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The timers of one loop, earliest first. Belongs to the loop's owner. */
final class TimerQueue {

    private static final int CANCELLED_WORTH_SWEEPING = 1024;

    /** Most timers fired in one turn: timers that set others for now must not keep the owner from the channels. */
    private static final int MAX_PER_TURN = 1024;

    private final NanoClock clock;
    private final TurnLimit limit;
    private final Consumer<Throwable> onError;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private int scheduledSinceSweep;

    TimerQueue(NanoClock clock, TurnLimit limit, Consumer<Throwable> onError) {
        this.clock = clock;
        this.limit = limit;
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
     * Fires what is due, as far as the turn goes.
     *
     * @return nanoseconds until the next, zero or less when it is due, or {@link NanoClock#FOREVER}
     */
    long fireDue() {
        for (int i = 0; ; i++) {
            Timer timer = timers.peek();
            if (timer == null) {
                return NanoClock.FOREVER;
            }
            long remaining = clock.remaining(timer.deadline());
            if (remaining > 0 && !timer.isCancelled() || i == MAX_PER_TURN || i > 0 && limit.isOver()) {
                return remaining;
            }
            timers.poll();
            fire(timer);
        }
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
