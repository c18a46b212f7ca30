package io.zmqspring.core.benchmark.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a comparison into a table: a column for each figure, the median of the rounds, of some also the least and the
 * greatest; then a column for each baseline, the ratio of the medians and in brackets the least, the median and the
 * greatest ratio of a round.
 */
final class ComparisonTable {

    private static final double MIN_WITH_TWO_DECIMALS = 0.1;

    private final Map<String, Column> figures = new LinkedHashMap<>();
    private final List<String> baselines;
    private final Figure compared;

    /** A column: its figure is divided by {@code unit} and shown with so many {@code decimals}. */
    private record Column(Figure figure, double unit, int decimals, boolean isSpread) {

        String show(List<Double> rounds) {
            Spread spread = Spread.of(rounds);
            return isSpread && rounds.size() > 1
                    ? show(spread.median()) + " [" + show(spread.min()) + " to " + show(spread.max()) + "]"
                    : show(spread.median());
        }

        private String show(double value) {
            return String.format(Locale.ROOT, "%,." + decimals + "f", value / unit);
        }
    }

    /**
     * Creates a table without figures.
     *
     * @param compared figure of the ratios
     * @param baselines labels of the contenders that the others are divided by
     */
    ComparisonTable(Figure compared, List<String> baselines) {
        this.compared = compared;
        this.baselines = baselines;
    }

    ComparisonTable column(String head, Figure figure, double unit, int decimals) {
        figures.put(head, new Column(figure, unit, decimals, false));
        return this;
    }

    /** A column that shows also how far apart the rounds are. */
    ComparisonTable spread(String head, Figure figure, double unit, int decimals) {
        figures.put(head, new Column(figure, unit, decimals, true));
        return this;
    }

    String render(Comparison comparison) {
        List<Contender> present = baselines.stream()
                .flatMap(label -> comparison.contender(label).stream())
                .toList();
        List<String> head = new ArrayList<>();
        head.add(comparison.title());
        head.addAll(figures.keySet());
        present.forEach(baseline -> head.add("to " + baseline.label()));
        MarkdownTable table = new MarkdownTable(head);
        for (Contender contender : comparison.contenders()) {
            table.add(row(comparison, contender, present));
        }
        StringBuilder text = new StringBuilder(table.toString());
        comparison
                .problems()
                .forEach((contender, problem) -> text.append("\nfailed: ")
                        .append(contender.label())
                        .append(": ")
                        .append(problem)
                        .append('\n'));
        return text.toString();
    }

    private List<String> row(Comparison comparison, Contender contender, List<Contender> present) {
        List<String> row = new ArrayList<>();
        row.add(contender.label());
        Optional<String> skipped = contender.whySkipped();
        if (skipped.isPresent()) {
            row.add("skipped: " + skipped.get());
            return row;
        }
        if (comparison.figures(contender, compared).isEmpty()) {
            row.add("failed");
            return row;
        }
        figures.values().forEach(column -> row.add(column.show(comparison.figures(contender, column.figure()))));
        present.forEach(baseline -> row.add(ratio(comparison, contender, baseline)));
        return row;
    }

    private String ratio(Comparison comparison, Contender contender, Contender baseline) {
        List<Double> perRound = comparison.ratios(contender, baseline, compared);
        if (contender.equals(baseline) || perRound.isEmpty()) {
            return "";
        }
        double ofMedians = Spread.of(comparison.figures(contender, compared)).median()
                / Spread.of(comparison.figures(baseline, compared)).median();
        Spread spread = Spread.of(perRound);
        String format = ofMedians < MIN_WITH_TWO_DECIMALS ? "%.4f [%.4f %.4f %.4f]" : "%.2f [%.2f %.2f %.2f]";
        return String.format(Locale.ROOT, format, ofMedians, spread.min(), spread.median(), spread.max());
    }
}
