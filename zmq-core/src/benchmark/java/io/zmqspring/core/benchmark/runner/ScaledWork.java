package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;
import java.util.List;

/** The same work in several sizes, one after the other in each round, so that their costs can be compared. */
final class ScaledWork implements Work {

    private final String title;
    private final List<String> sizes;
    private final Sized sized;

    /** Creates the measurement for one size. */
    @FunctionalInterface
    interface Sized {

        Work of(String size);
    }

    /**
     * Creates a work.
     *
     * @param title head of its table
     * @param sizes at least one
     * @param sized the work of each
     */
    ScaledWork(String title, List<String> sizes, Sized sized) {
        this.title = title;
        this.sizes = sizes;
        this.sized = sized;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public ResultLine measure(Contender contender) throws MeasurementException, IOException, InterruptedException {
        ResultLine all = ResultLine.empty();
        for (String size : sizes) {
            all = all.withAll(sized.of(size).measure(contender), suffix(size));
        }
        return all;
    }

    private static String suffix(String size) {
        return "@" + size;
    }

    /** A number that the work of a size has found. */
    static Figure number(String name, String size) {
        return Figure.plain(name + suffix(size));
    }

    /** Nanoseconds for each message at a size. */
    static Figure cost(String size) {
        return result ->
                number("nanos", size).of(result) / number("measured", size).of(result);
    }

    /** A table with the cost at each size, and how many times the cost at the first that at the last is. */
    ComparisonTable table(String unit, List<String> baselines) {
        String last = sizes.get(sizes.size() - 1);
        ComparisonTable table = new ComparisonTable(cost(last), baselines);
        for (String size : sizes) {
            table.column("ns, " + size + " " + unit, cost(size), 1, 0);
        }
        return sizes.size() == 1
                ? table
                : table.spread(
                        "ratio",
                        result -> cost(last).of(result) / cost(sizes.get(0)).of(result),
                        1,
                        2);
    }
}
