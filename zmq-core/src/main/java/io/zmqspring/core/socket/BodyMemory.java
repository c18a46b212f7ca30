package io.zmqspring.core.socket;

import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.ring.MemoryAccount;
import java.util.function.BooleanSupplier;

/**
 * The accounts of large frame bodies of one context. Each direction has its own: what waits to be sent is freed when a
 * peer reads it, and that peer may be a socket of this context, which needs memory to read.
 *
 * @param toSend of bodies to be sent, or queued between two sockets of this context
 * @param received of bodies that have arrived, also in part
 */
record BodyMemory(MemoryAccount toSend, MemoryAccount received) {

    /**
     * Creates the accounts.
     *
     * @param options of the context
     * @param lookLater has {@link MemoryAccount#lookAgain} of {@link #received} called after a while, or answers
     *     {@code false}; must neither block nor throw
     * @return the accounts, with nothing in use
     */
    static BodyMemory of(ContextOptions options, BooleanSupplier lookLater) {
        long each = options.maxBodyMemory() < 0 ? Runtime.getRuntime().maxMemory() >> 2 : options.maxBodyMemory();
        return new BodyMemory(new MemoryAccount(each), new MemoryAccount(each, () -> Long.MAX_VALUE, lookLater));
    }

    long used() {
        return toSend.used() + received.used();
    }

    long limit() {
        return toSend.limit() + received.limit();
    }
}
