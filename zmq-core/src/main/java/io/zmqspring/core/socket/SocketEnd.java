package io.zmqspring.core.socket;

import io.zmqspring.core.connection.SocketEndpoint;
import io.zmqspring.core.loop.BlockingCallGuard;
import io.zmqspring.core.time.NanoClock;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The end of one socket: from its close until no frame handler runs and every endpoint has ended, which sends what is
 * queued for as long as linger allows. Any thread.
 */
final class SocketEnd {

    /** So much longer than linger the end may take before the caller of close goes on. */
    private static final long SLACK_NS = 5_000_000_000L;

    private final SocketCore socket;
    private final ContextCore context;
    private final SendSide sendSide;
    private final ReceiveSide receiveSide;
    private final SocketEndpoints endpoints;
    private final SocketTally tally;

    /** {@code null} until the end has begun. Set in one step: a thread that sees the end begun waits until then. */
    private final AtomicReference<@Nullable Long> deadline = new AtomicReference<>();

    private final AtomicBoolean accounted = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch endpointsEnded = new CountDownLatch(1);
    private volatile boolean quiet;
    private volatile boolean endsDespiteHandler;

    SocketEnd(
            SocketCore socket,
            ContextCore context,
            SendSide sendSide,
            ReceiveSide receiveSide,
            SocketEndpoints endpoints,
            SocketTally tally) {
        this.socket = socket;
        this.context = context;
        this.sendSide = sendSide;
        this.receiveSide = receiveSide;
        this.endpoints = endpoints;
        this.tally = tally;
    }

    /** {@return whether the socket is closed or closing} */
    boolean hasBegun() {
        return deadline.get() != null;
    }

    /** Closes the socket without waiting. It ends when no handler runs and every endpoint has ended. */
    void begin(long lingerNs) {
        long maxNs = lingerNs > NanoClock.FOREVER - SLACK_NS ? lingerNs : lingerNs + SLACK_NS;
        if (!deadline.compareAndSet(null, context.clock().deadline(maxNs))) {
            return;
        }
        sendSide.close();
        socket.onPeersChanged();
        receiveSide.close(() -> stopWhenQuiet(lingerNs));
    }

    private void stopWhenQuiet(long lingerNs) {
        try {
            stopEndpoints(lingerNs);
        } finally {
            quiet = true;
            endIfQuiet();
        }
    }

    /** What lost peers left goes to others for as long as linger allows; those stay until then. */
    private void stopEndpoints(long lingerNs) {
        sendSide.orphans().endAfter(lingerNs);
        endpoints.stopAll(lingerNs, context::internalError);
        if (lingerNs <= 0) {
            dropOrphans();
        }
    }

    private void dropOrphans() {
        tally.dropUnsent(String.valueOf(endpoints.last()), sendSide.orphans().drop(), SocketHost.CLOSED_BY_US);
    }

    /**
     * Ends lingering: what is still queued to send is dropped. The socket ends also when a handler has not returned.
     * What has arrived is then counted when it does, since the message it has is not dropped.
     */
    void dropQueued() {
        try {
            stopEndpoints(0);
        } finally {
            endsDespiteHandler = true;
            endIfQuiet();
        }
    }

    /** An endpoint has ended. */
    void onEnded(SocketEndpoint endpoint) {
        endpoints.ended(endpoint);
        endIfQuiet();
    }

    private void endIfQuiet() {
        if (!hasBegun() || !endpoints.isEmpty()) {
            return;
        }
        try {
            dropOrphans();
        } finally {
            endWithoutEndpoints();
        }
    }

    private void endWithoutEndpoints() {
        endpointsEnded.countDown();
        if (quiet && accounted.compareAndSet(false, true)) {
            try {
                socket.host().dropUnread(receiveSide.discardUnread());
            } finally {
                end();
            }
        } else if (endsDespiteHandler) {
            end();
        }
    }

    private void end() {
        ended.countDown();
        context.ended(socket);
    }

    /**
     * Lets a closed socket send what is queued also while a handler of its own runs, which may never return: it may be
     * what ends the JVM. The socket itself ends when the handler returns.
     */
    void stopDespiteHandler() {
        if (receiveSide.awaitsHandler()) {
            stopEndpoints(socket.lingerNs());
            endIfQuiet();
        }
    }

    /** {@return whether it has no endpoint any more: what was queued is sent, or dropped after linger} */
    boolean awaitEndpointsEnded(long maxNs) throws InterruptedException {
        return endpointsEnded.await(maxNs, TimeUnit.NANOSECONDS);
    }

    /** Waits for the end, until {@link #deadline} at most; an interrupt ends the wait and is kept. */
    void await() {
        BlockingCallGuard.enter("wait for a socket to end");
        try {
            ended.await(Math.max(0, context.clock().remaining(deadline())), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return when the socket must have ended, after {@link #begin}} */
    long deadline() {
        return Objects.requireNonNull(deadline.get(), "not begun");
    }
}
