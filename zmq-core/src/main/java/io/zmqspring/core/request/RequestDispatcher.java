package io.zmqspring.core.request;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.pattern.LoadBalancer;
import io.zmqspring.core.pipe.EnvelopedMessage;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Shares requests out in turn among the connected peers that have room, each behind its number and an empty frame.
 * Requests that no peer has room for wait in their order. Requests that a departing peer had not been given go to
 * another. Under the send lock, where it does not say otherwise.
 */
final class RequestDispatcher extends LoadBalancer {

    /** So many connections may end in the middle of a request; then no other peer gets it. */
    private static final int MAX_CUTS = 2;

    private static final int ID_BYTES = 8;
    private static final int ID_OFFSET = 2;

    private final Object socket;
    private final SlotTable<RequestFuture> table;
    private final PeerListener listener;
    private final byte[] ahead = {FrameDescriptor.MORE, ID_BYTES, 0, 0, 0, 0, 0, 0, 0, 0, FrameDescriptor.MORE, 0};
    private final ByteBuffer aheadBuffer = ByteBuffer.wrap(ahead);
    private final EnvelopedMessage enveloped = new EnvelopedMessage();
    private final Set<Pipe> attached = new HashSet<>();
    private final ArrayDeque<RequestFuture> waiting = new ArrayDeque<>();
    private final Queue<Departure> departures = new ConcurrentLinkedQueue<>();
    private final int most;
    private @Nullable RequestFuture current;
    private boolean closed;
    private volatile boolean hasWaiting;
    private long sent;

    /** Listens to what peers do; it must not wait. */
    interface PeerListener {

        /** A peer may have room for what waits. Any thread. */
        void onRoom();

        /** A peer has departed. Any thread. */
        void onDeparture();

        /**
         * A request that waited cannot be sent. Called under the send lock.
         *
         * @param request still in flight
         * @param reason for its caller
         */
        void onRefused(RequestFuture request, Throwable reason);
    }

    /**
     * A peer that has departed.
     *
     * @param pipe to it
     * @param handedOver messages it may have got of those ever queued for it; the rest it never gets
     * @param queued messages ever queued for it until then
     * @param cut whether it may have got a part of the first message that it never gets whole
     */
    record Departure(Pipe pipe, long handedOver, long queued, boolean cut) {}

    /**
     * Creates the rule of one requester.
     *
     * @param socket named in errors
     * @param probes whether each peer gets an empty message first
     * @param table of the requests
     * @param most requests in flight
     * @param listener called when peers get room, depart, or cannot be sent a request
     */
    RequestDispatcher(Object socket, boolean probes, SlotTable<RequestFuture> table, int most, PeerListener listener) {
        super(false, probes);
        this.socket = socket;
        this.table = table;
        this.most = most;
        this.listener = listener;
    }

    /**
     * The rule. It always takes the request.
     *
     * @throws ZmqClosedException after {@link #close}
     */
    @Override
    protected MessageWriter choose(Object content, boolean mayGrow) {
        if (closed) {
            throw new ZmqClosedException(socket + ": the requester is closed");
        }
        RequestFuture request = (RequestFuture) content;
        table.add(request);
        if (waiting.isEmpty()) {
            Pipe pipe = dispatch(request);
            if (pipe != null) {
                return pipe.requireWriter();
            }
        }
        if (request.content() != null) {
            await(request);
            if (hasArrivals()) {
                flush();
            }
        }
        return NOBODY;
    }

    /** {@return the peer that got it, or {@code null} when none has room or it is over} */
    private @Nullable Pipe dispatch(RequestFuture request) {
        Object content = request.content();
        if (content == null) {
            return null;
        }
        Pipe before = request.askedBefore();
        if (before != null) {
            passOver(before);
        }
        aheadBuffer.putLong(ID_OFFSET, request.number());
        current = request;
        boolean wasSent = request.wasSent();
        Pipe pipe = null;
        try {
            pipe = writeToNext(enveloped.behind(ahead, ahead.length, content), true);
        } finally {
            current = null;
            enveloped.clear();
            if (pipe == null) {
                request.unwritten(wasSent);
            }
        }
        if (pipe != null) {
            sent++;
        }
        return pipe;
    }

    @Override
    protected boolean write(Pipe pipe, Object content, boolean mayGrow) {
        if (!pipe.isConnected()) {
            return false;
        }
        Objects.requireNonNull(current).writtenTo(pipe, pipe.requireWriter().messages());
        return super.write(pipe, content, mayGrow);
    }

    private void await(RequestFuture request) {
        if (waiting.size() >= 2 * most) {
            waiting.removeIf(each -> each.content() == null);
        }
        waiting.add(request);
        hasWaiting = true;
    }

