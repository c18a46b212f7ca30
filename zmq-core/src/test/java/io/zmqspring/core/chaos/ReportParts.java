package io.zmqspring.core.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts that the reports of long runs have in common, in Markdown. One thread. */
public final class ReportParts {

    private static final int SLOWEST = 12;

    private final StringBuilder text = new StringBuilder();

    /** Adds text as it is. */
    public ReportParts text(String markdown) {
        text.append(markdown);
        return this;
    }

    /** Adds a row of a table. */
    public ReportParts row(Object... cells) {
        text.append('|');
        for (Object cell : cells) {
            text.append(' ').append(cell).append(" |");
        }
        text.append('\n');
        return this;
    }

    /** Adds rows that say where the run took place. */
    public ReportParts machine(String commit, Stalls stalls) {
        row("commit", commit);
        row("Java", System.getProperty("java.vm.name") + ' ' + System.getProperty("java.runtime.version"));
        row(
                "machine",
                Runtime.getRuntime().availableProcessors() + " cores, " + processor() + ", "
                        + System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
        row("memory", (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap, 64 MiB of direct memory");
        row("longest time the machine stood still", ms(stalls.maxNs()));
        return row("all such times above 50 ms", ms(stalls.sumNs()));
    }

    /** Adds what was wrong. */
    public ReportParts violations(Verdicts verdicts) {
        text.append("## Violations\n\n");
        if (verdicts.isClean()) {
            return text("None.\n\n");
        }
        verdicts.counts()
                .forEach((kind, count) -> text.append("* ")
                        .append(kind)
                        .append(": ")
                        .append(count)
                        .append('\n'));
        text.append("\n```\n");
        verdicts.texts().forEach(line -> text.append(line).append('\n'));
        return text("```\n\n");
    }

    /**
     * Adds samples of what the process held.
     *
     * @param resources the samples
     * @param before one of the time before anything was opened
     * @param after one of the time after everything was closed
     */
    public ReportParts resources(
            Resources resources, Resources.@Nullable Sample before, Resources.@Nullable Sample after) {
        text.append("## Resources\n\n")
                .append(resources.count())
                .append(" samples: least / median / most of each quarter. Flat means: the least of the last quarter is"
                        + " at most the median of the second plus the tolerance")
                .append(resources.count() < Resources.MIN_SAMPLES ? " (too few samples to judge)" : "")
                .append(".\n\n| resource | 1st quarter | 2nd | 3rd | 4th | tolerance | before | after closing all |\n")
                .append("|---|---|---|---|---|---|---:|---:|\n");
        for (Resources.Resource resource : Resources.Resource.values()) {
            List<Object> cells = new ArrayList<>();
            cells.add(resource.text());
            for (int quarter = 0; quarter < 4; quarter++) {
                long[] values = resources.quarter(resource, quarter);
                cells.add("%.4g / %.4g / %.4g"
                        .formatted(
                                resource.inUnits(values[0]), resource.inUnits(values[1]), resource.inUnits(values[2])));
            }
            cells.add(resource.tolerance());
            cells.add(before == null ? "" : "%.4g".formatted(resource.inUnits(resource.of(before))));
            cells.add(after == null ? "" : "%.4g".formatted(resource.inUnits(resource.of(after))));
            row(cells.toArray());
        }
        return this;
    }

    /** Adds the calls that took longest. */
    public ReportParts calls(BoundedCalls calls) {
        text.append("## Slowest calls\n\nBeyond is how much longer than its time-out or linger a call took; ")
                .append(BoundedCalls.SLACK.toMillis())
                .append(" ms are allowed on a busy machine, not counting time in which it stood still.\n\n")
                .append("| call | times | longest | furthest beyond |\n|---|---:|---:|---:|\n");
        calls.figures().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, BoundedCalls.Figures> entry) ->
                        -entry.getValue().furthestBeyondNs()))
                .limit(SLOWEST)
                .forEach(entry -> row(
                        entry.getKey(),
                        entry.getValue().count(),
                        ms(entry.getValue().maxNs()),
                        ms(entry.getValue().furthestBeyondNs())));
        return this;
    }

    /** {@return a time in milliseconds} */
    static String ms(long ns) {
        return "%.1f ms".formatted(ns / 1e6);
    }

    private static String processor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).trim();
                }
            }
        } catch (IOException unknownHere) {
            return System.getProperty("os.arch");
        }
        return System.getProperty("os.arch");
    }

    /** {@return all that was added} */
    @Override
    public String toString() {
        return text.toString();
    }
}
