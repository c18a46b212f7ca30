package io.zmqspring.core.request;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.request.RequestDispatcher.Departure;
import io.zmqspring.core.socket.SocketCore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Receives replies in batches. For the thread that is the receiver ({@link WaitingCallers}), but for {@link #complete}.
 */
final class ReplyReceiver {

    private final SocketCore socket;
    private final ReplyReader reader;
    private final RequestDispatcher dispatcher;
    private final SlotTable<RequestFuture> table;
    private final InFlight inFlight;
    private final Completion completion;
    private final RequesterTally tally;
    private final RequestErrors errors;
    private final LongSupplier now;

    ReplyReceiver(
            SocketCore socket,
            ReplyReader reader,
            RequestDispatcher dispatcher,
            SlotTable<RequestFuture> table,
            InFlight inFlight,
            Completion completion,
            RequesterTally tally,
            RequestErrors errors,
            LongSupplier now) {
        this.socket = socket;
        this.reader = reader;
        this.dispatcher = dispatcher;
        this.table = table;
        this.inFlight = inFlight;
        this.completion = completion;
        this.tally = tally;
        this.errors = errors;
        this.now = now;
    }

    /**
     * Takes the replies that are there, or waits for one. Requests whose caller waits are completed, all others are
     * left in the batch: they are over, and to be completed.
     *
     * @param batch empty
     * @param maxNs longest wait
     * @return how many messages were received
     * @throws ZmqClosedException when the socket is closed
     * @throws io.zmqspring.core.error.ZmqInterruptedException when the thread is interrupted while it waits
     */
    int receive(ReplyBatch batch, long maxNs) {
        try {
            return socket.poll(reader.into(batch), ReplyBatch.CAPACITY, maxNs);
        } finally {
            int size = batch.size();
            if (size > 0) {
                inFlight.end(size);
                for (int i = 0; i < size; i++) {
                    if (batch.get(i).hasWaiter()) {
                        batch.get(i).finish();
                    }
                }
            }
        }
    }

    /**
     * Completes the requests that {@link #receive} left, and empties the batch. Any thread that has the batch.
     *
     * @param batch as it was left
     * @param mayRunApplication as {@link Completion#complete} takes it
     */
    void complete(ReplyBatch batch, boolean mayRunApplication) {
        try {
            for (int i = 0; i < batch.size(); i++) {
                if (!batch.get(i).hasWaiter()) {
                    completion.complete(batch.get(i), mayRunApplication);
                }
            }
        } finally {
            batch.clear();
        }
    }

    /**
     * Deals with the requests of peers that have departed, after the replies that had come of them.
     *
     * @param batch empty, and afterwards too
     * @throws ZmqClosedException when the socket is closed
     */
    void settleDepartures(ReplyBatch batch) {
        for (Departure next = dispatcher.nextDeparture(); next != null; next = dispatcher.nextDeparture()) {
            Departure departed = next;
            int received = 1;
            while (!departed.pipe().incoming().isEmpty() && received > 0) {
                received = receive(batch, 0);
                complete(batch, false);
            }
            List<RequestFuture> lost = new ArrayList<>();
            socket.ask(() -> {
                tally.failedOver.add(dispatcher.settle(departed, now.getAsLong(), lost));
                return true;
            });
            for (RequestFuture request : lost) {
                if (table.remove(request)) {
                    request.outcome(errors.departed(request, departed.pipe()));
                    tally.departed.increment();
                    inFlight.end(1);
                    completion.complete(request, false);
                }
            }
        }
    }
}
