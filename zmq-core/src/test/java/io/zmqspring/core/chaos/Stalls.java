package io.zmqspring.core.chaos;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/** Notices when the machine or the JVM stands still, so that a call is not blamed for it. */
public final class Stalls {

    private static final long PERIOD_NS = 20_000_000;
    private static final long NOTABLE_NS = 50_000_000;
    private static final long KEPT_NS = 300_000_000_000L;

    /** A time at which this thread should have run and did not. */
    private record Stall(long fromNs, long toNs) {}

    private final ConcurrentLinkedDeque<Stall> stalls = new ConcurrentLinkedDeque<>();
    private volatile long maxNs;
    private volatile long sumNs;
    private volatile long lastNs = System.nanoTime();
    private volatile boolean ended;

    public void start() {
        Thread thread = new Thread(this::watch, "chaos-stalls");
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
    }

    private void watch() {
        long last = System.nanoTime();
        lastNs = last;
        while (!ended) {
            LockSupport.parkNanos(PERIOD_NS);
            long now = System.nanoTime();
            long late = now - last - PERIOD_NS;
            if (late > NOTABLE_NS) {
                stalls.add(new Stall(last + PERIOD_NS, now));
                maxNs = Math.max(maxNs, late);
                sumNs += late;
            }
            last = now;
            lastNs = now;
            while (!stalls.isEmpty() && now - stalls.getFirst().toNs > KEPT_NS) {
                stalls.removeFirst();
            }
        }
    }

    public void end() {
        ended = true;
    }

    /**
     * {@return for how long the JVM did not run between two instants, also when it has only just gone on and the thread
     * that notices such times has not run yet}
     */
    public long between(long fromNs, long toNs) {
        long since = lastNs;
        long sum = toNs - since > PERIOD_NS + NOTABLE_NS ? Math.max(0, toNs - Math.max(fromNs, since + PERIOD_NS)) : 0;
        for (Stall stall : stalls) {
            sum += Math.max(0, Math.min(toNs, stall.toNs) - Math.max(fromNs, stall.fromNs));
        }
        return sum;
    }

    public long maxNs() {
        return maxNs;
    }

    /** {@return all such times together} */
    public long sumNs() {
        return sumNs;
    }
}
