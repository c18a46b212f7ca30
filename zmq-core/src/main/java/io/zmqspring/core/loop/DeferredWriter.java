package io.zmqspring.core.loop;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A writer whose bytes come faster than single writes are worth; the loop collects and writes them. */
public abstract class DeferredWriter {

    /** The element below in the {@link WriteRequests}. */
    @Nullable DeferredWriter next;

    /** Whether the loop's owner looks at it. */
    boolean lookedAt;

    private boolean foundBytes;

    private final AtomicBoolean requested = new AtomicBoolean();

    /** Creates it. */
    protected DeferredWriter() {}

    /**
     * Called by the loop's owner, again and again some ten microseconds apart, until it returns {@code false}.
     *
     * @param last whether the owner is about to sleep, so that nothing may be left for a later look
     * @return whether it wants another look
     */
    protected abstract boolean look(boolean last);

    /** From {@link #look}: it found bytes that only the loop writes, so that the next look is not to come later. */
    protected final void foundBytes() {
        foundBytes = true;
    }

    /** {@return whether its last look called {@link #foundBytes}} The loop's owner. */
    boolean takeFoundBytes() {
        boolean found = foundBytes;
        foundBytes = false;
        return found;
    }

    /** {@return whether it was not requested yet} */
    boolean request() {
        return !requested.get() && requested.compareAndSet(false, true);
    }

    void requestTaken() {
        requested.set(false);
    }
}
