package io.zmqspring.core.request;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.monitor.ResponderCounters;
import io.zmqspring.core.option.ResponderOptions;
import io.zmqspring.core.option.SocketOption;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pattern.Admission;
import io.zmqspring.core.pattern.Pattern;
import io.zmqspring.core.request.ReplyRouter.Departure;
import io.zmqspring.core.socket.ContextCore;
import io.zmqspring.core.socket.SocketCore;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Receives requests over one ROUTER socket, on a thread of its own, and brings the replies back. While as many requests
 * as allowed are open it receives nothing.
 *
 * <p>A request counts as open while it is in the table. A reply removes it, the application does when it gives it up,
 * and the thread does when the peer has departed; then there is room for another.
 */
public final class ResponderCore {

    private static final System.Logger LOGGER = System.getLogger(ResponderCore.class.getName());
    private static final int BATCH = 64;
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_CLOSE_NS = TimeUnit.SECONDS.toNanos(5);

    private final SocketCore socket;
    private final ResponderOptions options;
    private final BiConsumer<ResponderCore, OpenRequest> handler;
    private final @Nullable Executor executor;
    private final SlotTable<OpenRequest> table;
    private final RequestReader reader;
    private final RequestIntake intake;
    private final ReplyRouter router;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong open = new AtomicLong();
    private final LongAdder answered = new LongAdder();
    private final LongAdder undeliverable = new LongAdder();
    private final LongAdder departed = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile long requests;
    private volatile boolean full;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    /**
     * Creates a responder with a socket of its own.
     *
     * @param context of the socket
     * @param options its settings
     * @param factory creates empty requests
     * @param handler called with each request; it must not throw
     * @throws ZmqClosedException when the context is closed
     */
    public ResponderCore(
            ContextCore context,
            ResponderOptions options,
            Supplier<? extends OpenRequest> factory,
            BiConsumer<ResponderCore, OpenRequest> handler) {
        this.options = Objects.requireNonNull(options, "options");
        this.handler = handler;
        this.executor = options.executor();
        this.table = new SlotTable<>(options.maxOpenRequests());
        RequestIntake[] intakes = new RequestIntake[1];
        ReplyRouter[] routers = new ReplyRouter[1];
        this.socket = context.socket(SocketType.ROUTER, socketOptions(context), (named, complete, drops) -> {
            intakes[0] = RequestIntake.create(drops);
            routers[0] = new ReplyRouter(named, complete, drops, this::onDeparture);
            return Pattern.of(Admission.ANY, routers[0], intakes[0]);
        });
        this.intake = Objects.requireNonNull(intakes[0]);
        this.router = Objects.requireNonNull(routers[0]);
        this.reader = new RequestReader(this, intake, factory);
        start(context);
    }

    private SocketOptions socketOptions(ContextCore context) {
        SocketOptions given = options.socket();
        SocketOptions complete = given.orElse(context.options().defaultSocketOptions());
        if (complete.isSet(SocketOption.SEND_HWM)) {
            return given;
        }
        int most = Math.max(complete.sendHwm(), options.maxOpenRequests());
        return given.toBuilder().sendHwm(most).build();
    }

    private void start(ContextCore context) {
        boolean started = false;
        try {
            context.requestCalls().execute(this::run);
            started = true;
        } catch (RejectedExecutionException refused) {
            throw new ZmqClosedException(this + ": there is no thread for it: " + refused.getMessage());
        } finally {
            if (!started) {
                socket.close();
            }
        }
    }

    /** {@return its ROUTER socket, for endpoints and peers} */
    public SocketCore socket() {
        return socket;
    }

    /** {@return its settings} */
    public ResponderOptions options() {
        return options;
    }

    /** {@return whether it is closed} */
    public boolean isClosed() {
        return closed || socket.isClosed();
    }

    /** {@return what it has counted} */
    public ResponderCounters counters() {
        return new ResponderCounters(
                requests,
                open.get(),
                answered.sum(),
                undeliverable.sum(),
                departed.sum(),
                givenUp.sum(),
                failed.sum(),
                intake.malformed());
    }

    /** Counts a handler that threw. */
    public void countFailure() {
        failed.increment();
    }

    private void run() {
        thread = Thread.currentThread();
        try {
            while (!closed) {
                try {
                    turn();
                } catch (ZmqInterruptedException leftByTheHandler) {
                    Thread.interrupted();
                } catch (ZmqClosedException socketClosed) {
                    closed = true;
                } catch (RuntimeException | Error failure) {
                    LOGGER.log(System.Logger.Level.ERROR, this + ": receiving requests failed, trying again", failure);
                    LockSupport.parkNanos(this, PAUSE_NS);
                }
            }
        } finally {
            thread = null;
            ended.countDown();
        }
    }

    private void turn() {
        settleDepartures();
        int room = (int) Math.min(BATCH, options.maxOpenRequests() - open.get());
        if (room <= 0) {
            awaitRoom();
            return;
        }
        try {
            socket.poll(reader, room, LONG_NS);
        } finally {
            int received = reader.received().size();
            open.addAndGet(received);
            requests += received;
            for (OpenRequest request : reader.received()) {
                table.add(request);
            }
            for (OpenRequest request : reader.received()) {
                if (!closed) {
                    serve(request);
                }
            }
            reader.clear();
        }
    }

    private void awaitRoom() {
        full = true;
        if (open.get() >= options.maxOpenRequests() && !closed && !socket.isClosed() && !router.hasDepartures()) {
            // A context that closes the socket does not wake it.
            LockSupport.parkNanos(this, PAUSE_NS);
            Thread.interrupted();
        }
        full = false;
    }

    private void serve(OpenRequest request) {
        if (executor != null) {
            try {
                executor.execute(() -> handler.accept(this, request));
                return;
            } catch (RejectedExecutionException refused) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        this + ": the executor refuses; the responder's thread handles " + request,
                        refused);
            }
        }
        handler.accept(this, request);
    }

    private void settleDepartures() {
        for (Departure next = router.nextDeparture(); next != null; next = router.nextDeparture()) {
            for (int slot = 0; slot < table.capacity(); slot++) {
                OpenRequest request = table.get(slot);
                if (request != null && request.pipe() == next.pipe() && request.peer() == next.peer()) {
                    end(request, departed);
                }
            }
        }
    }

    private void onDeparture() {
        if (full) {
            LockSupport.unpark(thread);
        } else if (open.get() > 0) {
            socket.endWait();
        }
    }

    /** Sends the reply of a request, and counts it. */
    void reply(OpenRequest request) {
        socket.send(request, 0);
        if (request.wasDelivered()) {
            answered.increment();
        } else {
            undeliverable.increment();
        }
        end(request, null);
    }

    /** The application gives a request up. */
    void givenUp(OpenRequest request) {
        end(request, givenUp);
    }

    private void end(OpenRequest request, @Nullable LongAdder counter) {
        if (table.remove(request)) {
            if (counter != null) {
                counter.increment();
            }
            open.decrementAndGet();
            if (full) {
                LockSupport.unpark(thread);
            }
        }
    }

    /**
     * Closes the socket within its linger. Requests that are open can be replied to no more. Waits for the handler that
     * runs on the responder's thread, at most 5 s, unless it is called by it or the thread is interrupted.
     */
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        socket.close();
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            if (!ended.await(MAX_CLOSE_NS, TimeUnit.NANOSECONDS)) {
                LOGGER.log(System.Logger.Level.WARNING, this + ": the handler has not returned within 5 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows its socket. */
    @Override
    public String toString() {
        return "responder " + socket;
    }
}
