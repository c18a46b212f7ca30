package io.zmqspring.template;

import io.zmqspring.core.error.ZmqInterruptedException;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryOperations;

/** Sends again what found no room, as often and as long after each attempt as the application says. */
final class SendRetries {

    private SendRetries() {}

    /**
     * Calls a send, again after a failure that is to be retried.
     *
     * @throws ZmqInterruptedException when the thread is interrupted between two attempts
     */
    static void send(RetryOperations retries, String socketName, Runnable send) {
        try {
            retries.execute(() -> {
                send.run();
                return Boolean.TRUE;
            });
        } catch (RetryException exhausted) {
            throw failure(exhausted, socketName);
        }
    }

    private static RuntimeException failure(RetryException exhausted, String socketName) {
        if (Thread.currentThread().isInterrupted()) {
            ZmqInterruptedException interrupted = new ZmqInterruptedException(
                    "interrupted while socket '" + socketName + "' waited to send a message again");
            interrupted.initCause(exhausted);
            return interrupted;
        }
        Throwable last = exhausted.getCause();
        if (last instanceof Error error) {
            throw error;
        }
        return last instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("socket '" + socketName + "': " + exhausted.getMessage(), exhausted);
    }
}
