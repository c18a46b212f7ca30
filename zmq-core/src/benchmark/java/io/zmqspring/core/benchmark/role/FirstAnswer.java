package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.LatencyRecorder;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageShape;
import io.zmqspring.core.benchmark.workload.ResultLine;

/**
 * A new socket connects, asks and gets its answer, which is measured; then it is closed, and the next one is opened.
 */
final class FirstAnswer {

    private FirstAnswer() {}

    static void run(Arguments arguments, Parent parent) throws Exception {
        String endpoint = arguments.text("endpoint");
        try (Engine engine = Engines.open(arguments.text("engine"), endpoint, EngineSettings.from(arguments))) {
            LatencyRecorder recorder = new LatencyRecorder(arguments.integer("count", 200_000));
            long sequence = 0;
            long start = System.nanoTime();
            while (System.nanoTime() - start < arguments.nanos("warmup", 3)) {
                measure(engine, arguments, MessageHeader.of(MessageHeader.WARM, 0, sequence++));
            }
            start = System.nanoTime();
            while (!recorder.isFull() && System.nanoTime() - start < arguments.nanos("seconds", 3)) {
                recorder.record(measure(engine, arguments, MessageHeader.of(MessageHeader.MEASURED, 0, sequence++)));
            }
            measure(engine, arguments, MessageHeader.of(MessageHeader.END, 0, sequence));
            parent.tell(recorder.addTo(ResultLine.of(MessageShape.from(arguments))));
        }
    }

    private static long measure(Engine engine, Arguments arguments, long header) throws Exception {
        long start = System.nanoTime();
        try (RoundTrip peer = RoundTrip.connect(engine, arguments)) {
            peer.send(header);
            long answer = peer.receive();
            long nanos = System.nanoTime() - start;
            if (answer != header) {
                throw new IllegalStateException("wrong answer: sent=" + header + ", received=" + answer);
            }
            return nanos;
        }
    }
}
