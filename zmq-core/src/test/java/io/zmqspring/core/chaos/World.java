package io.zmqspring.core.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What all actors of a run share. Any thread. */
final class World {

    /** What an actor does again and again until the time is over. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private final ChaosOptions options;
    private final Faults faults;
    private final Verdicts verdicts;
    private final Stalls stalls = new Stalls();
    private final BoundedCalls calls;
    private final Account account = new Account();
    private final Latency healthy = new Latency();
    private final List<Thread> actors = new CopyOnWriteArrayList<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicLong foreign = new AtomicLong();
    private final long endNs;
    private volatile boolean over;

    World(ChaosOptions options, Verdicts verdicts) {
        this.options = options;
        this.faults = new Faults(options.faults());
        this.verdicts = verdicts;
        this.calls = new BoundedCalls(verdicts, stalls);
        this.endNs = System.nanoTime() + options.duration().toNanos();
    }

    ChaosOptions options() {
        return options;
    }

    /** {@return the folder of this run} */
    Path home() {
        return Objects.requireNonNull(options.home());
    }

    Faults faults() {
        return faults;
    }

    Verdicts verdicts() {
        return verdicts;
    }

    Stalls stalls() {
        return stalls;
    }

    BoundedCalls calls() {
        return calls;
    }

    Account account() {
        return account;
    }

    /** {@return times from send to receive of the streams that no fault concerns} */
    Latency healthy() {
        return healthy;
    }

    int nextStream() {
        return streams.incrementAndGet();
    }

    void countForeign() {
        foreign.incrementAndGet();
    }

    long foreign() {
        return foreign.get();
    }

    boolean isOver() {
        return over || System.nanoTime() - endNs >= 0;
    }

    /** Ends the actors. */
    void end() {
        over = true;
    }

    /** Starts an actor. What a step throws is a violation; the actor goes on. */
    void actor(String name, Step step) {
        Thread thread = new Thread(
                () -> {
                    while (!isOver()) {
                        guarded(step);
                    }
                },
                name);
        thread.setDaemon(true);
        actors.add(thread);
        thread.start();
    }

    void guarded(Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            StackTraceElement[] frames = e.getStackTrace();
            verdicts.violated(
                    "unexpected exception",
                    e + " at " + List.of(frames).subList(0, Math.min(6, frames.length)) + ", cause " + e.getCause());
            BoundedCalls.pause(100);
        }
    }

    /** Waits until every actor has ended. */
    void joinActors() throws InterruptedException {
        for (Thread actor : actors) {
            actor.join(150_000);
            if (actor.isAlive()) {
                verdicts.fatal("the actor " + actor.getName() + " does not end");
            }
        }
    }

    /**
     * Waits for a condition.
     *
     * @param maxMs longest wait, time in which the machine stood still not counted
     * @return whether it holds
     */
    boolean await(long maxMs, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - start - stalls.between(start, now) > maxMs * 1_000_000) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(2_000_000);
        }
        return true;
    }
}
