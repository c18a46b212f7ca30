package io.zmqspring.core.loop;

import org.jspecify.annotations.Nullable;

/**
 * A call that an {@link EventLoop} makes at a given time, unless it is cancelled before. Belongs to the loop's owner.
 */
public final class Timer implements Comparable<Timer> {

    private final long deadline;
    private @Nullable Runnable task;

    Timer(long deadline, Runnable task) {
        this.deadline = deadline;
        this.task = task;
    }

    /** Prevents the call, and lets go of what it would have needed; without effect once it was made. */
    public void cancel() {
        task = null;
    }

    /** @param timer prevented as by {@link #cancel()}, unless it is {@code null} */
    public static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    long deadline() {
        return deadline;
    }

    void fire() {
        Runnable due = task;
        if (due != null) {
            task = null;
            due.run();
        }
    }

    boolean isCancelled() {
        return task == null;
    }

    @Override
    public int compareTo(Timer other) {
        return Long.signum(deadline - other.deadline);
    }
}
