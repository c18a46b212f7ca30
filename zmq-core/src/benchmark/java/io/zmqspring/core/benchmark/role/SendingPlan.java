package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.MessageWriter;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.MessageHeader;

/**
 * How long each sending thread warms up, and how long or how much it then sends.
 *
 * @param warmUpNs time of the warm phase
 * @param measuredNs time of the measured phase, unless it is counted
 * @param measuredCount messages of the measured phase of each thread, or 0 if it goes by time
 */
record SendingPlan(long warmUpNs, long measuredNs, long measuredCount) {

    private static final int MESSAGES_PER_CLOCK_READ = 64;

    static SendingPlan from(Arguments arguments) {
        return new SendingPlan(
                arguments.nanos("warmup", 3),
                arguments.nanos("seconds", 3),
                arguments.number("count", 0) / arguments.integer("threads", 1));
    }

    /**
     * Sends all phases of one thread.
     *
     * @return how many messages it sent, the end included
     */
    long send(MessageWriter writer, int thread) throws Exception {
        long sequence = sendFor(writer, MessageHeader.of(MessageHeader.WARM, thread, 0), warmUpNs);
        long measured = MessageHeader.of(MessageHeader.MEASURED, thread, sequence);
        sequence =
                measuredCount > 0 ? sendCount(writer, measured, measuredCount) : sendFor(writer, measured, measuredNs);
        writer.send(MessageHeader.of(MessageHeader.END, thread, sequence));
        return sequence + 1;
    }

    private static long sendFor(MessageWriter writer, long first, long nanos) throws Exception {
        long header = first;
        long end = System.nanoTime() + nanos;
        do {
            for (int i = 0; i < MESSAGES_PER_CLOCK_READ; i++) {
                writer.send(header++);
            }
        } while (System.nanoTime() - end < 0);
        return MessageHeader.sequence(header);
    }

    private static long sendCount(MessageWriter writer, long first, long count) throws Exception {
        long end = first + count;
        for (long header = first; header < end; header++) {
            writer.send(header);
        }
        return MessageHeader.sequence(end);
    }
}
