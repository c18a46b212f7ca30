package io.zmqspring.core.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Threads that must all end in time; if not, tells where each of them is and what the subject says of itself. */
final class Stress {

    static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    private final Supplier<Object> state;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final long deadline = System.nanoTime() + LIMIT_NS;

    /** @param state shown when something goes wrong */
    Stress(Supplier<Object> state) {
        this.state = state;
    }

    /** What one thread does. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    Stress thread(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                        stopped.set(true);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        return this;
    }

    /** {@return whether a thread has failed, so that the others need not go on} */
    boolean isStopped() {
        return stopped.get();
    }

    /** {@return whether it takes too long} */
    boolean isTimeOver() {
        return deadline - System.nanoTime() <= 0;
    }

    /** Starts all threads and waits for their end. */
    void run() throws InterruptedException {
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            while (thread.isAlive() && !stopped.get() && deadline - System.nanoTime() > 0) {
                thread.join(100);
            }
        }
        Throwable cause = failure.get();
        if (cause != null) {
            throw new AssertionError("failed: " + dump(), cause);
        }
        assertThat(threads.stream().filter(Thread::isAlive).map(Thread::getName))
                .as(this::dump)
                .isEmpty();
    }

    private String dump() {
        StringBuilder text = new StringBuilder("state: ").append(state.get()).append('\n');
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            if (threads.contains(entry.getKey()) || entry.getKey().getName().startsWith("zmq")) {
                text.append(entry.getKey())
                        .append(' ')
                        .append(entry.getKey().getState())
                        .append('\n');
                for (StackTraceElement frame : entry.getValue()) {
                    text.append("    ").append(frame).append('\n');
                }
            }
        }
        return text.toString();
    }
}
