package io.zmqspring.core.loop;

import io.zmqspring.core.time.NanoClock;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Sleep of a loop's owner, and its wake-up by another thread. The owner declares its sleep, then looks once more
 * for a reason to stay awake; another thread leaves a reason, then looks whether the owner sleeps. So no wake-up is
 * lost. {@link #wake} and {@link #isParked} are for any thread, the rest for the owner.
 */
final class OwnerSleep {

    private static final long NS_PER_MS = 1_000_000;

    private enum State {
        AWAKE,
        SELECTING,
        PARKED
    }

    private final Selector selector;
    private final Consumer<SelectionKey> dispatch;
    private final LeaderCondition noCommands;
    private final AtomicReference<State> state = new AtomicReference<>(State.AWAKE);

    /**
     * Creates the sleep of an owner that is awake.
     *
     * @param selector of the loop
     * @param dispatch handles each key that is ready
     * @param noCommands whether nothing is asked of the owner
     */
    OwnerSleep(Selector selector, Consumer<SelectionKey> dispatch, LeaderCondition noCommands) {
        this.selector = selector;
        this.dispatch = dispatch;
        this.noCommands = noCommands;
    }

    /**
     * Sleeps until a channel is ready, and handles each that is.
     *
     * @param waitNs longest sleep
     * @param goOn whether to sleep at all
     * @throws IOException when the selector fails
     */
    void select(long waitNs, LeaderCondition goOn) throws IOException {
        state.set(State.SELECTING);
        if (!noCommands.holds() || !goOn.holds()) {
            state.set(State.AWAKE);
            selector.selectNow(dispatch);
            return;
        }
        long waitMs = waitNs >= NanoClock.FOREVER >> 2 ? 0 : (waitNs + NS_PER_MS - 1) / NS_PER_MS;
        selector.select(dispatch, waitMs);
        state.set(State.AWAKE);
    }

    /**
     * Sleeps although channels may become ready.
     *
     * @param waitNs longest sleep
     * @param goOn whether to sleep at all
     */
    void park(long waitNs, LeaderCondition goOn) {
        state.set(State.PARKED);
        if (noCommands.holds() && goOn.holds()) {
            LockSupport.parkNanos(this, waitNs);
        }
        state.set(State.AWAKE);
    }

    /** The owner is awake, also when it left its sleep by an exception. */
    void awake() {
        state.set(State.AWAKE);
    }

    /**
     * Wakes an owner that waits for its channels.
     *
     * @return whether the owner is parked instead, so that its thread must be unparked
     */
    boolean wake() {
        State now = state.get();
        if (now == State.SELECTING && state.compareAndSet(State.SELECTING, State.AWAKE)) {
            selector.wakeup();
        }
        return now == State.PARKED;
    }
}
