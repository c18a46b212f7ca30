package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;

/** An engine sends to peers without an engine, which are in one other process, and measures. */
final class RawPeersWork implements Work {

    private final String title;
    private final String sending;
    private final String peers;
    private final Arguments given;
    private final String endpoint;

    /**
     * Creates a work.
     *
     * @param title head of its table
     * @param sending role of the process that binds, prints its address, measures and stays until it is stopped
     * @param peers role of the process that connects and stays until it is stopped
     * @param given arguments of both
     * @param endpoint where to bind
     */
    RawPeersWork(String title, String sending, String peers, Arguments given, String endpoint) {
        this.title = title;
        this.sending = sending;
        this.peers = peers;
        this.given = given;
        this.endpoint = endpoint;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public ResultLine measure(Contender contender) throws MeasurementException, IOException, InterruptedException {
        Arguments arguments = given.with(contender.arguments());
        long limitNs = TimeLimit.nanos(arguments);
        try (ChildProcess sender = ChildProcess.start(
                contender.label() + " sender",
                contender.command(sending, arguments.with("endpoint", endpoint)),
                limitNs)) {
            Arguments connected = LatencyWork.connectedTo(sender.awaitLine("ENDPOINT"), arguments);
            try (ChildProcess others =
                    ChildProcess.start("peers", Contender.withoutEngine(peers, connected), limitNs)) {
                ResultLine result = ResultLine.parse(sender.awaitLine(ResultLine.PREFIX, others));
                // First those that may not have read everything: the sender need not wait for them.
                others.command("stop");
                others.awaitExit();
                sender.command("stop");
                sender.awaitExit();
                return result;
            }
        }
    }
}
