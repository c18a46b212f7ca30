package io.zmqspring.core.benchmark.workload;

import java.util.Arrays;

/** Keeps every round-trip time of a run, so that percentiles are exact. Used by one thread. */
public final class LatencyRecorder {

    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999, 1.0};
    private static final String[] NAMES = {"p50", "p90", "p99", "p999", "max"};

    private final long[] nanos;
    private int count;

    /**
     * Creates a recorder with all its memory touched.
     *
     * @param capacity in round trips
     */
    public LatencyRecorder(int capacity) {
        nanos = new long[capacity];
        Arrays.fill(nanos, -1);
    }

    public void record(long roundTripNs) {
        nanos[count++] = roundTripNs;
    }

    public boolean isFull() {
        return count == nanos.length;
    }

    /**
     * Adds the percentiles in nanoseconds to a report.
     *
     * @throws IllegalStateException if nothing was recorded
     */
    public ResultLine addTo(ResultLine result) {
        if (count == 0) {
            throw new IllegalStateException("no round trip was measured");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        ResultLine filled = result.with("count", count);
        for (int i = 0; i < QUANTILES.length; i++) {
            int rank = (int) Math.ceil(QUANTILES[i] * count);
            filled = filled.with(NAMES[i], sorted[Math.max(rank, 1) - 1]);
        }
        return filled;
    }
}
