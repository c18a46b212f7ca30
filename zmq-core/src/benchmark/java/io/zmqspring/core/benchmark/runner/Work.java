package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;

/** One thing that every contender is asked to do. */
interface Work {

    /** What it is, for the head of a table. */
    String title();

    /**
     * Lets one contender do it once, in processes of its own.
     *
     * @return what it found, checked
     * @throws MeasurementException if it gives no figure, or not for the work it was given
     */
    ResultLine measure(Contender contender) throws MeasurementException, IOException, InterruptedException;
}
