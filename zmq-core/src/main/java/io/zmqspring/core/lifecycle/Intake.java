package io.zmqspring.core.lifecycle;

import org.jspecify.annotations.Nullable;

/** What a {@link LoopWorker} takes from the socket at a time, and hands to the handler. Shared by the workers. */
interface Intake {

    /**
     * Receives while the workers are to receive.
     *
     * @param idle says how long to wait for the first message
     * @return what to give to {@link #handle}, or {@code null} when nothing came
     */
    @Nullable Object receive(IdleWatch idle);

    /**
     * Takes what is there without waiting, at most what the workers may still drain.
     *
     * @return what to give to {@link #handle}, or {@code null} when nothing is left
     */
    @Nullable Object drain();

    /** Calls the handler. */
    void handle(Object received);
}
