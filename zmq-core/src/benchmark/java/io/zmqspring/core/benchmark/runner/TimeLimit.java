package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.workload.Arguments;
import java.util.concurrent.TimeUnit;

/** How long a child may live: its phases, and a margin for start, a counted span and the end. */
final class TimeLimit {

    private static final long MARGIN_NS = TimeUnit.SECONDS.toNanos(20);

    private TimeLimit() {}

    static long nanos(Arguments arguments) {
        return arguments.nanos("limit", 0) > 0
                ? arguments.nanos("limit", 0)
                : arguments.nanos("warmup", 3) + 3 * arguments.nanos("seconds", 3) + MARGIN_NS;
    }
}
