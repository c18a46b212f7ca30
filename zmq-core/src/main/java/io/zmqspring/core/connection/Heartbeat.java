package io.zmqspring.core.connection;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.Timer;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.zmtp.CommandCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps watch over one connection (37/ZMTP, Connection Heartbeating): sends PING, gives the peer up when nothing comes
 * in reply, and keeps the deadline the peer announced. Any byte received is a sign of life, also of a frame not yet
 * complete.
 *
 * <p>Silence is no evidence while we do not read, because our own receiver is slow, and while the peer takes nothing of
 * us, because its receiver is slow: it does not see our PING.
 *
 * <p>Nothing is written that is not needed. A peer that has sent all it had and closed answers a write with a reset,
 * and its operating system then throws away what it has not delivered yet. So no PING goes to a peer that sends, unless
 * it was announced a TTL; and while we do not read, only a peer that sends PINGs gets a PONG now and then that it did
 * not ask for, so that it sees that we live. The loop's owner.
 */
final class Heartbeat {

    /**
     * So many PINGs of one turn are answered one by one; of more only the last, which is what libzmq does while it
     * cannot write.
     */
    static final int MAX_PONGS_PER_TURN = 16;

    /**
     * Longest TTL sent. libzmq multiplies it by 100 in 16 bits, so that 656 becomes 64 ms and it disconnects after each
     * PING (libzmq issue 4226).
     */
    static final int MAX_TTL_DECISECONDS = 655;

    private static final byte[] NO_CONTEXT = {};
    private static final long NS_PER_DECISECOND = 100_000_000;
    private static final long MAX_LOOK_NS = 1_000_000_000;
    private static final long MIN_LOOK_NS = 20_000_000;

    private final EventLoop loop;
    private final ConnectionWriter writer;
    private final HeartbeatListener listener;
    private final long intervalNs;
    private final long timeoutNs;
    private final int ttlDeciseconds;
    private final ByteArrayOutputStream pongs = new ByteArrayOutputStream();
    private byte @Nullable [] lastContext;
    private int pongsThisTurn;
    private boolean knowsPing;
    private long peerTtlNs;
    private long peerPingNs;
    private long peerIntervalNs;
    private long lookNs;
    private boolean suspended;
    private boolean silent;
    private @Nullable Timer interval;
    private @Nullable Timer answer;
    private @Nullable Timer peerDeadline;
    private @Nullable Timer look;
    private long lastReceivedNs;
    private long lastPingNs;

    Heartbeat(EventLoop loop, ConnectionWriter writer, SocketOptions options, HeartbeatListener listener) {
        this.loop = loop;
        this.writer = writer;
        this.listener = listener;
        this.intervalNs = options.heartbeatInterval().toNanos();
        Duration timeout = options.heartbeatTimeout();
        this.timeoutNs = timeout == null ? intervalNs : NanoClock.nanos(timeout);
        this.ttlDeciseconds = ttlDeciseconds(options.heartbeatTtl().toNanos(), intervalNs);
    }

    /**
     * Gives the TTL to send.
     *
     * @param ttlNs wanted
     * @param intervalNs between two PINGs
     * @return tenths of a second, rounded up; 0, which is none, where the longest that libzmq understands would not
     *     outlast two intervals
     */
    static int ttlDeciseconds(long ttlNs, long intervalNs) {
        long wanted = (ttlNs + NS_PER_DECISECOND - 1) / NS_PER_DECISECOND;
        if (wanted <= MAX_TTL_DECISECONDS) {
            return (int) wanted;
        }
        return 2 * intervalNs > MAX_TTL_DECISECONDS * NS_PER_DECISECOND ? 0 : MAX_TTL_DECISECONDS;
    }

    /**
     * Begins.
     *
     * @param peerKnowsPing whether the peer's version has PING: one that speaks 3.0 is sent PING, as libzmq does, and
     *         its silence counts only once it has sent PING or PONG itself, as libzmq 4.2 to 4.3.2 and JeroMQ do
     */
    void start(boolean peerKnowsPing) {
        knowsPing = peerKnowsPing;
        lastPingNs = loop.clock().nanoTime();
        lastReceivedNs = lastPingNs;
        if (intervalNs > 0) {
            interval = schedule(intervalNs, this::ping);
        }
    }

    void stop() {
        Timer.cancel(interval);
        Timer.cancel(answer);
        Timer.cancel(peerDeadline);
        Timer.cancel(look);
    }

    void onReceived() {
        if (intervalNs > 0 || peerTtlNs > 0) {
            lastReceivedNs = loop.clock().nanoTime();
            Timer.cancel(answer);
            answer = null;
        }
    }

