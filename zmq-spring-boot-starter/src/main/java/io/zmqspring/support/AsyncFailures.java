package io.zmqspring.support;

import java.util.concurrent.CompletionException;

/** Failures of stages and futures. */
public final class AsyncFailures {

    private AsyncFailures() {}

    /**
     * Finds why a stage failed: a stage that depends on the failed one wraps its exception.
     *
     * @param failure as a stage hands it to its callbacks
     * @return the cause of a {@link CompletionException} that has one, else the failure itself
     */
    public static Throwable causeOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause != null ? cause : failure;
    }
}
