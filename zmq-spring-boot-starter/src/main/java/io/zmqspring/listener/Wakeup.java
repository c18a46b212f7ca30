package io.zmqspring.listener;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the wait of one worker by an interrupt that cannot reach anything else the worker does.
 *
 * <p>The worker calls {@link #waitBegins()} and {@link #waitEnds()} around its wait and, between the first and the wait
 * itself, looks again at the reason there might be to wake it. Any other thread states that reason, then calls
 * {@link #wake()}.
 */
final class Wakeup {

    private static final int WORKING = 0;
    private static final int WAITING = 1;
    private static final int INTERRUPTING = 2;
    private static final int INTERRUPTED = 3;

    private final Thread worker;
    private final AtomicInteger state = new AtomicInteger(WORKING);

    Wakeup(Thread worker) {
        this.worker = worker;
    }

    void waitBegins() {
        state.set(WAITING);
    }

    /** Afterwards no interrupt of {@link #wake()} is pending or still to come for the wait that has ended. */
    void waitEnds() {
        if (!state.compareAndSet(WAITING, WORKING)) {
            while (state.get() == INTERRUPTING) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
            state.set(WORKING);
        }
    }

    void wake() {
        if (state.compareAndSet(WAITING, INTERRUPTING)) {
            worker.interrupt();
            state.set(INTERRUPTED);
        }
    }

    /** Interrupts the worker whatever it does. */
    void interrupt() {
        worker.interrupt();
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == worker;
    }
}
