package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.workload.Arguments;
import java.util.concurrent.CountDownLatch;

/** Moves messages between senders, which connect to one address, and receivers, which connect to another. */
final class ProxyRole {

    private ProxyRole() {}

    static void run(Arguments arguments, Parent parent) throws Exception {
        CountDownLatch stopped = parent.stopped();
        String front = arguments.text("endpoint");
        // Not closed: JeroMQ's proxy ends with its process only.
        Engine engine = Engines.open(arguments.text("engine"), front, EngineSettings.from(arguments));
        parent.tellEndpoints(
                engine.startProxy(ThroughputReceiver.pattern(arguments), front, arguments.text("endpoint-back")));
        stopped.await();
        Runtime.getRuntime().halt(0);
    }
}
