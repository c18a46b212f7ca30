package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.role.Roles;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;

/** A publisher sends to one of many subscribers after the other, each of which has a topic of its own. */
final class TopicWork implements Work {

    private final String transport;
    private final Arguments given;
    private final Endpoints endpoints;

    TopicWork(String transport, Arguments given, Endpoints endpoints) {
        this.transport = transport;
        this.given = given;
        this.endpoints = endpoints;
    }

    @Override
    public String title() {
        return "Publishing " + transport + " " + given.integer("size", 100) + " B to each of "
                + given.integer("subscribers", 1) + " subscribers in turn";
    }

    @Override
    public ResultLine measure(Contender contender) throws MeasurementException, IOException, InterruptedException {
        Arguments arguments = given.with(contender.arguments());
        long limitNs = TimeLimit.nanos(arguments);
        try (ChildProcess publisher = ChildProcess.start(
                contender.label() + " publisher",
                contender.command(Roles.TOPIC_PUBLISHER, arguments.with("endpoint", endpoints.fresh(transport))),
                limitNs)) {
            Arguments connected = LatencyWork.connectedTo(publisher.awaitLine("ENDPOINT"), arguments);
            try (ChildProcess subscribers = ChildProcess.start(
                    "subscribers", Contender.withoutEngine(Roles.RAW_SUBSCRIBERS, connected), limitNs)) {
                ResultLine result = ResultLine.parse(publisher.awaitLine(ResultLine.PREFIX, subscribers));
                publisher.command("stop");
                publisher.awaitExit();
                subscribers.awaitLine(ResultLine.PREFIX);
                subscribers.awaitExit();
                return result;
            }
        }
    }
}
