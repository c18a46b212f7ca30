package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes a part of one core, as other work on the machine does: of each 2 ms it computes for that part and sleeps for
 * the rest. One thread, tied to no core.
 */
final class PartialLoad {

    private static final long PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private PartialLoad() {}

    static void run(Arguments arguments, Parent parent) {
        CountDownLatch stopped = parent.stopped();
        long busyNs = Math.round(arguments.fraction("load", 0) * PERIOD_NS);
        parent.tell(ResultLine.empty().with("busy", busyNs).with("period", PERIOD_NS));
        for (long begin = System.nanoTime(); stopped.getCount() > 0; begin = next(begin)) {
            while (System.nanoTime() - begin < busyNs) {
                // Without a pause: it is to look like work.
            }
            for (long rest = next(begin) - System.nanoTime(); rest > 0; rest = next(begin) - System.nanoTime()) {
                LockSupport.parkNanos(rest);
            }
        }
    }

    /** The next begin after this one; periods that were missed for want of a core are left out. */
    private static long next(long begin) {
        long missed = Math.max(0, (System.nanoTime() - begin) / PERIOD_NS - 1);
        return begin + (missed + 1) * PERIOD_NS;
    }
}
