package io.zmqspring.core.soak;

import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.chaos.Body;
import io.zmqspring.core.chaos.BoundedCalls;
import io.zmqspring.core.chaos.Dice;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqPeerDepartedException;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.monitor.SocketCounters;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A requester with many requests in flight: each is completed once, with its own reply, a time-out or a departure. */
final class RequesterEnd extends ThreadedEnd<ZmqRequester> {

    private static final int MAX_IN_FLIGHT = 100;
    private static final int PER_TICK = 3;
    private static final long PATIENCE_MS = 10_000;

    private final int stream;
    private final Dice dice;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile long asked;

    RequesterEnd(Lane lane, ZmqRequester requester, int stream, Sink sink, BoundedCalls calls, Dice dice) {
        super(lane, requester, "requester", sink, calls);
        this.stream = stream;
        this.dice = dice;
    }

    @Override
    void step() {
        LockSupport.parkNanos(TICK_NS);
        for (int i = 0; i < PER_TICK && !isMuted() && !hasEnded() && hasRoom(); i++) {
            ask();
        }
    }

    private boolean hasRoom() {
        return asked - answered.get() - failed.get() < MAX_IN_FLIGHT;
    }

    private void ask() {
        ZmqMessage request = Body.message(stream, asked, dice.between(0, 300), dice.chance(0.8) ? 0 : 1);
        long sentNs = System.nanoTime();
        CompletableFuture<ZmqMessage> reply = socket.requestAsync(request);
        asked++;
        reply.whenComplete((message, failure) -> over(request, sentNs, message, failure));
    }

    private void over(ZmqMessage request, long sentNs, @Nullable ZmqMessage reply, @Nullable Throwable failure) {
        if (reply != null) {
            answered.incrementAndGet();
            sink.seen(lane, stream, 0);
            if (!reply.equals(request)) {
                sink.wrong(lane, "a reply to another request: " + reply + " to " + request);
            }
            return;
        }
        failed.incrementAndGet();
        if (failure instanceof ZmqRequestTimeoutException || failure instanceof ZmqPeerDepartedException) {
            sink.timedOut(lane, sentNs);
        } else if (!(failure instanceof ZmqClosedException) || !hasEnded()) {
            sink.wrong(lane, "unexpected " + failure);
        }
    }

    @Override
    public long sent() {
        return asked;
    }

    @Override
    public long received() {
        return answered.get();
    }

    @Override
    public SocketCounters counters() {
        return socket.socketCounters();
    }

    @Override
    public String fault() {
        RequesterCounters counters = socket.counters();
        boolean right = counters.requests() == asked
                && counters.answered() == answered.get()
                && counters.timedOut() + counters.departed() + counters.failed() == failed.get()
                && asked == answered.get() + failed.get();
        return right
                ? ""
                : "callers asked " + asked + ", got " + answered + " replies and " + failed + " failures; " + counters;
    }

    /** A request to a closed requester fails without being counted. */
    @Override
    void beforeClose(Thread ending) {
        try {
            ending.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
