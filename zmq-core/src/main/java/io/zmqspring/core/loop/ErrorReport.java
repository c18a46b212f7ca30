package io.zmqspring.core.loop;

import java.util.function.Consumer;

/**
 * Tells somebody what was thrown on a loop, and never throws itself: the loop goes on, also when there is no memory to
 * tell it.
 */
record ErrorReport(Consumer<Throwable> told) implements Consumer<Throwable> {

    @Override
    public void accept(Throwable thrown) {
        try {
            told.accept(thrown);
        } catch (RuntimeException | Error again) {
            if (again != thrown) {
                thrown.addSuppressed(again);
            }
        }
    }
}
