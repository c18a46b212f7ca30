package io.zmqspring.core.chaos;

import java.util.concurrent.atomic.AtomicLongArray;

/** Times by size, four classes for each power of two. Any thread. */
final class Latency {

    private static final int STEPS = 4;

    private final AtomicLongArray counts = new AtomicLongArray(Long.SIZE * STEPS);

    void add(long ns) {
        counts.incrementAndGet(sizeClass(Math.max(STEPS, ns)));
    }

    private static int sizeClass(long ns) {
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(ns);
        return power * STEPS + (int) (ns >> power - 2 & STEPS - 1);
    }

    long count() {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** {@return an upper bound of the time that a share of all did not exceed, in nanoseconds} */
    long quantile(double share) {
        long left = (long) Math.ceil(count() * share);
        for (int i = 0; i < counts.length(); i++) {
            left -= counts.get(i);
            if (left <= 0) {
                int power = i / STEPS;
                return (1L << power) + ((i % STEPS + 1L) << power - 2) - 1;
            }
        }
        return 0;
    }
}
