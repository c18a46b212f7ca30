package io.zmqspring.integration.inbound;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.log.LogAccessor;
import org.springframework.scheduling.TaskScheduler;

/**
 * The open requests of one run of a gateway in the order of their deadlines; all runs share the room. One task of the
 * scheduler at a time watches the first deadline; it waits for nothing that a time-out sets off. Any thread.
 */
final class OpenRequests {

    private static final LogAccessor LOGGER = new LogAccessor(OpenRequests.class);

    private final Semaphore room;
    private final long timeoutNs;
    private final Supplier<TaskScheduler> scheduler;
    private final Consumer<OpenRequest> onTimeout;
    private final Executor late;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable OpenRequest first;
    private @Nullable OpenRequest last;
    private int size;
    private boolean watched;

    /**
     * Creates an empty set.
     *
     * @param room a permit for each request that may be open, of all runs
     * @param timeoutMs from the request, or its failure, to the time-out; negative for none
     * @param scheduler runs the watch; asked for when there is something to watch
     * @param onTimeout called with each request that was open too long
     * @param late runs these calls
     */
    OpenRequests(
            Semaphore room,
            long timeoutMs,
            Supplier<TaskScheduler> scheduler,
            Consumer<OpenRequest> onTimeout,
            Executor late) {
        this.room = room;
        this.timeoutNs = timeoutMs < 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        this.scheduler = scheduler;
        this.onTimeout = onTimeout;
        this.late = late;
    }

    /** Adds a request, and waits for room before. */
    void add(OpenRequest request) throws InterruptedException {
        room.acquire();
        boolean watch;
        lock.lock();
        try {
            append(request);
            size++;
            watch = beginWatch();
        } finally {
            lock.unlock();
        }
        if (watch) {
            watch(timeoutNs);
        }
    }

    /** Removes one that was added and not removed. */
    void remove(OpenRequest request) {
        lock.lock();
        try {
            unlink(request);
            size--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        room.release();
    }

    /** Gives a request the whole time again. */
    void renew(OpenRequest request) {
        lock.lock();
        try {
            if (!request.isOver()) {
                unlink(request);
                append(request);
            }
        } finally {
            lock.unlock();
        }
    }

    List<OpenRequest> all() {
        lock.lock();
        try {
            List<OpenRequest> all = new ArrayList<>();
            for (OpenRequest each = first; each != null; each = each.next) {
                all.add(each);
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until none is open, or the time is over, or the thread is interrupted; then its flag is set again. */
    void awaitNone(long waitNs) {
        long leftNs = waitNs;
        lock.lock();
        try {
            while (size > 0 && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void append(OpenRequest request) {
        request.reported = false;
        request.deadlineNs = timeoutNs < 0 ? 0 : System.nanoTime() + timeoutNs;
        request.previous = last;
        request.next = null;
        if (last == null) {
            first = request;
        } else {
            last.next = request;
        }
        last = request;
    }

    private void unlink(OpenRequest request) {
        OpenRequest before = request.previous;
        OpenRequest after = request.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        request.previous = null;
        request.next = null;
    }

    private boolean beginWatch() {
        if (timeoutNs < 0 || watched) {
            return false;
        }
        watched = true;
        return true;
    }

    private void watch(long delayNs) {
        Duration delay = Duration.ofNanos(Math.max(delayNs, TimeUnit.MILLISECONDS.toNanos(1)));
        try {
            scheduler.get().schedule(this::look, Instant.now().plus(delay));
        } catch (RuntimeException refused) {
            // As of a scheduler that is shut down before this endpoint: the request is served all the same.
            LOGGER.debug(refused, "no time-outs of requests until the next one");
            lock.lock();
            try {
                watched = false;
            } finally {
                lock.unlock();
            }
        }
    }

    private void report(OpenRequest request) {
        try {
            onTimeout.accept(request);
        } catch (RuntimeException failure) {
            LOGGER.error(failure, "the time-out of a request could not be reported");
        }
    }

    /** Watches the next deadline, and lets the requests be reported whose deadline has passed. */
    private void look() {
        List<OpenRequest> passed = new ArrayList<>();
        long nextNs = -1;
        lock.lock();
        try {
            long nowNs = System.nanoTime();
            OpenRequest each = first;
            while (each != null && each.deadlineNs - nowNs <= 0) {
                if (!each.reported) {
                    each.reported = true;
                    passed.add(each);
                }
                each = each.next;
            }
            if (each != null) {
                nextNs = each.deadlineNs - nowNs;
            } else if (first == null) {
                watched = false;
            } else {
                nextNs = timeoutNs;
            }
        } finally {
            lock.unlock();
        }
        if (nextNs >= 0) {
            watch(nextNs);
        }
        passed.forEach(request -> late.execute(() -> report(request)));
    }
}
