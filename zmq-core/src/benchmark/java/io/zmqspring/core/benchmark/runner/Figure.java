package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.workload.ResultLine;

/** Number that is compared, computed from what a program found. */
@FunctionalInterface
interface Figure {

    /** Messages per second; of a bare stream, those whose bodies it would have held. */
    Figure MESSAGES_PER_SECOND = result -> result.number("measured") * 1e9 / result.number("nanos");

    /** Bytes of message bodies per second. */
    Figure BYTES_PER_SECOND = result -> MESSAGES_PER_SECOND.of(result) * result.number("size") * result.number("parts");

    double of(ResultLine result);

    /** A time that a program found in nanoseconds, in microseconds. */
    static Figure micros(String name) {
        return result -> result.number(name) / 1e3;
    }

    /** A number that a program found. */
    static Figure plain(String name) {
        return result -> result.number(name);
    }
}
