package io.zmqspring.sample.jupyter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The process of a kernel. Any thread may call any method. */
interface KernelProcess {

    /** {@return where its sockets are, as seen from here} */
    ConnectionInfo connection();

    /** Sends it the signal SIGINT, which interrupts code that runs and nothing else. */
    void interrupt();

    /**
     * Waits until it has ended.
     *
     * @return whether it has
     */
    boolean awaitEnd(Duration timeout) throws InterruptedException;

    /** Ends it at once, if it has not ended. */
    void kill();

    /** {@return completed with the way in which it has ended, as text, where that can be seen} */
    CompletableFuture<String> ended();
}
