package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;

/** One process answers at an address, another asks there and measures. */
final class ClientWork implements Work {

    private final String title;
    private final String transport;
    private final String answering;
    private final String asking;
    private final Arguments given;
    private final Endpoints endpoints;

    /**
     * Creates a work.
     *
     * @param title head of its table
     * @param transport by its scheme
     * @param answering role of the process that binds and prints its address; it ends when the asking process says so
     * @param asking role of the process that connects, measures and prints the result
     * @param given arguments of both
     */
    ClientWork(String title, String transport, String answering, String asking, Arguments given, Endpoints endpoints) {
        this.title = title;
        this.transport = transport;
        this.answering = answering;
        this.asking = asking;
        this.given = given;
        this.endpoints = endpoints;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public ResultLine measure(Contender contender) throws MeasurementException, IOException, InterruptedException {
        Arguments arguments = given.with(contender.arguments());
        long limitNs = TimeLimit.nanos(arguments);
        try (ChildProcess server = ChildProcess.start(
                contender.label() + " server",
                contender.command(answering, arguments.with("endpoint", endpoints.fresh(transport))),
                limitNs)) {
            Arguments connected = LatencyWork.connectedTo(server.awaitLine("ENDPOINT"), arguments);
            try (ChildProcess client =
                    ChildProcess.start(contender.label() + " client", contender.command(asking, connected), limitNs)) {
                ResultLine result = ResultLine.parse(client.awaitLine(ResultLine.PREFIX, server));
                client.awaitExit();
                server.awaitExit();
                return result;
            }
        }
    }
}