    /** Gives the requests that wait to the peers that have room. */
    void flush() {
        Pipe last = null;
        do {
            RequestFuture request = waiting.peek();
            while (request != null) {
                Pipe pipe = null;
                try {
                    pipe = dispatch(request);
                } catch (RuntimeException | Error cannotBeSent) {
                    listener.onRefused(request, cannotBeSent);
                }
                if (pipe == null && request.content() != null) {
                    break;
                }
                waiting.poll();
                if (pipe != null && pipe != last) {
                    wakeLater(pipe.requireWriter());
                    last = pipe;
                }
                request = waiting.peek();
            }
            // Before the look at arrivals: a thread that brings one looks at it afterwards.
            hasWaiting = !waiting.isEmpty();
        } while (hasWaiting && hasArrivals());
    }

    /** {@return whether requests wait for a peer; any thread} */
    boolean hasWaiting() {
        return hasWaiting;
    }

    /** {@return how many requests wait for a peer} */
    int waiting() {
        int count = 0;
        for (RequestFuture request : waiting) {
            count += request.content() == null ? 0 : 1;
        }
        return count;
    }

    /** {@return how many messages were given to peers} */
    long sent() {
        return sent;
    }

    /** A pipe got room, or takes part. Any thread, without the lock. */
    @Override
    public void activate(Pipe pipe) {
        super.activate(pipe);
        if (hasWaiting) {
            listener.onRoom();
        }
    }

    @Override
    public boolean attached(Pipe pipe) {
        attached.add(pipe);
        return super.attached(pipe);
    }

    @Override
    protected void removed(Pipe pipe) {
        attached.remove(pipe);
        super.removed(pipe);
    }

    @Override
    public @Nullable String connected(Pipe pipe) {
        if (attached.contains(pipe)) {
            activate(pipe);
        }
        return super.connected(pipe);
    }

    /**
     * Nobody writes from the queue towards the peer any more, so the requests in it are taken back, unless a socket of
     * this process may still receive them.
     */
    @Override
    public void disconnected(Pipe pipe) {
        if (!attached.contains(pipe)) {
            return;
        }
        long queued = pipe.requireWriter().messages();
        long handedOver = queued;
        if (!pipe.isReadByPeer()) {
            handedOver = pipe.handedOver();
            MessageReader left = new MessageReader(pipe.outgoing());
            while (left.hasMessage()) {
                left.discard();
            }
            pipe.outgoing().producer().wakeAfterRelease();
        }
        departures.add(new Departure(pipe, handedOver, queued, !isInProcess(pipe)));
        listener.onDeparture();
    }

    private static boolean isInProcess(Pipe pipe) {
        return Objects.requireNonNull(pipe.peer()).isInProcess();
    }

    /** {@return a peer that has departed and whose requests were not looked at yet, or {@code null}; any thread} */
    @Nullable Departure nextDeparture() {
        return departures.poll();
    }

    /**
     * Deals with the requests of a peer that has departed: those it never got, and those that may be sent again, go to
     * others; the rest is lost. All that has come of the peer must have been looked at.
     *
     * @param departed the peer
     * @param now the time
     * @param lost gets requests that are not over, but will get no reply
     * @return how many are sent again although the peer may have got them
     */
    int settle(Departure departed, long now, List<RequestFuture> lost) {
        int failedOver = 0;
        for (int slot = 0; slot < table.capacity(); slot++) {
            RequestFuture request = table.get(slot);
            if (request == null || request.asked() != departed.pipe || request.message() >= departed.queued) {
                continue;
            }
            boolean cut = departed.cut && request.message() == departed.handedOver;
            if (request.message() >= departed.handedOver) {
                if (request.takenBack(cut) > MAX_CUTS) {
                    lost.add(request);
                } else {
                    request.waitOn(now);
                    await(request);
                }
            } else if (request.beginAttempt(now)) {
                failedOver++;
                await(request);
            } else {
                lost.add(request);
            }
        }
        flush();
        return failedOver;
    }

    /**
     * Sends a request again that has got no reply, if it may.
     *
     * @param request in flight
     * @param now the time
     * @return whether it is sent again; not when it may not be, or has not been sent yet
     */
    boolean repeat(RequestFuture request, long now) {
        if (request.asked() == null || !request.beginAttempt(now)) {
            request.waitOn(now);
            return false;
        }
        await(request);
        flush();
        return true;
    }

    /** From now on no request is taken. */
    void close() {
        closed = true;
        waiting.clear();
        hasWaiting = false;
    }
}
