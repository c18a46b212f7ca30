package io.zmqspring.core.soak;

import io.zmqspring.core.chaos.BoundedCalls;
import io.zmqspring.core.chaos.ReportParts;
import io.zmqspring.core.chaos.Resources;
import io.zmqspring.core.chaos.Stalls;
import io.zmqspring.core.chaos.Verdicts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a run has shown, in Markdown. */
final class SoakReport {

    private final SoakOptions options;
    private final Verdicts verdicts;
    private final Ledger ledger;
    private final FaultLog faults;
    private final Resources resources;
    private final BoundedCalls calls;
    private final Stalls stalls;
    private final Collection<Kind> peers;
    private final Instant start = Instant.now();
    private double processor;
    private Resources.@Nullable Sample before;
    private Resources.@Nullable Sample after;

    SoakReport(
            SoakOptions options,
            Verdicts verdicts,
            Ledger ledger,
            FaultLog faults,
            Resources resources,
            BoundedCalls calls,
            Stalls stalls,
            Collection<Kind> peers) {
        this.options = options;
        this.verdicts = verdicts;
        this.ledger = ledger;
        this.faults = faults;
        this.resources = resources;
        this.calls = calls;
        this.stalls = stalls;
        this.peers = peers;
    }

    void ends(Resources.Sample first, Resources.Sample last, double processorTime) {
        this.before = first;
        this.after = last;
        this.processor = processorTime;
    }

    String text() {
        ReportParts text = new ReportParts();
        text.text("# All patterns at once: " + (verdicts.isClean() ? "passed" : "FAILED"))
                .text("\n\n| | |\n|---|---|\n")
                .row(
                        "command",
                        "`zmq-core/src/test/soak/run " + "--seconds="
                                + options.duration().toSeconds() + " --seed=" + options.seed() + "`")
                .row("begun", start.truncatedTo(ChronoUnit.SECONDS))
                .machine(System.getProperty("soak.commit", "unknown"), stalls)
                .row("processor time of this process", "%.2f of a core".formatted(processor))
                .text("\nThe same seed gives the same plan of faults; timing differs.\n\n")
                .violations(verdicts);
        faults(text);
        lanes(text);
        text.resources(resources, before, after).text("\n").calls(calls);
        return text.toString();
    }

    private void faults(ReportParts text) {
        text.text("## Peers\n\n");
        for (Kind kind : Kind.values()) {
            text.text("* " + kind.name().toLowerCase() + ": " + kind.text()
                    + (peers.contains(kind) ? "" : " (not on this machine)") + "\n");
        }
        text.text("\n## Faults\n\n| kind | what | times |\n|---|---|---:|\n");
        for (FaultKind kind : FaultKind.values()) {
            text.row(kind.name().toLowerCase().replace('_', '-'), kind.text(), faults.count(kind));
        }
        text.text("\n");
    }

    private void lanes(ReportParts text) {
        text.text("""
                ## Messages

                Each lane has a socket of ours for all peers, or one for each. Sent and received add up both sides, as \
                far as a process that was killed had reported. Missing numbers are those between two that arrived; \
                each was explained by a connection that was lost or by a drop that was counted. Late ones came over an \
                old connection behind those of its successor. Unanswered requests timed out, or failed when their peer \
                departed, while a fault was at work. No number came twice.

                """)
                .text("| lane | ours | theirs | we | sent | received | missing | late | lost connections | dropped |"
                        + " unanswered |\n|---|---|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
        for (Lane lane : Lane.values()) {
            LaneFigures figures = ledger.figures(lane);
            text.row(
                    lane.name().toLowerCase().replace('_', ' '),
                    name(lane, lane.ours()),
                    name(lane, lane.theirs()),
                    lane.weBind() ? "bind" : "connect",
                    figures.sent,
                    figures.received,
                    figures.missing,
                    figures.late,
                    figures.lostConnections,
                    figures.dropped,
                    figures.unanswered);
        }
        text.text("\n");
    }

    private static String name(Lane lane, Object type) {
        return lane == Lane.REQUESTER || lane == Lane.RESPONDER
                ? type.toString().equals("DEALER") ? "requester" : "responder"
                : type.toString();
    }
}
