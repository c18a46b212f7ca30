package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.DuplexEnd;
import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.engine.MessageWriter;
import io.zmqspring.core.benchmark.engine.Pattern;
import io.zmqspring.core.benchmark.engine.Side;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageShape;
import io.zmqspring.core.benchmark.workload.ResultLine;

/**
 * Round trips of which many are under way at a time: one thread asks, and asks again for each answer; another process
 * answers each message where it came from.
 */
final class InFlight {

    private final DuplexEnd end;
    private final MessageWriter writer;
    private long asked;
    private long answered;
    private boolean isEnded;

    private InFlight(DuplexEnd end) {
        this.end = end;
        this.writer = end.writer();
    }

    /** Answers until the end comes. */
    static void answer(Arguments arguments, Parent parent) throws Exception {
        String address = arguments.text("endpoint");
        try (Engine engine = Engines.open(arguments.text("engine"), address, EngineSettings.from(arguments))) {
            InFlight echo = new InFlight(engine.openAnswering(Pattern.DEALER_ROUTER, Side.BIND, address));
            parent.tellEndpoints(echo.end.endpoint());
            parent.tell(ResultLine.empty().with("echoed", echo.answerAll()));
        }
    }

    private long answerAll() throws Exception {
        while (!isEnded) {
            end.receive(this::onRequest);
        }
        return answered;
    }

    private void onRequest(long header, int length, boolean more) {
        send(header);
        answered++;
        isEnded = MessageHeader.isEnd(header);
    }

    /** Sends requests for the warm-up and the measured time, and prints how many answers came in the latter. */
    static void ask(Arguments arguments, Parent parent) throws Exception {
        String endpoint = arguments.text("endpoint");
        try (Engine engine = Engines.open(arguments.text("engine"), endpoint, EngineSettings.from(arguments))) {
            InFlight client = new InFlight(engine.openAsking(Pattern.DEALER_ROUTER, Side.CONNECT, endpoint));
            int window = arguments.integer("window", 1000);
            client.askFor(arguments.nanos("warmup", 3), window);
            long answeredBefore = client.answered;
            long nanos = client.askFor(arguments.nanos("seconds", 3), window);
            long measured = client.answered - answeredBefore;
            client.awaitAll();
            client.send(MessageHeader.of(MessageHeader.END, 0, client.asked));
            parent.tell(ResultLine.of(MessageShape.from(arguments))
                    .with("measured", measured)
                    .with("nanos", nanos));
        }
    }

    private long askFor(long nanos, int window) throws Exception {
        long start = System.nanoTime();
        long now = start;
        while (now - start < nanos) {
            while (asked - answered < window) {
                send(MessageHeader.of(MessageHeader.MEASURED, 0, asked++));
            }
            end.receive(this::onAnswer);
            now = System.nanoTime();
        }
        return now - start;
    }

    private void awaitAll() throws Exception {
        while (answered < asked) {
            end.receive(this::onAnswer);
        }
    }

    private void onAnswer(long header, int length, boolean more) {
        if (MessageHeader.sequence(header) != answered) {
            throw new IllegalStateException(
                    "answer out of order: expected=" + answered + ", received=" + MessageHeader.sequence(header));
        }
        answered++;
    }

    private void send(long header) {
        try {
            writer.send(header);
        } catch (Exception e) {
            throw new IllegalStateException("cannot send", e);
        }
    }
}
