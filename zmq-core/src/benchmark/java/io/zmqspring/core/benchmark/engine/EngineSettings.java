package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.MessageShape;

/**
 * Settings that an engine is opened with.
 *
 * @param shape of the messages
 * @param threads that send on one socket
 * @param highWaterMark of both sides in messages, or -1 for the engine's default
 * @param api of our engine that is measured; other engines have one
 * @param waitStrategy of our engine by name, empty for its default
 * @param ioThreads of the engine's context
 */
public record EngineSettings(
        MessageShape shape, int threads, int highWaterMark, Api api, String waitStrategy, int ioThreads) {

    EngineSettings withParts(int parts) {
        return new EngineSettings(
                new MessageShape(shape.size(), parts), threads, highWaterMark, api, waitStrategy, ioThreads);
    }

    public static EngineSettings from(Arguments arguments) {
        return new EngineSettings(
                MessageShape.from(arguments),
                arguments.integer("threads", 1),
                arguments.integer("hwm", -1),
                Api.named(arguments.text("api", "bytes")),
                arguments.text("wait", ""),
                arguments.integer("io-threads", 1));
    }
}
