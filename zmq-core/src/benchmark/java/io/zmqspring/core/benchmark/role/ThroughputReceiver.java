package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.engine.Inbound;
import io.zmqspring.core.benchmark.engine.Pattern;
import io.zmqspring.core.benchmark.engine.Side;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import io.zmqspring.core.benchmark.workload.SequenceVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;

/** Receives on one socket, or on several with a thread each; checks every message and measures the rate. */
final class ThroughputReceiver {

    private ThroughputReceiver() {}

    static void run(Arguments arguments, Parent parent) throws Exception {
        EngineSettings settings = EngineSettings.from(arguments);
        String[] addresses = arguments.text("endpoint").split(",");
        Pattern pattern = pattern(arguments);
        Side side = Side.valueOf(arguments.text("side", "bind").toUpperCase(Locale.ROOT));
        try (Engine engine = Engines.open(arguments.text("engine"), addresses[0], settings)) {
            List<Inbound> receivers = new ArrayList<>();
            for (String address : addresses) {
                receivers.add(engine.openReceiver(pattern, side, address));
            }
            parent.tellEndpoints(receivers.stream().map(Inbound::endpoint).toArray(String[]::new));
            parent.tell(receiveAll(receivers, settings));
        }
    }

    static Pattern pattern(Arguments arguments) {
        return Pattern.named(arguments.text("pattern", Pattern.PUSH_PULL.label()));
    }

    /** What all have found together: the sum of their messages, and the mean of their measured spans. */
    private static ResultLine receiveAll(List<Inbound> receivers, EngineSettings settings) throws Exception {
        List<FutureTask<SequenceVerifier>> others = new ArrayList<>();
        for (Inbound other : receivers.subList(1, receivers.size())) {
            FutureTask<SequenceVerifier> task = new FutureTask<>(() -> receiveAll(other, settings));
            others.add(task);
            Thread thread = new Thread(task, "receiver");
            thread.setDaemon(true);
            thread.start();
        }
        List<ResultLine> results = new ArrayList<>();
        results.add(receiveAll(receivers.get(0), settings).result());
        for (FutureTask<SequenceVerifier> other : others) {
            results.add(other.get().result());
        }
        return results.get(0)
                .with("received", sum(results, "received"))
                .with("measured", sum(results, "measured"))
                .with("nanos", sum(results, "nanos") / results.size());
    }

    private static long sum(List<ResultLine> results, String name) {
        return results.stream().mapToLong(result -> result.number(name)).sum();
    }

    static SequenceVerifier receiveAll(Inbound in, EngineSettings settings) throws Exception {
        SequenceVerifier verifier = new SequenceVerifier(settings.shape(), settings.threads());
        while (!verifier.isFinished()) {
            in.receive(verifier);
        }
        return verifier;
    }
}
