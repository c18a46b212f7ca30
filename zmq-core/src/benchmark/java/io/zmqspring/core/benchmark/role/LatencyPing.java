package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.LatencyRecorder;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageShape;
import io.zmqspring.core.benchmark.workload.ResultLine;

/** Sends one message at a time and measures until it is back. */
final class LatencyPing {

    private final RoundTrip peer;
    private long sequence;

    private LatencyPing(RoundTrip peer) {
        this.peer = peer;
    }

    static void run(Arguments arguments, Parent parent) throws Exception {
        String endpoint = arguments.text("endpoint");
        try (Engine engine = Engines.open(arguments.text("engine"), endpoint, EngineSettings.from(arguments))) {
            parent.tell(measure(RoundTrip.connect(engine, arguments), arguments));
        }
    }

    static ResultLine measure(RoundTrip peer, Arguments arguments) throws Exception {
        LatencyPing ping = new LatencyPing(peer);
        LatencyRecorder recorder = new LatencyRecorder(arguments.integer("count", 2_000_000));
        ping.warmUp(arguments.nanos("warmup", 3));
        ping.record(recorder, arguments.nanos("seconds", 3));
        ping.exchange(MessageHeader.END);
        return recorder.addTo(ResultLine.of(MessageShape.from(arguments)));
    }

    private void warmUp(long nanos) throws Exception {
        long start = System.nanoTime();
        do {
            exchange(MessageHeader.WARM);
        } while (System.nanoTime() - start < nanos);
    }

    private void record(LatencyRecorder recorder, long nanos) throws Exception {
        long start = System.nanoTime();
        long end = start;
        while (!recorder.isFull() && end - start < nanos) {
            long sent = System.nanoTime();
            exchange(MessageHeader.MEASURED);
            end = System.nanoTime();
            recorder.record(end - sent);
        }
    }

    private void exchange(int phase) throws Exception {
        long header = MessageHeader.of(phase, 0, sequence++);
        peer.send(header);
        long answer = peer.receive();
        if (answer != header) {
            throw new IllegalStateException("wrong answer: sent=" + header + ", received=" + answer);
        }
    }
}
