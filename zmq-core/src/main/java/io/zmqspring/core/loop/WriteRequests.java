package io.zmqspring.core.loop;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The writers that asked a loop to poll them, each once: a stack linked through its elements, so that a request leaves
 * no garbage.
 */
final class WriteRequests {

    private final AtomicReference<@Nullable DeferredWriter> top = new AtomicReference<>();

    /** Adds something, unless it is there already. Any thread. */
    void add(DeferredWriter writer) {
        if (!writer.request()) {
            return;
        }
        DeferredWriter below;
        do {
            below = top.get();
            writer.next = below;
        } while (!top.compareAndSet(below, writer));
    }

    /** {@return whether nothing is there; any thread} */
    boolean isEmpty() {
        return top.get() == null;
    }

    /** {@return one that may be requested again from now on, or {@code null}; the loop's owner} */
    @Nullable DeferredWriter take() {
        DeferredWriter first;
        do {
            first = top.get();
            if (first == null) {
                return null;
            }
        } while (!top.compareAndSet(first, first.next));
        first.next = null;
        first.requestTaken();
        return first;
    }
}
