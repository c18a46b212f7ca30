package io.zmqspring.core.request;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.loop.BlockingCallGuard;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pattern.Admission;
import io.zmqspring.core.pattern.Pattern;
import io.zmqspring.core.socket.ContextCore;
import io.zmqspring.core.socket.SocketCore;
import io.zmqspring.core.time.NanoClock;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over one DEALER socket and completes them with their replies. Any thread.
 *
 * <p>A caller that waits for its reply becomes the {@link ReplyReceiver} when there is none, and receives for all until
 * its own reply is there; otherwise the {@link RequesterWorker} is the receiver while anything is in flight. A caller
 * never runs what the application has added to the futures of others.
 */
public final class RequesterCore {

    private static final long MAX_CLOSE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long SHORT_NS = 50_000;

    private final SocketCore socket;
    private final RequesterOptions options;
    private final NanoClock clock;
    private final long origin;
    private final InFlight inFlight;
    private final SlotTable<RequestFuture> table;
    private final RequestDeadlines deadlines;
    private final RequestDispatcher dispatcher;
    private final ReplyReader reader;
    private final ReplyReceiver receiver;
    private final WaitingCallers callers = new WaitingCallers();
    private final RequesterWorker worker;
    private final Completion completion;
    private final RequesterTally tally = new RequesterTally();
    private final RequestErrors errors;
    private final AtomicReference<@Nullable ReplyBatch> spare = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch failedAll = new CountDownLatch(1);

    /**
     * Creates a requester with a socket of its own.
     *
     * @param context of the socket
     * @param options its settings
     * @throws ZmqClosedException when the context is closed
     */
    public RequesterCore(ContextCore context, RequesterOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        this.clock = context.clock();
        this.origin = clock.nanoTime();
        this.inFlight = new InFlight(options.maxInFlight());
        this.table = new SlotTable<>(options.maxInFlight());
        this.deadlines = new RequestDeadlines(table);
        this.worker = new RequesterWorker(context.requestCalls(), new Work());
        this.completion = new Completion(options.executor(), worker, callers);
        ReplyQueue replies = new ReplyQueue();
        this.reader = new ReplyReader(table, replies);
        RequestDispatcher[] made = new RequestDispatcher[1];
        this.socket = context.socket(SocketType.DEALER, options.socket(), (named, complete, drops) -> {
            RequestDispatcher requests =
                    new RequestDispatcher(named, complete.probeRouter(), table, options.maxInFlight(), new Peers());
            made[0] = requests;
            return Pattern.of(Admission.ANY, requests, replies);
        });
        this.dispatcher = Objects.requireNonNull(made[0]);
        this.errors = new RequestErrors(socket, options);
        this.receiver =
                new ReplyReceiver(socket, reader, dispatcher, table, inFlight, completion, tally, errors, this::now);
    }

    /** {@return its DEALER socket, for endpoints and peers} */
    public SocketCore socket() {
        return socket;
    }

    /** {@return its settings} */
    public RequesterOptions options() {
        return options;
    }

    /** {@return whether it is closed} */
    public boolean isClosed() {
        return closed.get() || socket.isClosed();
    }

    /** {@return what it has counted} */
    public RequesterCounters counters() {
        int[] waiting = new int[1];
        if (!isClosed()) {
            ask(() -> {
                waiting[0] = dispatcher.waiting();
                return true;
            });
        }
        return tally.counters(inFlight, waiting[0], dispatcher.sent(), reader);
    }

    /**
     * Sends a request.
     *
     * @param content a {@code byte[]} or {@link ZmqMessage}, not changed until the future is complete
     * @param request its settings
     * @param owner must not become garbage while the request is in flight
     * @return completed with the reply, or with what has gone wrong
     * @throws IllegalArgumentException when no queue can ever hold the message
     */
    public CompletableFuture<ZmqMessage> send(Object content, RequestOptions request, Object owner) {
        RequestFuture future = new RequestFuture(this, owner, content, request, now(), null);
        try {
            begin(future);
        } catch (ZmqException failure) {
            future.outcome(failure);
            future.finish();
        }
        return future;
    }

