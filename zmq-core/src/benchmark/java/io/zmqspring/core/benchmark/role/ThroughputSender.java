package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.engine.Side;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.util.concurrent.CountDownLatch;

/**
 * Sends on one socket without a pause, from one thread or several, and stays until it is stopped: a receiver of
 * libzmq over ipc drops what it has not read yet when it sees the sender go while its queue is full.
 */
final class ThroughputSender {

    private ThroughputSender() {}

    static void run(Arguments arguments, Parent parent) throws Exception {
        EngineSettings settings = EngineSettings.from(arguments);
        CountDownLatch stopped = parent.stopped();
        String[] endpoints = arguments.text("endpoint").split(",");
        try (Engine engine = Engines.open(arguments.text("engine"), endpoints[0], settings);
                SendingThreads threads = new SendingThreads(
                        engine.openSender(ThroughputReceiver.pattern(arguments), Side.CONNECT, endpoints),
                        settings.threads(),
                        SendingPlan.from(arguments))) {
            parent.tell(ResultLine.of(settings.shape()).with("sent", threads.awaitSent()));
            stopped.await();
        }
    }
}
