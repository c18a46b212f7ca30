package io.zmqspring.core.loop;

import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.support.HandTurnedClock;
import io.zmqspring.core.support.MemorySelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An event loop without a thread, over a clock that is turned by hand and channels in memory. The calling thread owns
 * the loop only within {@link #settle}, {@link #run} and {@link #advance}; outside of them it is any thread, such as a
 * sender's.
 */
public final class HandTurnedLoop implements AutoCloseable {

    private static final LeaderCondition ALWAYS = () -> true;
    private static final Duration STEP = Duration.ofMillis(1);
    private static final int MAX_TURNS = 10_000;

    private final HandTurnedClock clock = new HandTurnedClock();
    private final List<Throwable> errors = new ArrayList<>();
    private final MemorySelector selector = new MemorySelector();
    private final EventLoop loop = new EventLoop(clock, WaitStrategy.PARK, () -> selector, errors::add);

    /** Creates a loop with nothing to do. */
    public HandTurnedLoop() {}

    /** {@return the loop} */
    public EventLoop loop() {
        return loop;
    }

    /** {@return its clock; timers fire in the next {@link #settle}} */
    public HandTurnedClock clock() {
        return clock;
    }

    /** {@return what was thrown on the loop} */
    public List<Throwable> errors() {
        return errors;
    }

    /** Turns the loop until it has nothing to do, while the clock stands still. */
    public void settle() {
        int turns = 0;
        do {
            if (++turns > MAX_TURNS) {
                throw new AssertionError("the loop has not come to rest within " + MAX_TURNS + " turns");
            }
            turnOnce();
        } while (loop.hasCommands() || selector.lastSelected() > 0);
    }

    /** Turns the loop once. */
    public void turnOnce() {
        if (!loop.tryOwn()) {
            throw new AssertionError("the loop is turned by another thread, or by this one already");
        }
        try {
            loop.turn(0, ALWAYS);
        } finally {
            loop.disown();
        }
    }

    /** Runs a command on the loop, and all that follows from it. */
    public void run(Runnable command) {
        loop.execute(command);
        settle();
    }

    /** Lets time pass in steps of a millisecond; what is due at the end of it is done, too. */
    public void advance(Duration by) {
        settle();
        for (Duration left = by; left.compareTo(Duration.ZERO) > 0; left = left.minus(STEP)) {
            clock.turn(left.compareTo(STEP) < 0 ? left : STEP);
            settle();
        }
    }

    @Override
    public void close() {
        loop.close();
        if (!errors.isEmpty()) {
            AssertionError failure = new AssertionError("thrown on the loop: " + errors);
            errors.forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
