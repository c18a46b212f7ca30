package io.zmqspring.core.loop;

import java.util.function.Consumer;

/**
 * Hands on what was thrown on a loop, and never throws itself: the loop goes on, also when there is no memory for the
 * report.
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
