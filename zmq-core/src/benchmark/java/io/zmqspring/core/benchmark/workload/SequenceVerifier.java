package io.zmqspring.core.benchmark.workload;

/**
 * Checks that nothing is lost, doubled, reordered, interleaved or of the wrong length, and measures the span between
 * the first measured message and the first end. Used by one thread.
 *
 * <p>The clock is read twice per run, never per message.
 */
public final class SequenceVerifier implements MessageSink {

    /** No header begins so: what comes next depends on the thread, or on the part. */
    private static final long NOT_ONE = -1;

    private final int size;
    private final int lastPart;
    private final int threads;
    private final long[] expected;

    /** The header that comes next where there is one thread and messages have one part. */
    private long next;

    private long current;
    private int part;
    private int ended;
    private boolean finished;

    private boolean isMeasuring;
    private long receivedAtStart;
    private long startNs;
    private long measured;
    private long spanNs;

    public SequenceVerifier(MessageShape shape, int threads) {
        this.size = shape.size();
        this.lastPart = shape.parts() - 1;
        this.threads = threads;
        this.expected = new long[threads];
        for (int thread = 0; thread < threads; thread++) {
            expected[thread] = MessageHeader.of(MessageHeader.WARM, thread, 0);
        }
        this.next = threads == 1 && lastPart == 0 ? expected[0] : NOT_ONE;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if it is not the part that had to come
     */
    @Override
    public void accept(long header, int length, boolean more) {
        if (header == next && length == size && !more) {
            next = header + 1;
        } else {
            acceptPart(header, length, more);
        }
    }

    private void acceptPart(long header, int length, boolean more) {
        if (length != size || more == (part == lastPart)) {
            throw new IllegalStateException("wrong part: length=" + length + ", expected=" + size + ", part=" + part
                    + ", last=" + lastPart + ", more=" + more);
        }
        if (next != NOT_ONE) {
            expected[0] = next;
        }
        if (part == 0) {
            onMessage(header);
        } else if (header != current) {
            throw new IllegalStateException("parts of two messages are mixed: began with " + describe(current)
                    + ", part " + part + " is " + describe(header));
        }
        if (next != NOT_ONE) {
            next = expected[0];
        }
        part = more ? part + 1 : 0;
        finished = ended == threads && part == 0;
    }

    private void onMessage(long header) {
        int thread = MessageHeader.thread(header);
        if (thread >= threads || header != expected[thread]) {
            onOtherThanNext(header, thread);
        }
        expected[thread] = header + 1;
        current = header;
    }

    private void onOtherThanNext(long header, int thread) {
        int phase = MessageHeader.phase(header);
        if (thread >= threads || phase > MessageHeader.END) {
            throw new IllegalStateException("not a message of this run: " + describe(header));
        }
        long due = expected[thread];
        int duePhase = MessageHeader.phase(due);
        if (MessageHeader.sequence(header) != MessageHeader.sequence(due) || phase <= duePhase) {
            throw new IllegalStateException("expected " + describe(due) + ", got " + describe(header));
        }
        if (phase == MessageHeader.MEASURED) {
            start();
        } else {
            stop();
        }
    }

    private void start() {
        if (!isMeasuring && ended == 0) {
            isMeasuring = true;
            receivedAtStart = received();
            startNs = System.nanoTime();
        }
    }

    private void stop() {
        if (ended++ == 0 && isMeasuring) {
            spanNs = System.nanoTime() - startNs;
            measured = received() - receivedAtStart;
        }
    }

    /** How many messages have come: each was the next of its thread, whose sequence goes on through all phases. */
    private long received() {
        long sum = 0;
        for (long header : expected) {
            sum += MessageHeader.sequence(header);
        }
        return sum;
    }

    private static String describe(long header) {
        return "thread " + MessageHeader.thread(header) + " phase " + MessageHeader.phase(header) + " sequence "
                + MessageHeader.sequence(header);
    }

    /** Whether the end of every thread has come. */
    public boolean isFinished() {
        return finished;
    }

    /** What was found: all messages, those within the measured span, and its length. */
    public ResultLine result() {
        return ResultLine.of(new MessageShape(size, lastPart + 1))
                .with("threads", threads)
                .with("received", received())
                .with("measured", measured)
                .with("nanos", spanNs);
    }
}