    /**
     * Sends a request and waits for the reply.
     *
     * @param content a {@code byte[]} or {@link ZmqMessage}, not changed until this returns
     * @param request its settings
     * @param owner must not become garbage while the request is in flight
     * @return the reply
     * @throws ZmqException what has gone wrong
     * @throws IllegalArgumentException when no queue can ever hold the message
     */
    public ZmqMessage call(Object content, RequestOptions request, Object owner) {
        BlockingCallGuard.enter("wait for a reply");
        RequestFuture future = new RequestFuture(this, owner, content, request, now(), Thread.currentThread());
        begin(future);
        boolean over = false;
        boolean receives = false;
        boolean waits = false;
        try {
            while (!future.isDone()) {
                long now = now();
                if (now >= future.due()) {
                    onDue(future, now);
                } else if (Thread.currentThread().isInterrupted()) {
                    throw errors.interrupted();
                } else if (receives || callers.tryReceive()) {
                    receives = true;
                    receiveFor(future, future.due() - now);
                } else if (waits) {
                    LockSupport.parkNanos(this, future.due() - now);
                } else {
                    waits = true;
                    callers.add(future);
                }
            }
            over = true;
        } finally {
            if (!over) {
                giveUp(future);
            }
            if (receives) {
                leaveReceiving();
            }
            if (waits) {
                callers.remove(future);
            }
        }
        return future.result();
    }

    private void leaveReceiving() {
        callers.leave();
        callers.letOneReceive();
        if (!worker.isAbsent() || inFlight.count() > 0) {
            worker.tryWake();
        }
    }

    private void receiveFor(RequestFuture future, long maxNs) {
        ReplyBatch taken = spare.getAndSet(null);
        ReplyBatch batch = taken == null ? new ReplyBatch() : taken;
        try {
            receiver.settleDepartures(batch);
            if (!future.isDone()) {
                receiver.receive(batch, maxNs);
            }
        } catch (ZmqClosedException socketClosed) {
            onSocketClosed();
            if (table.remove(future)) {
                end(future, errors.closed(), tally.failed);
                future.finish();
            }
        } catch (ZmqInterruptedException interrupted) {
            // The flag is set again, and the caller looks at it.
            assert Thread.currentThread().isInterrupted();
        } finally {
            receiver.complete(batch, false);
            spare.set(batch);
        }
    }

    private void onDue(RequestFuture request, long now) {
        if (now < request.deadline()) {
            repeat(request, now);
        } else if (table.remove(request)) {
            end(request, errors.timedOut(request), tally.timedOut);
            request.finish();
        } else {
            // Another thread has ended it just now, and is about to complete it.
            LockSupport.parkNanos(this, SHORT_NS);
        }
    }

    private void begin(RequestFuture request) {
        if (closed.get()) {
            throw errors.closed();
        }
        if (!inFlight.tryBegin()) {
            awaitRoom(request);
        }
        boolean begun = false;
        try {
            socket.send(request, 0);
            begun = true;
        } finally {
            if (!begun && (table.remove(request) || request.content() != null)) {
                end(request, this, tally.failed);
            }
        }
        // A thread that looks for time-outs, or ends, sees the request, or is seen here.
        VarHandle.fullFence();
        if (request.hasWaiter()) {
            if (worker.isAbsent() && inFlight.count() > 1) {
                worker.tryWake();
            }
        } else if (deadlines.lower(request.due()) || worker.isAbsent()) {
            wakeFor(request);
        }
    }

    private void wakeFor(RequestFuture request) {
        try {
            worker.wake();
        } catch (RejectedExecutionException noThread) {
            if (table.remove(request)) {
                end(request, this, tally.failed);
                throw closed.get() || socket.isClosed() ? errors.closed() : errors.noThread(noThread);
            }
        }
    }

    private void awaitRoom(RequestFuture request) {
        boolean mayWait = options.whenFull() == RequesterOptions.WhenFull.WAIT && !worker.isCurrent();
        if (mayWait) {
            BlockingCallGuard.enter("wait for another request to be over");
            try {
                if (inFlight.begin(request.deadline() - now())) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw errors.interrupted();
            }
        }
        if (closed.get()) {
            throw errors.closed();
        }
        tally.refused.increment();
        throw errors.refused(mayWait);
    }

    private void repeat(RequestFuture request, long now) {
        if (ask(() -> dispatcher.repeat(request, now))) {
            tally.retried.increment();
        }
    }

    private boolean ask(BooleanSupplier question) {
        try {
            return socket.ask(question);
        } catch (ZmqClosedException socketClosed) {
            onSocketClosed();
            return false;
        }
    }

