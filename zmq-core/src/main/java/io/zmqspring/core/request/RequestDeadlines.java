package io.zmqspring.core.request;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds the requests that are due, except those whose caller waits and looks itself. It knows a time before which none
 * is due, and looks through the table only then: about once in the time-out of a request, however many there are.
 */
final class RequestDeadlines {

    /** Handles requests that are due. */
    interface DueListener {

        /** The time of an attempt is over; {@link RequestFuture#due} is later afterwards. */
        void onAttemptDue(RequestFuture request);

        /** The deadline has come. */
        void onDeadline(RequestFuture request);
    }

    private final SlotTable<RequestFuture> table;
    private final AtomicLong next = new AtomicLong(Long.MAX_VALUE);

    RequestDeadlines(SlotTable<RequestFuture> table) {
        this.table = table;
    }

    /** {@return a time before which no request is due} */
    long next() {
        return next.get();
    }

    /**
     * Takes note of a request that is in the table, after a full fence.
     *
     * @param due when it is
     * @return whether it is due before all others
     */
    boolean lower(long due) {
        if (due >= next.get()) {
            return false;
        }
        next.accumulateAndGet(due, Math::min);
        return true;
    }

    /**
     * Looks for requests that are due. One thread at a time.
     *
     * @param now the time
     * @param listener called for each of them
     */
    void look(long now, DueListener listener) {
        if (now < next.get()) {
            return;
        }
        next.set(Long.MAX_VALUE);
        long first = Long.MAX_VALUE;
        for (int slot = 0; slot < table.capacity(); slot++) {
            RequestFuture request = table.get(slot);
            if (request == null || request.hasWaiter()) {
                continue;
            }
            if (now >= request.deadline()) {
                listener.onDeadline(request);
            } else {
                if (now >= request.due()) {
                    listener.onAttemptDue(request);
                }
                first = Math.min(first, request.due());
            }
        }
        lower(first);
    }
}
