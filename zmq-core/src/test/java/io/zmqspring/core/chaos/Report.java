package io.zmqspring.core.chaos;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run has shown, in Markdown. */
final class Report {

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
        ReportParts text = new ReportParts();
        head(text);
        text.violations(world.verdicts());
        faults(text);
        messages(text);
        text.resources(resources, before, after)
                .text("\nProcessor time of the engine's threads while nothing happened: %.3f of a core.\n\n"
                        .formatted(idleCpu))
                .calls(world.calls());
        return text.toString();
    }

    private void head(ReportParts text) {
        text.text("# Random faults: " + (world.verdicts().isClean() ? "passed" : "FAILED"))
                .text("\n\n| | |\n|---|---|\n")
                .row("seed", options.seed())
                .row("duration", options.duration().toSeconds() + " s")
                .row("kinds switched off", options.without().isEmpty() ? "none" : options.without())
                .row("begun", start.truncatedTo(ChronoUnit.SECONDS))
                .machine(System.getProperty("chaos.commit", "unknown"), world.stalls())
                .text("\nThe same seed gives the same plan; timing differs.\n\n");
    }

    private void faults(ReportParts text) {
        text.text("## Faults\n\n| kind | what | times |\n|---|---|---:|\n");
        for (Fault fault : Fault.values()) {
            text.row(fault.option(), fault.text(), world.faults().injected(fault));
        }
        text.text("\n");
    }

    private void messages(ReportParts text) {
        text.text("""
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
            text.row(
                    entry.getKey(),
                    row.runs(),
                    row.sent(),
                    row.received(),
                    row.droppedBySender(),
                    row.droppedByReceiver(),
                    row.lost());
        }
        text.text("\nMessages of floods and the like, received besides: " + world.foreign())
                .text(".\n\nHealthy streams, send to receive: p50 ")
                .text(ReportParts.ms(world.healthy().quantile(0.5)))
                .text(", p99 ")
                .text(ReportParts.ms(world.healthy().quantile(0.99)))
                .text(", p99.9 ")
                .text(ReportParts.ms(world.healthy().quantile(0.999)))
                .text(" (bound of p99 for each: " + Healthy.MAX_P99.toMillis() + " ms).\n\n");
    }
}
