package io.zmqspring.core.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run has shown, in Markdown. */
final class Report {

    private static final int SLOWEST = 12;

    private final ChaosOptions options;
    private final World world;
    private final Resources resources;
    private final Instant start = Instant.now();
    private double idleCpu = Double.NaN;
    private Resources.@Nullable Sample before;
    private Resources.@Nullable Sample after;

    Report(ChaosOptions options, World world, Resources resources) {
        this.options = options;
        this.world = world;
        this.resources = resources;
    }

    void idleCpu(double share) {
        this.idleCpu = share;
    }

    void ends(Resources.Sample first, Resources.Sample last) {
        this.before = first;
        this.after = last;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        head(text);
        verdicts(text);
        faults(text);
        messages(text);
        resources(text);
        calls(text);
        return text.toString();
    }

    private void head(StringBuilder text) {
        text.append("# Random faults: ")
                .append(world.verdicts().isClean() ? "passed" : "FAILED")
                .append("\n\n| | |\n|---|---|\n");
        row(text, "seed", options.seed());
        row(text, "duration", options.duration().toSeconds() + " s");
        row(text, "kinds switched off", options.without().isEmpty() ? "none" : options.without());
        row(text, "begun", start.truncatedTo(ChronoUnit.SECONDS));
        row(text, "commit", System.getProperty("chaos.commit", "unknown"));
        row(text, "Java", System.getProperty("java.vm.name") + ' ' + System.getProperty("java.runtime.version"));
        row(
                text,
                "machine",
                Runtime.getRuntime().availableProcessors() + " cores, " + processor() + ", "
                        + System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
        row(text, "memory", (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap, 64 MiB of direct memory");
        row(text, "longest time the machine stood still", ms(world.stalls().maxNs()));
        text.append("\nThe same seed gives the same plan; timing differs.\n\n");
    }

    private void verdicts(StringBuilder text) {
        text.append("## Violations\n\n");
        if (world.verdicts().isClean()) {
            text.append("None.\n\n");
            return;
        }
        world.verdicts()
                .counts()
                .forEach((kind, count) -> text.append("* ")
                        .append(kind)
                        .append(": ")
                        .append(count)
                        .append('\n'));
        text.append("\n```\n");
        world.verdicts().texts().forEach(line -> text.append(line).append('\n'));
        text.append("```\n\n");
    }

    private void faults(StringBuilder text) {
        text.append("## Faults\n\n| kind | what | times |\n|---|---|---:|\n");
        for (Fault fault : Fault.values()) {
            row(text, fault.option(), fault.text(), world.faults().injected(fault));
        }
        text.append('\n');
    }

    private void messages(StringBuilder text) {
        text.append("""
                ## Messages

                Sent and received are what callers saw, compared with the sockets' counters; dropped is what the \
                sockets counted. Under way is the rest: handed to the operating system in a connection that was then \
                reset, or closed by a receiver before it had read all. \
                Where a connection ends in order, under way must be 0.

                | traffic | times | sent | received | dropped by the sender | dropped by the receiver | under way |
                |---|---:|---:|---:|---:|---:|---:|
                """);
        for (Map.Entry<String, Account.Row> entry : world.account().rows().entrySet()) {
            Account.Row row = entry.getValue();
            row(
                    text,
                    entry.getKey(),
                    row.runs(),
                    row.sent(),
                    row.received(),
                    row.droppedBySender(),
                    row.droppedByReceiver(),
                    row.lost());
        }
        text.append("\nMessages of floods and the like, received besides: ")
                .append(world.foreign())
                .append(".\n\nHealthy streams, send to receive: p50 ")
                .append(ms(world.healthy().quantile(0.5)))
                .append(", p99 ")
                .append(ms(world.healthy().quantile(0.99)))
                .append(", p99.9 ")
                .append(ms(world.healthy().quantile(0.999)))
                .append(" (bound of p99 for each: ")
                .append(Healthy.MAX_P99.toMillis())
                .append(" ms).\n\n");
    }

    private void resources(StringBuilder text) {
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
            row(text, cells.toArray());
        }
        text.append("\nProcessor time of the engine's threads while nothing happened: ")
                .append("%.3f".formatted(idleCpu))
                .append(" of a core.\n\n");
    }

    private void calls(StringBuilder text) {
        text.append("## Slowest calls\n\nBeyond is how much longer than its time-out or linger a call took; ")
                .append(BoundedCalls.SLACK.toMillis())
                .append(" ms are allowed on a busy machine, not counting time in which it stood still.\n\n")
                .append("| call | times | longest | furthest beyond |\n|---|---:|---:|---:|\n");
        world.calls().figures().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, BoundedCalls.Figures> entry) ->
                        -entry.getValue().furthestBeyondNs()))
                .limit(SLOWEST)
                .forEach(entry -> row(
                        text,
                        entry.getKey(),
                        entry.getValue().count(),
                        ms(entry.getValue().maxNs()),
                        ms(entry.getValue().furthestBeyondNs())));
    }

    private static String ms(long ns) {
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

    private static void row(StringBuilder text, Object... cells) {
        text.append('|');
        for (Object cell : cells) {
            text.append(' ').append(cell).append(" |");
        }
        text.append('\n');
    }
}
