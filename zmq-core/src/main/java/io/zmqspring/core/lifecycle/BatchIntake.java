package io.zmqspring.core.lifecycle;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several messages at a time: those that are there, and those that come within a time of the first. */
final class BatchIntake implements Intake {

    private static final int FIRST_CAPACITY = 128;

    private final Workers workers;
    private final MultipartReceiver receiver;
    private final int maxMessages;
    private final long timeoutNs;
    private final Consumer<List<ZmqMessage>> handler;

    BatchIntake(
            Workers workers,
            MultipartReceiver receiver,
            int maxMessages,
            Duration timeout,
            Consumer<List<ZmqMessage>> handler) {
        this.workers = workers;
        this.receiver = receiver;
        this.maxMessages = maxMessages;
        this.timeoutNs = NanoClock.nanos(timeout);
        this.handler = handler;
    }

    @Override
    public @Nullable Object receive(IdleWatch idle) {
        // Made before anything is taken: what is taken has a place, also when there is no memory for more.
        ArrayList<ZmqMessage> batch = newBatch();
        ZmqMessage first = receiver.tryReceiveMessage();
        if (first == null) {
            first = receiver.receiveMessage(idle.maxWait());
        }
        if (first == null) {
            return null;
        }
        batch.add(first);
        try {
            fill(batch);
        } catch (Throwable ended) {
            // Closed, interrupted, no memory: what was taken is handled first, and the next receive finds the same.
        }
        return batch;
    }

    private ArrayList<ZmqMessage> newBatch() {
        return new ArrayList<>(Math.min(maxMessages, FIRST_CAPACITY));
    }

    private void fill(ArrayList<ZmqMessage> batch) {
        long startNs = timeoutNs == 0 ? 0 : NanoClock.SYSTEM.nanoTime();
        while (batch.size() < maxMessages && workers.mode() == LoopMode.RECEIVE) {
            batch.ensureCapacity(batch.size() + 1);
            ZmqMessage next = receiver.tryReceiveMessage();
            if (next == null) {
                long leftNs = timeoutNs == 0 ? 0 : timeoutNs - (NanoClock.SYSTEM.nanoTime() - startNs);
                next = leftNs <= 0 ? null : receiver.receiveMessage(Duration.ofNanos(leftNs));
            }
            if (next == null) {
                return;
            }
            batch.add(next);
        }
    }

    @Override
    public @Nullable Object drain() {
        ArrayList<ZmqMessage> batch = newBatch();
        try {
            while (batch.size() < maxMessages && drainInto(batch)) {
                // One message at a time.
            }
        } catch (Throwable ended) {
            // As in receive. A REP socket has to reply before it receives the next.
            if (batch.isEmpty()) {
                throw ended;
            }
        }
        return batch.isEmpty() ? null : batch;
    }

    private boolean drainInto(ArrayList<ZmqMessage> batch) {
        batch.ensureCapacity(batch.size() + 1);
        if (!workers.takeDrainPermit()) {
            return false;
        }
        ZmqMessage next = null;
        try {
            next = receiver.tryReceiveMessage();
        } finally {
            if (next == null) {
                workers.returnDrainPermit();
            }
        }
        return next != null && batch.add(next);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void handle(Object received) {
        handler.accept((List<ZmqMessage>) received);
    }
}
