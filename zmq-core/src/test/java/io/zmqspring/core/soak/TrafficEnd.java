package io.zmqspring.core.soak;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.chaos.Body;
import io.zmqspring.core.chaos.BodyReader;
import io.zmqspring.core.chaos.BoundedCalls;
import io.zmqspring.core.chaos.Dice;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A socket whose thread sends a numbered stream, looks at what comes, or returns it to where it came from. */
final class TrafficEnd extends ThreadedEnd<ZmqSocket> {

    private static final Duration SEND_WAIT = Duration.ofMillis(100);
    private static final int BURST = 150;

    private final int stream;
    private final Dice dice;
    private final @Nullable MultipartSender sender;
    private final @Nullable MultipartReceiver receiver;
    private final boolean echoes;
    private final Arrivals arrivals;
    private final BodyReader reader;
    private long nextSendNs;
    private volatile long sent;
    private long number;

    /**
     * Creates it.
     *
     * @param fromZero whether it receives streams from their beginning
     */
    TrafficEnd(Lane lane, ZmqSocket socket, int stream, boolean fromZero, Sink sink, BoundedCalls calls, Dice dice) {
        super(lane, socket, socket.type().name(), sink, calls);
        SocketType type = socket.type();
        this.stream = stream;
        this.dice = dice;
        this.echoes = type == SocketType.REP || type == SocketType.ROUTER;
        this.sender = type.sends() ? (MultipartSender) socket : null;
        this.receiver = type.receives() ? (MultipartReceiver) socket : null;
        this.arrivals = new Arrivals(lane, sink, fromZero);
        this.reader = new BodyReader(arrivals);
        this.nextSendNs = System.nanoTime() + dice.between(0, 150) * 1_000_000L;
    }

    @Override
    void step() throws Exception {
        long now = System.nanoTime();
        if (now - nextSendNs >= 0) {
            nextSendNs = now + TICK_NS;
            if (!isMuted() && !echoes && sender != null) {
                sendSome(sender);
            }
        }
        long waitNs = Math.max(1, nextSendNs - System.nanoTime());
        if (receiver != null) {
            receive(receiver, waitNs);
        } else {
            LockSupport.parkNanos(waitNs);
        }
    }

    private void sendSome(MultipartSender to) throws Exception {
        int count = dice.chance(0.01) ? BURST : 1;
        for (int i = 0; i < count && !hasEnded(); i++) {
            int payload = dice.chance(0.01) ? dice.between(1_000, 60_000) : dice.between(0, 300);
            int further = lane.isDraft() || dice.chance(0.7) ? 0 : dice.between(1, 3);
            ZmqMessage message = Body.message(stream, number, payload, further);
            if (!calls.call("send(timeout)", SEND_WAIT, () -> to.send(message, SEND_WAIT))) {
                return;
            }
            number++;
            sent++;
        }
    }

    private void receive(MultipartReceiver from, long waitNs) throws Exception {
        Duration wait = Duration.ofNanos(waitNs);
        ZmqMessage message = calls.call("receiveMessage(timeout)", wait, () -> from.receiveMessage(wait));
        if (message == null) {
            return;
        }
        boolean enveloped = socket.type() == SocketType.ROUTER;
        reader.read(enveloped ? message.slice(1, message.frameCount()) : message);
        if (echoes && sender != null && calls.call("send(timeout)", SEND_WAIT, () -> sender.send(message, SEND_WAIT))) {
            sent++;
        }
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public long received() {
        return arrivals.received();
    }

    @Override
    public SocketCounters counters() {
        return socket.counters();
    }
}
