package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.engine.Inbound;
import io.zmqspring.core.benchmark.engine.Pattern;
import io.zmqspring.core.benchmark.engine.Side;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.SequenceVerifier;

/** Sends and receives within one process, over a connection without bytes. */
final class ThroughputInproc {

    private static final String ADDRESS = "inproc://throughput";

    private ThroughputInproc() {}

    static void run(Arguments arguments, Parent parent) throws Exception {
        EngineSettings settings = EngineSettings.from(arguments);
        try (Engine engine = Engines.open(arguments.text("engine"), "inproc", settings)) {
            Pattern pattern = ThroughputReceiver.pattern(arguments);
            Inbound in = engine.openReceiver(pattern, Side.BIND, ADDRESS);
            try (SendingThreads threads = new SendingThreads(
                    engine.openSender(pattern, Side.CONNECT, ADDRESS),
                    settings.threads(),
                    SendingPlan.from(arguments))) {
                SequenceVerifier verifier = ThroughputReceiver.receiveAll(in, settings);
                parent.tell(verifier.result().with("sent", threads.awaitSent()));
            }
        }
    }
}
