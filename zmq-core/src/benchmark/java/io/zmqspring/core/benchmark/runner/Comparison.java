package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.workload.ResultLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each contender found in each round of one work. */
final class Comparison {

    private final Work work;
    private final List<Contender> contenders;
    private final Map<Contender, List<@Nullable ResultLine>> results = new LinkedHashMap<>();
    private final Map<Contender, String> problems = new LinkedHashMap<>();

    Comparison(Work work, List<Contender> contenders) {
        this.work = work;
        this.contenders = contenders;
        for (Contender contender : contenders) {
            results.put(contender, new ArrayList<>());
        }
    }

    String title() {
        return work.title();
    }

    List<Contender> contenders() {
        return contenders;
    }

    void add(Contender contender, ResultLine result) {
        of(contender).add(result);
    }

    void addFailure(Contender contender, String problem) {
        of(contender).add(null);
        problems.put(contender, problem);
    }

    private List<@Nullable ResultLine> of(Contender contender) {
        List<@Nullable ResultLine> rounds = results.get(contender);
        if (rounds == null) {
            throw new IllegalArgumentException("not compared here: " + contender.label());
        }
        return rounds;
    }

    Map<Contender, String> problems() {
        return problems;
    }

    Optional<Contender> contender(String label) {
        return contenders.stream()
                .filter(contender -> contender.label().equals(label))
                .findFirst();
    }

    /** The figure of each round in which the contender gave one. */
    List<Double> figures(Contender contender, Figure figure) {
        List<Double> figures = new ArrayList<>();
        for (ResultLine result : of(contender)) {
            if (result != null) {
                figures.add(figure.of(result));
            }
        }
        return figures;
    }

    /** The ratio of two contenders in each round in which both gave a figure. */
    List<Double> ratios(Contender contender, Contender baseline, Figure figure) {
        List<@Nullable ResultLine> upper = of(contender);
        List<@Nullable ResultLine> lower = of(baseline);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(upper.size(), lower.size()); round++) {
            ResultLine above = upper.get(round);
            ResultLine below = lower.get(round);
            if (above != null && below != null) {
                ratios.add(figure.of(above) / figure.of(below));
            }
        }
        return ratios;
    }
}
