package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.engine.Pattern;
import io.zmqspring.core.benchmark.role.Roles;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.MessageShape;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One process sends without a pause, another receives and measures; over inproc, two threads of one process. With
 * several receivers each gets every message, and what is measured is the sum of their messages.
 */
final class ThroughputWork implements Work {

    /** How far a measured span may differ from the wanted span: what is under way at its ends takes time, too. */
    private static final double SPAN_TOLERANCE = 0.2;

    private static final long SPAN_TOLERANCE_NS = 500_000_000;

    private final String transport;
    private final Arguments given;
    private final Endpoints endpoints;
    private final boolean proxied;

    ThroughputWork(String transport, Arguments given, Endpoints endpoints) {
        this(transport, given, endpoints, false);
    }

    private ThroughputWork(String transport, Arguments given, Endpoints endpoints, boolean proxied) {
        this.transport = transport;
        this.given = given;
        this.endpoints = endpoints;
        this.proxied = proxied;
    }

    /** A third process moves the messages from the sender to the receiver; both connect to it. */
    ThroughputWork throughProxy() {
        return new ThroughputWork(transport, given, endpoints, true);
    }

    @Override
    public String title() {
        MessageShape shape = MessageShape.from(given);
        return pattern().label() + (receivers() > 1 ? " to " + receivers() : "")
                + (proxied ? " through a proxy " : " ") + transport + " " + shape.size()
                + " B" + (shape.parts() > 1 ? " x " + shape.parts() : "");
    }

    private Pattern pattern() {
        return Pattern.named(given.text("pattern", Pattern.PUSH_PULL.label()));
    }

    private int receivers() {
        return given.integer("receivers", 1);
    }

    @Override
    public ResultLine measure(Contender contender) throws MeasurementException, IOException, InterruptedException {
        Arguments arguments = given.with(contender.arguments());
        if (transport.equals("inproc")) {
            return checked(inproc(contender, arguments), arguments);
        }
        return contender.isBare() ? stream(contender, arguments) : checked(messages(contender, arguments), arguments);
    }

    private static ResultLine inproc(Contender contender, Arguments arguments)
            throws MeasurementException, IOException, InterruptedException {
        try (ChildProcess both = ChildProcess.start(
                contender.label(), contender.command(Roles.THROUGHPUT_INPROC, arguments), TimeLimit.nanos(arguments))) {
            ResultLine result = ResultLine.parse(both.awaitLine(ResultLine.PREFIX));
            both.awaitExit();
            return result;
        }
    }

    private ResultLine messages(Contender contender, Arguments arguments)
            throws MeasurementException, IOException, InterruptedException {
        return proxied
                ? threeProcesses(contender, arguments)
                : twoProcesses(contender, arguments, Roles.THROUGHPUT_RECEIVER, Roles.THROUGHPUT_SENDER);
    }

    private ResultLine threeProcesses(Contender contender, Arguments arguments)
            throws MeasurementException, IOException, InterruptedException {
        Arguments bound = arguments
                .with("endpoint", endpoints.fresh(transport))
                .with("endpoint-back", endpoints.fresh(transport));
        try (ChildProcess proxy = ChildProcess.start(
                contender.label() + " proxy", contender.command(Roles.PROXY, bound), TimeLimit.nanos(arguments))) {
            Arguments ends = LatencyWork.connectedTo(proxy.awaitLine("ENDPOINT"), arguments);
            ResultLine result = transfer(
                    contender,
                    new Transfer(
                            Roles.THROUGHPUT_RECEIVER,
                            arguments.with("side", "connect").with("endpoint", ends.text("endpoint-back")),
                            Roles.THROUGHPUT_SENDER,
                            ends.text("endpoint")));
            proxy.command("stop");
            proxy.awaitExit();
            return result;
        }
    }

    private ResultLine stream(Contender contender, Arguments arguments)
            throws MeasurementException, IOException, InterruptedException {
        ResultLine bytes = twoProcesses(contender, arguments, Roles.STREAM_RECEIVER, Roles.STREAM_SENDER);
        MessageShape shape = MessageShape.from(arguments);
        requireSame("bytes received and sent", bytes.number("received"), bytes.number("sent"));
        warnOfOtherSpan(bytes, arguments);
        return ResultLine.of(shape)
                .with("measured", bytes.number("measured") / ((long) shape.size() * shape.parts()))
                .with("nanos", bytes.number("nanos"));
    }

    private ResultLine twoProcesses(Contender contender, Arguments arguments, String receiving, String sending)
            throws MeasurementException, IOException, InterruptedException {
        Arguments bound = arguments.with("endpoint", endpoints.fresh(transport, receivers()));
        return transfer(contender, new Transfer(receiving, bound, sending, null));
    }

    /**
     * What two processes do.
     *
     * @param receiving role of the first
     * @param arguments of both, with the addresses of the receiver
     * @param sending role of the second
     * @param front where it connects, or {@code null}: to what the receiver prints
     */
    private record Transfer(
            String receiving,
            Arguments arguments,
            String sending,
            @Nullable String front) {}

    private ResultLine transfer(Contender contender, Transfer transfer)
            throws MeasurementException, IOException, InterruptedException {
        Arguments arguments = transfer.arguments();
        long limitNs = TimeLimit.nanos(arguments);
        try (ChildProcess receiver = ChildProcess.start(
                contender.label() + " receiver", contender.command(transfer.receiving(), arguments), limitNs)) {
            String announced = receiver.awaitLine("ENDPOINT");
            String printed = announced.substring(announced.indexOf(' ') + 1).replace(' ', ',');
            String front = transfer.front();
            try (ChildProcess sender = ChildProcess.start(
                    contender.label() + " sender",
                    contender.command(transfer.sending(), arguments.with("endpoint", front == null ? printed : front)),
                    limitNs)) {
                ResultLine received = ResultLine.parse(receiver.awaitLine(ResultLine.PREFIX, sender));
                ResultLine sent = ResultLine.parse(sender.awaitLine(ResultLine.PREFIX));
                receiver.awaitExit();
                sender.command("stop");
                sender.awaitExit();
                return received.with("sent", sent.number("sent") * receivers());
            }
        }
    }

    private static ResultLine checked(ResultLine result, Arguments arguments) throws MeasurementException {
        MessageShape shape = MessageShape.from(arguments);
        requireSame("message size", result.number("size"), shape.size());
        requireSame("parts", result.number("parts"), shape.parts());
        requireSame("threads", result.number("threads"), arguments.integer("threads", 1));
        requireSame("messages received and sent", result.number("received"), result.number("sent"));
        if (arguments.number("count", 0) == 0) {
            warnOfOtherSpan(result, arguments);
        } else if (arguments.integer("threads", 1) == 1) {
            requireSame("measured messages", result.number("measured"), arguments.number("count", 0));
        }
        return result;
    }

    private static void requireSame(String what, long found, long expected) throws MeasurementException {
        if (found != expected) {
            throw new MeasurementException(what + " differ: " + found + " and " + expected);
        }
    }

    private static void warnOfOtherSpan(ResultLine result, Arguments arguments) throws MeasurementException {
        long asked = arguments.nanos("seconds", 3);
        long found = result.number("nanos");
        if (found == 0) {
            throw new MeasurementException("nothing was measured");
        }
        if (Math.abs(found - asked) > SPAN_TOLERANCE * asked + SPAN_TOLERANCE_NS) {
            Progress.tell("WARNING: measured span differs: " + found + " ns, asked for " + asked + " ns");
        }
    }
}
