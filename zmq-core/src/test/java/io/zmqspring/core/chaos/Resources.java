package io.zmqspring.core.chaos;

import io.zmqspring.core.support.ProcessResources;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** Samples of what the process holds. One thread takes them; read after it has ended. */
public final class Resources {

    /** Fewer samples say nothing about a trend. */
    static final int MIN_SAMPLES = 24;

    private static final long MIB = 1 << 20;

    /**
     * One sample.
     *
     * @param heap bytes in use after a garbage collection
     * @param direct bytes of direct memory
     * @param descriptors open
     * @param threads live
     */
    public record Sample(long heap, long direct, long descriptors, long threads) {

        /** {@return one sample, taken now} */
        public static Sample take() {
            System.gc();
            long direct = 0;
            for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                direct += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
            }
            return new Sample(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    direct,
                    ProcessResources.descriptors(),
                    ManagementFactory.getThreadMXBean().getThreadCount());
        }
    }

    /**
     * What is sampled, and how much more the last quarter's least may be than the second's median: what was leaked is
     * in each sample, while a median rises too when the machine is busy and connections live longer. Each of the two
     * long-lived contexts may fill its pool with 32 MiB of direct memory in the course of the run.
     */
    enum Resource {
        HEAP("heap after GC, MiB", Sample::heap, MIB, 0.25, 16 * MIB),
        DIRECT("direct memory, MiB", Sample::direct, MIB, 0.25, 24 * MIB),
        DESCRIPTORS("open descriptors", Sample::descriptors, 1, 0.25, 15),
        THREADS("threads", Sample::threads, 1, 0.25, 15);

        private final String text;
        private final ToLongFunction<Sample> value;
        private final long unit;
        private final double share;
        private final long fixed;

        Resource(String text, ToLongFunction<Sample> value, long unit, double share, long fixed) {
            this.text = text;
            this.value = value;
            this.unit = unit;
            this.share = share;
            this.fixed = fixed;
        }

        String text() {
            return text;
        }

        /** {@return the tolerance in words} */
        String tolerance() {
            return Math.round(share * 100) + " % + " + fixed / unit;
        }

        double inUnits(long amount) {
            return (double) amount / unit;
        }

        long of(Sample sample) {
            return value.applyAsLong(sample);
        }
    }

    private final List<Sample> samples = new ArrayList<>();

    /** Takes a sample. */
    public synchronized void sample() {
        samples.add(Sample.take());
    }

    synchronized int count() {
        return samples.size();
    }

    /** {@return least, median and most of one quarter of the time} */
    synchronized long[] quarter(Resource resource, int quarter) {
        int from = samples.size() * quarter / 4;
        int to = Math.max(from + 1, samples.size() * (quarter + 1) / 4);
        long[] values = samples.subList(Math.min(from, samples.size()), Math.min(to, samples.size())).stream()
                .mapToLong(resource.value)
                .sorted()
                .toArray();
        return values.length == 0
                ? new long[3]
                : new long[] {values[0], values[values.length / 2], values[values.length - 1]};
    }

    /** Looks whether each resource stays flat. */
    public void check(Verdicts verdicts) {
        if (count() < MIN_SAMPLES) {
            return;
        }
        for (Resource resource : Resource.values()) {
            long before = quarter(resource, 1)[1];
            long after = quarter(resource, 3)[0];
            if (after > before * (1 + resource.share) + resource.fixed) {
                verdicts.violated(
                        "resource",
                        resource.text + " grew from " + Arrays.toString(quarter(resource, 1)) + " to "
                                + Arrays.toString(quarter(resource, 3)));
            }
        }
    }
}
