package io.zmqspring.core.benchmark.runner;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a cache line takes from one core to another. On a virtual machine it changes while a benchmark runs: the
 * host may move a processor to a core that shares no cache with the other's, and every figure of two threads with it.
 */
final class CoreDistance {

    private static final int EXCHANGES_OF_A_ROUND = 2_000;
    private static final long LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long STOP = -1;

    private CoreDistance() {}

    /** {@return nanoseconds one way, the best of several tries; NaN where there is one processor only} */
    static double nanos() throws InterruptedException {
        if (Runtime.getRuntime().availableProcessors() == 1) {
            return Double.NaN;
        }
        AtomicLong line = new AtomicLong();
        Thread echo = new Thread(() -> answer(line), "echo");
        echo.setDaemon(true);
        echo.start();
        double best = Double.NaN;
        long end = System.nanoTime() + LIMIT_NS;
        for (long next = 1; System.nanoTime() - end < 0; ) {
            long start = System.nanoTime();
            next = exchange(line, next);
            double oneWay = (System.nanoTime() - start) / (2.0 * EXCHANGES_OF_A_ROUND);
            best = Double.isNaN(best) ? oneWay : Math.min(best, oneWay);
        }
        line.set(STOP);
        echo.join();
        return best;
    }

    private static long exchange(AtomicLong line, long first) {
        long next = first;
        for (int i = 0; i < EXCHANGES_OF_A_ROUND; i++) {
            line.setRelease(next);
            while (line.getAcquire() == next) {
                // Without a pause, which would be measured too.
            }
            next += 2;
        }
        return next;
    }

    private static void answer(AtomicLong line) {
        long due = 1;
        for (long seen = line.getAcquire(); seen != STOP; seen = line.getAcquire()) {
            if (seen == due) {
                line.setRelease(due + 1);
                due += 2;
            }
        }
    }
}
