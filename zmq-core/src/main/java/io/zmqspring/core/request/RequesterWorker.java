package io.zmqspring.core.request;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a requester that receives replies, looks for time-outs and completes futures. It comes when there is
 * something for it to do, and goes when nothing is in flight.
 *
 * <pre>
 *   NONE ──wake()──► WANTED ──turn begins──► TURNING ──nothing to do──► NONE
 *                       ▲                       │
 *                       └───────wake()──────────┘
 * </pre>
 */
final class RequesterWorker implements Runnable {

    private enum State {
        NONE,
        WANTED,
        TURNING
    }

    /** Work of the worker. */
    interface Work {

        /** Does what there is to do, and waits for replies unless {@link #isWanted}. Must not throw. */
        void turn();

        /** {@return whether there is something to do, or will be} */
        boolean isNeeded();

        /** Ends the wait for replies of the worker, if it waits in the socket. */
        void endWait();
    }

    private final Executor threads;
    private final Work work;
    private final AtomicReference<State> state = new AtomicReference<>(State.NONE);
    private volatile @Nullable Thread thread;

    /**
     * Creates it; there is no thread yet.
     *
     * @param threads where it runs
     * @param work what it does
     */
    RequesterWorker(Executor threads, Work work) {
        this.threads = threads;
        this.work = work;
    }

    /** {@return whether it has no thread; after a full fence} */
    boolean isAbsent() {
        return state.get() == State.NONE;
    }

    /** {@return whether {@link #wake} was called since the turn began} */
    boolean isWanted() {
        return state.get() == State.WANTED;
    }

    /** {@return its thread, or {@code null}} */
    @Nullable Thread thread() {
        return thread;
    }

    /** {@return whether it calls} */
    boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    /**
     * Lets it look again what there is to do. Does not wait.
     *
     * @throws RejectedExecutionException when it has no thread and can get none
     */
    void wake() {
        if (state.getAndSet(State.WANTED) == State.NONE) {
            boolean begun = false;
            try {
                threads.execute(this);
                begun = true;
            } finally {
                if (!begun) {
                    state.set(State.NONE);
                }
            }
        } else {
            LockSupport.unpark(thread);
            work.endWait();
        }
    }

    /** As {@link #wake}, but when no thread can be had, the next caller that needs one tries again. */
    void tryWake() {
        try {
            wake();
        } catch (RejectedExecutionException noThread) {
            // Requests have their time-outs, and a closed context fails them.
        }
    }

    @Override
    public void run() {
        boolean ended = false;
        try {
            do {
                thread = Thread.currentThread();
                state.set(State.TURNING);
                work.turn();
            } while (!end());
            ended = true;
        } finally {
            if (!ended) {
                thread = null;
                state.set(State.NONE);
            }
        }
    }

    private boolean end() {
        if (work.isNeeded()) {
            return false;
        }
        // Before another may come in its place.
        thread = null;
        if (!state.compareAndSet(State.TURNING, State.NONE)) {
            return false;
        }
        // A caller that began a request before may have seen that there is a thread.
        return !work.isNeeded() || !state.compareAndSet(State.NONE, State.TURNING);
    }
}
