package io.zmqspring.core.request;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One request of a requester, and its reply. The thread that removes it from the {@link SlotTable} ends it. When the
 * application completes it, the request is given up. Times are nanoseconds since the requester was created.
 */
final class RequestFuture extends CompletableFuture<ZmqMessage> implements Numbered {

    private static final long NEVER = Long.MAX_VALUE;

    private final RequesterCore requester;

    /** Keeps what it refers to reachable as long as the request is in flight. */
    @SuppressWarnings("unused")
    private final Object owner;

    private final RequestOptions options;
    private final long deadline;
    private final long attemptNs;

    /** Thread that waits for the reply and for nothing else, or {@code null}. */
    private final @Nullable Thread waiter;

    private long number;
    private @Nullable Object content;
    private long due;
    private @Nullable Object outcome;

    // Guarded by the send lock.
    private int attemptsLeft;
    private int cuts;
    private boolean repeated;
    private @Nullable Pipe asked;
    private @Nullable Pipe askedBefore;
    private long message;
    private volatile boolean sent;

    /**
     * Creates a request.
     *
     * @param requester that sends it
     * @param owner must not become garbage while the request is in flight
     * @param content a {@code byte[]} or {@link ZmqMessage}
     * @param options how long it waits
     * @param now of the call
     * @param waiter thread that waits for the reply and for nothing else, or {@code null}
     */
    RequestFuture(
            RequesterCore requester,
            Object owner,
            Object content,
            RequestOptions options,
            long now,
            @Nullable Thread waiter) {
        this.requester = requester;
        this.owner = owner;
        this.content = content;
        this.options = options;
        long timeoutNs = NanoClock.nanos(options.timeout());
        this.deadline = after(now, timeoutNs);
        this.attemptsLeft = options.attempts() - 1;
        this.attemptNs = attemptsLeft == 0
                ? NEVER
                : options.attemptTimeout() == null
                        ? Math.max(1, timeoutNs / options.attempts())
                        : NanoClock.nanos(options.attemptTimeout());
        this.due = Math.min(deadline, after(now, attemptNs));
        this.waiter = waiter;
    }

    private static long after(long now, long ns) {
        long then = now + ns;
        return then < 0 ? NEVER : then;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void number(long given) {
        number = given;
    }

    /** {@return when it must be over} */
    long deadline() {
        return deadline;
    }

    /** {@return when something must be done: the deadline, or the end of an attempt} */
    long due() {
        return due;
    }

    /** {@return the thread that waits for the reply and looks for the time-out itself, or {@code null}} */
    @Nullable Thread waiter() {
        return waiter;
    }

    /** {@return whether a thread waits for the reply and looks for the time-out itself} */
    boolean hasWaiter() {
        return waiter != null;
    }

    /** {@return what to send, or {@code null} when the request is over} */
    @Nullable Object content() {
        return content;
    }

    /** {@return whether it was given to a peer} */
    boolean wasSent() {
        return sent;
    }

    /** {@return the peer that has the request, or {@code null} when it is not sent; under the send lock} */
    @Nullable Pipe asked() {
        return asked;
    }

    /** {@return the peer that had the last attempt, or {@code null}; under the send lock} */
    @Nullable Pipe askedBefore() {
        return askedBefore;
    }

    /** {@return whether a peer may reply to it} */
    boolean mayBeAnsweredBy(Pipe pipe) {
        return repeated || asked == pipe;
    }

    /** {@return its number among the messages of the queue towards its peer, from 0; under the send lock} */
    long message() {
        return message;
    }

    /** It is about to be written, unless {@link #unwritten} follows. Under the send lock. */
    void writtenTo(Pipe pipe, long messageNumber) {
        asked = pipe;
        message = messageNumber;
        sent = true;
    }

    /** No peer had room. Under the send lock. */
    void unwritten(boolean wasSentBefore) {
        asked = null;
        sent = wasSentBefore;
    }

    /**
     * The peer departed before it got the request whole. Under the send lock.
     *
     * @param cut whether a part may have been written
     * @return how often that has happened with a part written
     */
    int takenBack(boolean cut) {
        askedBefore = asked;
        asked = null;
        sent = repeated;
        return cut ? ++cuts : cuts;
    }

    /**
     * Begins another attempt, if there may be one. Under the send lock.
     *
     * @param now the time
     * @return whether there may
     */
    boolean beginAttempt(long now) {
        if (attemptsLeft == 0) {
            return false;
        }
        attemptsLeft--;
        repeated = true;
        askedBefore = asked;
        asked = null;
        waitOn(now);
        return true;
    }

    /** The time of the attempt begins again. Under the send lock. */
    void waitOn(long now) {
        due = attemptsLeft == 0 ? deadline : Math.min(deadline, after(now, attemptNs));
    }

    /** {@return longest time until its reply} */
    Duration timeout() {
        return options.timeout();
    }

    /** {@return how often it may be sent} */
    int attempts() {
        return options.attempts();
    }

    /** Sets how it ends; by the thread that has removed it from the table. */
    void outcome(Object replyOrFailure) {
        outcome = replyOrFailure;
        content = null;
    }

    /** Completes it with its outcome, and wakes its waiter. */
    void finish() {
        if (outcome instanceof ZmqMessage reply) {
            super.complete(reply);
        } else {
            super.completeExceptionally((Throwable) outcome);
        }
        if (waiter != null) {
            LockSupport.unpark(waiter);
        }
    }

    /**
     * Gives the outcome to the waiter, after {@link #finish}.
     *
     * @return the reply
     * @throws RuntimeException what has gone wrong, with the stack of the waiter
     */
    ZmqMessage result() {
        if (outcome instanceof ZmqMessage reply) {
            return reply;
        }
        if (outcome instanceof Error error) {
            throw error;
        }
        RuntimeException failure = (RuntimeException) Objects.requireNonNull(outcome);
        failure.fillInStackTrace();
        throw failure;
    }

    @Override
    public boolean complete(ZmqMessage value) {
        return giveUpIf(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return giveUpIf(super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return giveUpIf(super.cancel(mayInterruptIfRunning));
    }

    private boolean giveUpIf(boolean completed) {
        if (completed) {
            requester.giveUp(this);
        }
        return completed;
    }
}
