package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.role.Roles;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;

/**
 * One message goes to another process and back, again and again; over inproc, to another thread. With {@code --load}
 * one more process takes that part of a core meanwhile.
 */
final class LatencyWork implements Work {

    private final String transport;
    private final Arguments given;
    private final Endpoints endpoints;

    LatencyWork(String transport, Arguments given, Endpoints endpoints) {
        this.transport = transport;
        this.given = given;
        this.endpoints = endpoints;
    }

    @Override
    public String title() {
        String title =
                "Round trip " + transport + " " + given.integer("size", 10) + " B, " + given.text("pattern", "pair");
        return load() > 0 ? title + ", beside a process that takes " + load() + " of a core" : title;
    }

    @Override
    public ResultLine measure(Contender contender) throws MeasurementException, IOException, InterruptedException {
        if (load() == 0) {
            return roundTrips(contender);
        }
        try (ChildProcess load = ChildProcess.start(
                "load", Contender.partialLoad(Arguments.none().with("load", load())), TimeLimit.nanos(given))) {
            load.awaitLine(ResultLine.PREFIX);
            return roundTrips(contender);
        }
    }

    private double load() {
        return given.fraction("load", 0);
    }

    private ResultLine roundTrips(Contender contender) throws MeasurementException, IOException, InterruptedException {
        Arguments arguments = given.with(contender.arguments());
        if (contender.isBare()) {
            arguments = arguments.with("pattern", "pair");
        }
        return transport.equals("inproc") ? inproc(contender, arguments) : twoProcesses(contender, arguments);
    }

    private static ResultLine inproc(Contender contender, Arguments arguments)
            throws MeasurementException, IOException, InterruptedException {
        try (ChildProcess both = ChildProcess.start(
                contender.label(), contender.command(Roles.LATENCY_INPROC, arguments), TimeLimit.nanos(arguments))) {
            ResultLine result = ResultLine.parse(both.awaitLine(ResultLine.PREFIX));
            both.awaitExit();
            return checked(result, arguments);
        }
    }

    private ResultLine twoProcesses(Contender contender, Arguments arguments)
            throws MeasurementException, IOException, InterruptedException {
        Arguments bound = arguments
                .with("endpoint", endpoints.fresh(transport))
                .with("endpoint-back", endpoints.fresh(transport));
        try (ChildProcess echo = ChildProcess.start(
                contender.label() + " echo",
                contender.command(Roles.LATENCY_ECHO, bound),
                TimeLimit.nanos(arguments))) {
            Arguments connected = connectedTo(echo.awaitLine("ENDPOINT"), arguments);
            ResultLine result = ping(contender, connected, echo);
            echo.awaitExit();
            return checked(result, arguments);
        }
    }

    /** Lets one pinging process run from start to end. */
    static ResultLine ping(Contender contender, Arguments arguments, ChildProcess echo)
            throws MeasurementException, IOException, InterruptedException {
        try (ChildProcess ping = ChildProcess.start(
                contender.label() + " ping",
                contender.command(Roles.LATENCY_PING, arguments),
                TimeLimit.nanos(arguments))) {
            ResultLine result = ResultLine.parse(ping.awaitLine(ResultLine.PREFIX, echo));
            ping.awaitExit();
            return result;
        }
    }

    /** The arguments with the addresses that an echo has printed. */
    static Arguments connectedTo(String announcement, Arguments arguments) {
        String[] words = announcement.split(" ");
        Arguments connected = arguments.with("endpoint", words[1]);
        return words.length > 2 ? connected.with("endpoint-back", words[2]) : connected;
    }

    private static ResultLine checked(ResultLine result, Arguments arguments) throws MeasurementException {
        if (result.number("size") != arguments.integer("size", 10)) {
            throw new MeasurementException("message size differs: " + result.number("size"));
        }
        return result;
    }
}
