package io.zmqspring.core.benchmark.runner;

import java.util.List;

/**
 * Least, middle and greatest of the figures of some rounds.
 *
 * @param min least
 * @param median middle, the mean of the two middle ones if their number is even
 * @param max greatest
 */
record Spread(double min, double median, double max) {

    static Spread of(List<Double> figures) {
        if (figures.isEmpty()) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int upper = sorted.size() / 2;
        int lower = (sorted.size() - 1) / 2;
        return new Spread(sorted.get(0), (sorted.get(lower) + sorted.get(upper)) / 2, sorted.get(sorted.size() - 1));
    }
}
