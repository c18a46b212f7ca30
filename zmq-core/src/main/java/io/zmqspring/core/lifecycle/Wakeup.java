package io.zmqspring.core.lifecycle;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends one thread's receive by an interrupt that cannot reach anything else the thread does.
 *
 * <p>The thread calls {@link #receiveBegins()} and {@link #receiveEnds()} around its receive and, after the first,
 * looks again at the reason there might be to wake it. Any other thread sets that reason, then calls {@link #wake()}.
 */
final class Wakeup {

    private static final int WORKING = 0;
    private static final int RECEIVING = 1;
    private static final int INTERRUPTING = 2;
    private static final int INTERRUPTED = 3;

    private final Thread worker;
    private final AtomicInteger state = new AtomicInteger(WORKING);

    Wakeup(Thread worker) {
        this.worker = worker;
    }

    void receiveBegins() {
        state.set(RECEIVING);
    }

    /**
     * Afterwards no interrupt of {@link #wake()} is pending or still to come for the receive that has ended.
     *
     * @return whether it was woken
     */
    boolean receiveEnds() {
        if (state.compareAndSet(RECEIVING, WORKING)) {
            return false;
        }
        while (state.get() == INTERRUPTING) {
            Thread.onSpinWait();
        }
        Thread.interrupted();
        state.set(WORKING);
        return true;
    }

    /** Ends the receive, if the thread is in one. */
    void wake() {
        if (state.compareAndSet(RECEIVING, INTERRUPTING)) {
            worker.interrupt();
            state.set(INTERRUPTED);
        }
    }

    boolean isReceiving() {
        return state.get() != WORKING;
    }

    /** Interrupts the thread whatever it does. */
    void interrupt() {
        worker.interrupt();
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == worker;
    }

    /** {@return whether the thread is in a call that ends the JVM, from which it does not return} */
    boolean isEndingJvm() {
        for (StackTraceElement call : worker.getStackTrace()) {
            if (call.getClassName().equals("java.lang.Runtime")
                    && call.getMethodName().equals("exit")) {
                return true;
            }
        }
        return false;
    }
}
