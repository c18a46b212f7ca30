package io.zmqspring.core.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The {@link DeferredWriter}s that have bytes to write, polled by the loop's owner. {@link #add} and
 * {@link #hasRequests} are for any thread, the rest for the owner.
 */
final class DeferredWriters {

    private static final long FIRST_LOOK_NS = 50_000;
    private static final long MAX_LOOK_NS = 800_000;

    /** Most requests taken in one turn: senders may ask faster than the owner takes, and must not keep it here. */
    private static final int MAX_REQUESTS = 1024;

    private final TurnLimit limit;
    private final Consumer<Throwable> onError;
    private final WriteRequests requests = new WriteRequests();
    private final List<DeferredWriter> looked = new ArrayList<>();
    private long lookNs = FIRST_LOOK_NS;

    DeferredWriters(TurnLimit limit, Consumer<Throwable> onError) {
        this.limit = limit;
        this.onError = onError;
    }

    /** @param writer looked at until it is at rest */
    void add(DeferredWriter writer) {
        requests.add(writer);
    }

    /** {@return whether a writer has asked to be polled} */
    boolean hasRequests() {
        return !requests.isEmpty();
    }

    /** {@return whether a writer wants another look} */
    boolean isLooking() {
        return !looked.isEmpty();
    }

    /**
     * {@return how long until the next look, in nanoseconds; longer each time, until a writer asks to be looked after
     * or has found bytes to write}
     */
    long untilNextLookNs() {
        long next = lookNs;
        lookNs = Math.min(next << 1, MAX_LOOK_NS);
        return next;
    }

    /**
     * Looks at each once, in turn.
     *
     * @param last whether the owner is about to sleep
     * @return whether some want another look
     */
    boolean look(boolean last) {
        takeRequests();
        for (int i = looked.size() - 1, first = i; i >= 0 && (i == first || !limit.isOver()); i--) {
            DeferredWriter writer = looked.get(i);
            boolean again = false;
            try {
                again = writer.look(last);
            } catch (RuntimeException | Error e) {
                onError.accept(e);
            }
            if (writer.takeFoundBytes()) {
                lookNs = FIRST_LOOK_NS;
            }
            if (!again) {
                looked.remove(i);
                writer.lookedAt = false;
            }
        }
        return !looked.isEmpty();
    }

    private void takeRequests() {
        for (int i = 0; i < MAX_REQUESTS; i++) {
            DeferredWriter request = requests.take();
            if (request == null) {
                return;
            }
            if (!request.lookedAt) {
                include(request);
            }
            lookNs = FIRST_LOOK_NS;
        }
    }

    private void include(DeferredWriter request) {
        try {
            looked.add(request);
            request.lookedAt = true;
        } finally {
            if (!request.lookedAt) {
                // Without memory for the list the writer asks again: nothing else would poll it.
                requests.add(request);
            }
        }
    }
}
