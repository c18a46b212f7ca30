package io.zmqspring.core.session;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.Timer;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.wire.CommandCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps watch over one connection (37/ZMTP, Connection Heartbeating): sends PING, gives the peer up when nothing comes in reply, and keeps
 * the deadline the peer announced. Any byte received is a sign of life, also of a frame not yet complete; while we do not read, because
 * our own receiver is slow, silence is no evidence and the watch is suspended. The loop's owner.
 */
final class Heartbeat {

    private static final byte[] NO_CONTEXT = {};
    private static final long NS_PER_DECISECOND = 100_000_000;

    private final EventLoop loop;
    private final Outlet outlet;
    private final HeartbeatListener listener;
    private final long intervalNs;
    private final long timeoutNs;
    private final int ttlDeciseconds;
    private long peerTtlNs;
    private boolean suspended;
    private @Nullable Timer interval;
    private @Nullable Timer answer;
    private @Nullable Timer peerDeadline;
    private long lastReceivedNs;

    Heartbeat(EventLoop loop, Outlet outlet, SocketOptions options, HeartbeatListener listener) {
        this.loop = loop;
        this.outlet = outlet;
        this.listener = listener;
        this.intervalNs = options.heartbeatInterval().toNanos();
        Duration timeout = options.heartbeatTimeout();
        this.timeoutNs = timeout == null ? intervalNs : NanoClock.nanos(timeout);
        this.ttlDeciseconds = (int) ((options.heartbeatTtl().toNanos() + NS_PER_DECISECOND - 1) / NS_PER_DECISECOND);
    }

    void start() {
        if (intervalNs > 0) {
            interval = loop.schedule(intervalNs, this::ping);
        }
    }

    void stop() {
        cancel(interval);
        cancel(answer);
        cancel(peerDeadline);
    }

    void onReceived() {
        if (intervalNs > 0 || peerTtlNs > 0) {
            lastReceivedNs = loop.clock().nanoTime();
            cancel(answer);
            answer = null;
        }
    }

    void onPing(int peerTtlDeciseconds, byte[] context) {
        if (!outlet.isBlocked() || !outlet.hasUnsentCommands()) {
            outlet.command(CommandCodec.pong(context));
        }
        peerTtlNs = peerTtlDeciseconds * NS_PER_DECISECOND;
        if (peerTtlNs > 0 && peerDeadline == null) {
            lastReceivedNs = loop.clock().nanoTime();
            watchPeerDeadline(peerTtlNs);
        }
    }

    void suspend(boolean suspend) {
        suspended = suspend;
        onReceived();
    }

    private void ping() {
        if (!outlet.hasUnsentCommands()) {
            outlet.command(CommandCodec.ping(ttlDeciseconds, NO_CONTEXT));
        }
        if (answer == null && timeoutNs > 0) {
            answer = loop.schedule(timeoutNs, this::unanswered);
        }
        interval = loop.schedule(intervalNs, this::ping);
    }

    private void unanswered() {
        answer = null;
        if (!suspended) {
            listener.onSilence("no sign of life within " + Duration.ofNanos(timeoutNs) + " after a PING");
        }
    }

    private void watchPeerDeadline(long delayNs) {
        peerDeadline = loop.schedule(delayNs, () -> {
            peerDeadline = null;
            long silence = loop.clock().nanoTime() - lastReceivedNs;
            if (peerTtlNs == 0) {
                return;
            }
            if (silence >= peerTtlNs && !suspended) {
                listener.onSilence("silent for longer than the TTL it announced, " + Duration.ofNanos(peerTtlNs));
            } else {
                watchPeerDeadline(silence >= peerTtlNs ? peerTtlNs : peerTtlNs - silence);
            }
        });
    }

    private static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Who closes the connection of a peer that has gone silent. */
    @FunctionalInterface
    interface HeartbeatListener {

        /** @param reason what was missing */
        void onSilence(String reason);
    }
}