    /** The peer sent PING; {@link #answerPings} answers it. */
    void onPing(int peerTtlDeciseconds, byte[] context) {
        knowsPing = true;
        lastContext = context;
        if (++pongsThisTurn < MAX_PONGS_PER_TURN) {
            pongs.writeBytes(CommandCodec.pong(context));
            lastContext = null;
        }
        if (pongsThisTurn == 1) {
            long now = loop.clock().nanoTime();
            peerIntervalNs = peerPingNs == 0 ? 0 : now - peerPingNs;
            peerPingNs = now;
        }
        peerTtlNs = peerTtlDeciseconds * NS_PER_DECISECOND;
        if (peerTtlNs > 0 && peerDeadline == null) {
            lastReceivedNs = loop.clock().nanoTime();
            watchPeerDeadline(peerTtlNs);
        }
    }

    /** The peer sent PONG. */
    void onPong() {
        knowsPing = true;
    }

    /** Answers the PINGs of this turn in one write, unless the peer does not read what it was sent before. */
    void answerPings() {
        if (pongsThisTurn == 0) {
            return;
        }
        if (lastContext != null) {
            pongs.writeBytes(CommandCodec.pong(lastContext));
        }
        if (!writer.hasUnsentCommands()) {
            writer.command(pongs.toByteArray());
        }
        pongs.reset();
        pongsThisTurn = 0;
    }

    /**
     * Sends nothing until {@link #suspend}: nothing of the peer is read yet, and if it has gone already, a write would
     * be answered with a reset that throws away what it has sent.
     */
    void fallSilent() {
        suspended = true;
        silent = true;
    }

    /** @param suspend whether we do not read now, because our own receiver is slow */
    void suspend(boolean suspend) {
        suspended = suspend;
        silent = false;
        onReceived();
        lookNs = MIN_LOOK_NS;
        if (suspend && look == null) {
            lookLater();
        }
    }

    /** While nothing is read: soon at first, then at half the pace of the peer's PINGs, at least once a second. */
    private void lookLater() {
        long pace = peerIntervalNs == 0 ? MAX_LOOK_NS : Math.min(MAX_LOOK_NS, peerIntervalNs >> 1);
        long pause = Math.max(MIN_LOOK_NS, Math.min(lookNs, pace));
        lookNs = 2 * pause;
        look = schedule(pause, () -> {
            look = null;
            if (suspended && !silent) {
                look(pause >= pace);
                if (suspended && look == null) {
                    lookLater();
                }
            }
        });
    }

    private void look(boolean pongIsDue) throws IOException {
        listener.onStillPaused();
        if (pongIsDue && peerPingNs != 0 && suspended && !writer.hasUnsentCommands()) {
            writer.command(CommandCodec.pong(NO_CONTEXT));
        }
    }

    private void ping() {
        boolean sends = suspended || lastReceivedNs - lastPingNs > 0;
        lastPingNs = loop.clock().nanoTime();
        boolean needed = !silent && (!sends || ttlDeciseconds > 0);
        if (needed && !writer.hasUnsentCommands()) {
            writer.command(CommandCodec.ping(ttlDeciseconds, NO_CONTEXT));
        }
        if (!sends && answer == null && timeoutNs > 0) {
            answer = schedule(timeoutNs, this::unanswered);
        }
        interval = schedule(intervalNs, this::ping);
    }

    private void unanswered() {
        answer = null;
        if (!suspended && knowsPing && writer.flowingNs() >= timeoutNs) {
            listener.onTimeout("no sign of life within " + Duration.ofNanos(timeoutNs) + " after a PING");
        }
    }

    private void watchPeerDeadline(long delayNs) {
        peerDeadline = schedule(delayNs, () -> {
            peerDeadline = null;
            long silence = loop.clock().nanoTime() - lastReceivedNs;
            if (peerTtlNs == 0) {
                return;
            }
            if (silence >= peerTtlNs && !suspended) {
                listener.onTimeout("silent for longer than the TTL it announced, " + Duration.ofNanos(peerTtlNs));
            } else {
                watchPeerDeadline(silence >= peerTtlNs ? peerTtlNs : peerTtlNs - silence);
            }
        });
    }

    private Timer schedule(long delayNs, ConnectionStep step) {
        return loop.schedule(delayNs, () -> listener.run(step));
    }

    /** Connection that is watched; called on its loop. */
    interface HeartbeatListener {

        /**
         * Nothing has been read for a while, since reading pauses; the connection may look ahead.
         *
         * @throws IOException when the connection is broken
         */
        void onStillPaused() throws IOException;

        /** @param reason why the peer is taken for gone */
        void onTimeout(String reason);

        /**
         * Runs a step now; what it throws closes the connection.
         *
         * @param step due at its time
         */
        void run(ConnectionStep step);
    }
}
