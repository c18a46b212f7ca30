package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.ResultLine;

/** Sends back what comes, until a given number of peers have sent their end. Reports its memory on request. */
final class LatencyEcho {

    private LatencyEcho() {}

    static void run(Arguments arguments, Parent parent) throws Exception {
        String address = arguments.text("endpoint");
        try (Engine engine = Engines.open(arguments.text("engine"), address, EngineSettings.from(arguments))) {
            RoundTrip peer = RoundTrip.bind(engine, arguments);
            parent.onCommand("memory", () -> parent.tell(MemoryReading.afterCollection()));
            parent.tellEndpoints(peer.endpoints());
            parent.tell(ResultLine.empty().with("echoed", echo(peer, arguments.integer("sessions", 1))));
        }
    }

    static long echo(RoundTrip peer, int sessions) throws Exception {
        long echoed = 0;
        for (int ended = 0; ended < sessions; echoed++) {
            long header = peer.receive();
            peer.send(header);
            if (MessageHeader.isEnd(header)) {
                ended++;
            }
        }
        return echoed;
    }
}
