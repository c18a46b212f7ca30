package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.role.Roles;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;

/**
 * Round trips on one connection, and the memory of the process that answers, without and with many idle connections.
 */
final class IdleWork implements Work {

    /** Pings before the idle peers come: one that only warms the echo up, and one that counts. */
    private static final int SESSIONS = 3;

    private final int connections;
    private final Arguments given;
    private final Endpoints endpoints;

    IdleWork(int connections, Arguments given, Endpoints endpoints) {
        this.connections = connections;
        this.given =
                given.with("pattern", "push-pull").with("sessions", SESSIONS).with("io-threads", 1);
        this.endpoints = endpoints;
    }

    @Override
    public String title() {
        return connections + " idle connections, one I/O thread";
    }

    @Override
    public ResultLine measure(Contender contender) throws MeasurementException, IOException, InterruptedException {
        if (contender.engine().equals(Contender.LIBZMQ) || contender.isBare()) {
            throw new MeasurementException("only engines of the JVM tell their memory: " + contender.label());
        }
        Arguments arguments = given.with(contender.arguments());
        Arguments bound =
                arguments.with("endpoint", endpoints.fresh("tcp")).with("endpoint-back", endpoints.fresh("tcp"));
        long limitNs = (SESSIONS + 1) * TimeLimit.nanos(arguments);
        try (ChildProcess echo = ChildProcess.start(
                contender.label() + " echo", contender.command(Roles.LATENCY_ECHO, bound), limitNs)) {
            Arguments connected = LatencyWork.connectedTo(echo.awaitLine("ENDPOINT"), arguments);
            LatencyWork.ping(contender, connected, echo);
            ResultLine alone = LatencyWork.ping(contender, connected, echo);
            ResultLine before = memory(echo);
            try (ChildProcess idle = ChildProcess.start(
                    "idle peers",
                    Contender.withoutEngine(Roles.IDLE_PEERS, connected.with("connections", connections)),
                    limitNs)) {
                idle.awaitLine(ResultLine.PREFIX, echo);
                ResultLine after = memory(echo);
                ResultLine among = LatencyWork.ping(contender, connected, echo);
                echo.awaitExit();
                return ResultLine.empty()
                        .with("heap", perConnection("heap", before, after))
                        .with("direct", perConnection("direct", before, after))
                        .with("alone50", alone.number("p50"))
                        .with("alone99", alone.number("p99"))
                        .with("among50", among.number("p50"))
                        .with("among99", among.number("p99"));
            }
        }
    }

    private static ResultLine memory(ChildProcess echo) throws MeasurementException, IOException, InterruptedException {
        echo.command("memory");
        return ResultLine.parse(echo.awaitLine(ResultLine.PREFIX));
    }

    private long perConnection(String pool, ResultLine before, ResultLine after) {
        return (after.number(pool) - before.number(pool)) / connections;
    }
}
