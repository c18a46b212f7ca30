package io.zmqspring.core.soak;

import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.chaos.Body;
import io.zmqspring.core.chaos.BoundedCalls;
import io.zmqspring.core.chaos.Dice;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.SocketCounters;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A REQ with {@code req-relaxed} that asks one after the other: the reply is the request, or does not come in time. */
final class AskingEnd extends ThreadedEnd<ReqSocket> {

    static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration SEND_WAIT = Duration.ofMillis(100);

    private final int stream;
    private final Dice dice;
    private volatile long sent;
    private volatile long received;

    AskingEnd(Lane lane, ReqSocket socket, int stream, Sink sink, BoundedCalls calls, Dice dice) {
        super(lane, socket, "REQ", sink, calls);
        this.stream = stream;
        this.dice = dice;
    }

    @Override
    void step() throws Exception {
        LockSupport.parkNanos(TICK_NS);
        if (!isMuted()) {
            ask();
        }
    }

    private void ask() throws Exception {
        int further = dice.chance(0.8) ? 0 : dice.between(1, 3);
        ZmqMessage request = Body.message(stream, sent, dice.between(0, 300), further);
        long sentNs = System.nanoTime();
        if (!calls.call("send(timeout)", SEND_WAIT, () -> socket.send(request, SEND_WAIT))) {
            return;
        }
        sent++;
        ZmqMessage reply = calls.call("receiveMessage(timeout)", PATIENCE, () -> socket.receiveMessage(PATIENCE));
        if (reply == null) {
            sink.timedOut(lane, sentNs);
            return;
        }
        received++;
        sink.seen(lane, stream, sent - 1);
        if (!reply.equals(request)) {
            sink.wrong(lane, "a reply to another request: " + reply + " to " + request);
        }
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public SocketCounters counters() {
        return socket.counters();
    }
}
