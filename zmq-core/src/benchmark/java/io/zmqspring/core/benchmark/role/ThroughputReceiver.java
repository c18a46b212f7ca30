package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.engine.Inbound;
import io.zmqspring.core.benchmark.engine.Side;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.SequenceVerifier;

/** Receives on one PULL socket, checks every message and measures the rate. */
final class ThroughputReceiver {

    private ThroughputReceiver() {}

    static void run(Arguments arguments, Parent parent) throws Exception {
        EngineSettings settings = EngineSettings.from(arguments);
        String address = arguments.text("endpoint");
        try (Engine engine = Engines.open(arguments.text("engine"), address, settings)) {
            Inbound in = engine.openPull(Side.BIND, address);
            parent.tellEndpoints(in.endpoint());
            parent.tell(receiveAll(in, settings).result());
        }
    }

    static SequenceVerifier receiveAll(Inbound in, EngineSettings settings) throws Exception {
        SequenceVerifier verifier = new SequenceVerifier(settings.shape(), settings.threads());
        while (!verifier.isFinished()) {
            in.receive(verifier);
        }
        return verifier;
    }
}