    /** A request that the caller has removed from the table is over. */
    private void end(RequestFuture request, Object outcome, LongAdder counter) {
        request.outcome(outcome);
        counter.increment();
        inFlight.end(1);
    }

    /** The application has completed the request, or waits no more. */
    void giveUp(RequestFuture request) {
        if (table.remove(request)) {
            end(request, this, tally.cancelled);
        }
    }

    /** {@return nanoseconds since it was made} */
    private long now() {
        return clock.nanoTime() - origin;
    }

    /** {@return its worker} */
    RequesterWorker worker() {
        return worker;
    }

    /**
     * Fails what is in flight, and closes the socket within its linger. Waits for both, unless it is called by the
     * worker or the thread is interrupted.
     */
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            socket.close();
            return;
        }
        ask(() -> {
            dispatcher.close();
            return true;
        });
        failLater();
        socket.close();
        if (worker.isCurrent()) {
            failAll();
            return;
        }
        try {
            if (!failedAll.await(MAX_CLOSE_NS, TimeUnit.NANOSECONDS)) {
                failAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onSocketClosed() {
        if (closed.compareAndSet(false, true)) {
            failLater();
        }
    }

    private void failLater() {
        inFlight.close();
        if (inFlight.count() == 0 && completion.isEmpty()) {
            failedAll.countDown();
            return;
        }
        try {
            worker.wake();
        } catch (RejectedExecutionException noThread) {
            failAll();
        }
    }

    private void failAll() {
        for (int slot = 0; slot < table.capacity(); slot++) {
            RequestFuture request = table.get(slot);
            if (request != null && table.remove(request)) {
                end(request, errors.closed(), tally.failed);
                completion.complete(request, true);
            }
        }
        completion.completeHandedOver();
        failedAll.countDown();
    }

    /** Shows its socket. */
    @Override
    public String toString() {
        return errors.toString();
    }

    /** Reacts to its peers. Called on threads that must not wait. */
    private final class Peers implements RequestDispatcher.PeerListener {

        @Override
        public void onRoom() {
            worker.tryWake();
        }

        @Override
        public void onDeparture() {
            if (inFlight.count() > 0) {
                worker.tryWake();
                socket.endWait();
            }
        }

        @Override
        public void onRefused(RequestFuture request, Throwable reason) {
            if (table.remove(request)) {
                end(request, reason, tally.failed);
                completion.completeLater(request);
            }
        }
    }

    /** Work of the worker. */
    private final class Work implements RequesterWorker.Work, RequestDeadlines.DueListener {

        private final ReplyBatch batch = new ReplyBatch();

        @Override
        public void turn() {
            completion.completeHandedOver();
            if (closed.get()) {
                failAll();
                if (inFlight.count() > 0) {
                    LockSupport.parkNanos(this, SHORT_NS);
                }
                return;
            }
            if (dispatcher.hasWaiting()) {
                ask(() -> {
                    dispatcher.flush();
                    return true;
                });
            }
            deadlines.look(now(), this);
            if (inFlight.count() == 0) {
                return;
            }
            long maxNs = Math.max(0, deadlines.next() - now());
            if (callers.tryReceive()) {
                receive(maxNs);
            } else if (!worker.isWanted()) {
                LockSupport.parkNanos(this, maxNs);
            }
        }

        private void receive(long maxNs) {
            try {
                receiver.settleDepartures(batch);
                receiver.receive(batch, worker.isWanted() ? 0 : maxNs);
            } catch (ZmqClosedException socketClosed) {
                onSocketClosed();
            } catch (ZmqInterruptedException notForUs) {
                Thread.interrupted();
            } finally {
                callers.leave();
                receiver.complete(batch, true);
            }
        }

        @Override
        public void onAttemptDue(RequestFuture request) {
            repeat(request, now());
        }

        @Override
        public void onDeadline(RequestFuture request) {
            if (table.remove(request)) {
                end(request, errors.timedOut(request), tally.timedOut);
                completion.complete(request, true);
            }
        }

        @Override
        public boolean isNeeded() {
            return inFlight.count() > 0 || !completion.isEmpty();
        }

        @Override
        public void endWait() {
            if (callers.isReceiver(worker.thread())) {
                socket.endWait();
            }
        }
    }
}
