package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.util.concurrent.FutureTask;

/** Round trips between two threads of one process. */
final class LatencyInproc {

    private LatencyInproc() {}

    static void run(Arguments given, Parent parent) throws Exception {
        Arguments arguments = given.with("endpoint", "inproc://latency").with("endpoint-back", "inproc://latency-back");
        try (Engine engine = Engines.open(arguments.text("engine"), "inproc", EngineSettings.from(arguments))) {
            RoundTrip bound = RoundTrip.bind(engine, arguments);
            FutureTask<Long> echo = new FutureTask<>(() -> LatencyEcho.echo(bound, 1));
            Thread thread = new Thread(echo, "echo");
            thread.setDaemon(true);
            thread.start();
            ResultLine result = LatencyPing.measure(RoundTrip.connect(engine, arguments), arguments);
            parent.tell(result.with("echoed", echo.get()));
        }
    }
}
