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
final class RequesterEnd implements End {

    private static final int MAX_IN_FLIGHT = 100;
    private static final int PER_TICK = 3;
    private static final long PATIENCE_MS = 10_000;

    private final Lane lane;
    private final ZmqRequester requester;
    private final int stream;
    private final Sink sink;
    private final BoundedCalls calls;
    private final Dice dice;
    private final Thread thread;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean muted;
    private volatile boolean ended;
    private volatile long asked;

    RequesterEnd(Lane lane, ZmqRequester requester, int stream, Sink sink, BoundedCalls calls, Dice dice) {
        this.lane = lane;
        this.requester = requester;
        this.stream = stream;
        this.sink = sink;
        this.calls = calls;
        this.dice = dice;
        this.thread = new Thread(this::run, "soak-" + lane + "-requester");
        thread.setDaemon(true);
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public ZmqRequester socket() {
        return requester;
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        while (!ended) {
            try {
                LockSupport.parkNanos(TICK_NS);
                for (int i = 0;
                        i < PER_TICK && !muted && !ended && asked - answered.get() - failed.get() < MAX_IN_FLIGHT;
                        i++) {
                    ask();
                }
            } catch (ZmqClosedException e) {
                return;
            } catch (RuntimeException e) {
                sink.wrong(lane, "unexpected " + e);
                BoundedCalls.pause(100);
            }
        }
    }

    private void ask() {
        ZmqMessage request = Body.message(stream, asked, dice.between(0, 300), dice.chance(0.8) ? 0 : 1);
        long sentNs = System.nanoTime();
        CompletableFuture<ZmqMessage> reply = requester.requestAsync(request);
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
        } else if (!(failure instanceof ZmqClosedException) || !ended) {
            sink.wrong(lane, "unexpected " + failure);
        }
    }

    @Override
    public void mute() {
        muted = true;
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
        return requester.socketCounters();
    }

    @Override
    public String fault() {
        RequesterCounters counters = requester.counters();
        boolean right = counters.requests() == asked
                && counters.answered() == answered.get()
                && counters.timedOut() + counters.departed() + counters.failed() == failed.get()
                && asked == answered.get() + failed.get();
        return right
                ? ""
                : "callers asked " + asked + ", got " + answered + " replies and " + failed + " failures; " + counters;
    }

    @Override
    public void close() {
        ended = true;
        // A request to a closed requester fails without being counted.
        try {
            thread.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Ends.closeAndJoin(requester, thread, calls, sink, lane);
    }
}
