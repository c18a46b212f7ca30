package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.ContextOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A requester of our engine that keeps so many requests in flight: each reply brings the next request. */
public final class ZmqSpringRequests implements AutoCloseable {

    private final ZmqContext context;
    private final ZmqRequester requester;
    private final int size;
    private final CountDownLatch inFlight;
    private final LongAdder replies = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean ending;

    /**
     * Connects and sends the first requests.
     *
     * @param endpoint of a server
     * @param settings of the run
     * @param window how many requests are in flight
     */
    public ZmqSpringRequests(String endpoint, EngineSettings settings, int window) {
        context = ZmqContext.create(
                ContextOptions.builder().ioThreads(settings.ioThreads()).build());
        size = settings.shape().size();
        inFlight = new CountDownLatch(window);
        requester = context.requester();
        requester.connect(endpoint);
        for (int i = 0; i < window; i++) {
            new Slot(i).ask();
        }
    }

    /** {@return how many replies have come} */
    public long replies() {
        return replies.sum();
    }

    /**
     * Lets the requests in flight end, and sends the last one.
     *
     * @throws IllegalStateException if a request has failed
     */
    public void end() throws InterruptedException {
        ending = true;
        inFlight.await();
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("a request has failed", cause);
        }
        byte[] last = new byte[size];
        MessageHeader.write(last, MessageHeader.of(MessageHeader.END, 0, 0));
        requester.request(last);
    }

    /** One request after the other. */
    private final class Slot {

        private final byte[] body = new byte[size];
        private final int number;
        private long sequence;

        Slot(int number) {
            this.number = number;
        }

        void ask() {
            MessageHeader.write(body, header());
            requester.requestAsync(body).whenComplete(this::answered);
        }

        private long header() {
            return MessageHeader.of(MessageHeader.MEASURED, number & MessageHeader.MAX_THREADS - 1, sequence);
        }

        private void answered(@Nullable ZmqMessage reply, @Nullable Throwable cause) {
            if (reply == null || MessageHeader.read(reply.frame(0)) != header()) {
                failure.compareAndSet(null, cause == null ? new IllegalStateException("wrong reply: " + reply) : cause);
                inFlight.countDown();
                return;
            }
            replies.increment();
            sequence++;
            if (ending) {
                inFlight.countDown();
            } else {
                ask();
            }
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
