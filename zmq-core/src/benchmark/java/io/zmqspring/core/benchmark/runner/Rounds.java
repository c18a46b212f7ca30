package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Lets the contenders take turns, A B C D, A B C D: what slows the machine for a while hits all of them alike. One that
 * fails is asked again in the next round, and its failure stays in the report.
 */
final class Rounds {

    private final int count;

    Rounds(int count) {
        this.count = count;
    }

    Comparison run(Work work, List<Contender> contenders) throws InterruptedException {
        Comparison comparison = new Comparison(work, contenders);
        for (int round = 1; round <= count; round++) {
            Progress.tell(String.format(
                    Locale.ROOT,
                    "%s, round %d/%d: a cache line takes %.0f ns from core to core",
                    work.title(),
                    round,
                    count,
                    CoreDistance.nanos()));
            for (Contender contender : contenders) {
                if (contender.whySkipped().isEmpty()) {
                    String where = work.title() + ", round " + round + "/" + count + ", " + contender.label();
                    measure(work, contender, comparison, where);
                }
            }
        }
        return comparison;
    }

    private static void measure(Work work, Contender contender, Comparison comparison, String where)
            throws InterruptedException {
        try {
            ResultLine result = work.measure(contender);
            Progress.tell(where + ": " + result);
            comparison.add(contender, result);
        } catch (MeasurementException | IOException | RuntimeException e) {
            Progress.tell(where + ": failed: " + e.getMessage());
            comparison.addFailure(contender, String.valueOf(e.getMessage()));
        }
    }
}
