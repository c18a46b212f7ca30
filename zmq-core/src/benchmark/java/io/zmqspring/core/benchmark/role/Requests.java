package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.ZmqSpringReplies;
import io.zmqspring.core.benchmark.engine.ZmqSpringRequests;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.MessageShape;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.util.concurrent.TimeUnit;

/** The work of {@link InFlight}, done by our requester; its peer is a responder, or a ROUTER socket by hand. */
final class Requests {

    /** Argument: what is the peer. */
    static final String ARGUMENT = "requests";

    private static final String ROUTER = "router";

    private Requests() {}

    /** Sends requests back until the end comes. */
    static void answer(Arguments arguments, Parent parent) throws Exception {
        boolean byHand = arguments.text(ARGUMENT).equals(ROUTER);
        try (ZmqSpringReplies replies =
                new ZmqSpringReplies(arguments.text("endpoint"), EngineSettings.from(arguments), byHand)) {
            parent.tellEndpoints(replies.endpoint());
            replies.awaitEnd();
        }
    }

    /** Sends requests for the warm-up and the measured time, and prints how many replies came in the latter. */
    static void ask(Arguments arguments, Parent parent) throws Exception {
        try (ZmqSpringRequests requests = new ZmqSpringRequests(
                arguments.text("endpoint"), EngineSettings.from(arguments), arguments.integer("window", 100))) {
            TimeUnit.NANOSECONDS.sleep(arguments.nanos("warmup", 3));
            long before = requests.replies();
            long start = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(arguments.nanos("seconds", 3));
            long measured = requests.replies() - before;
            long nanos = System.nanoTime() - start;
            requests.end();
            parent.tell(ResultLine.of(MessageShape.from(arguments))
                    .with("measured", measured)
                    .with("nanos", nanos));
        }
    }
}
