package io.zmqspring.core.socket;

import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.ring.MemoryAccount;

/**
 * The accounts of large frame bodies of one context. Each direction has its own: what waits to be sent is freed when a
 * peer reads it, and that peer may be a socket of this context, which needs memory to read.
 *
 * @param toSend of bodies to be sent, or queued between two sockets of this context
 * @param received of bodies that have arrived, also in part
 */
record BodyMemory(MemoryAccount toSend, MemoryAccount received) {

    static BodyMemory of(ContextOptions options) {
        long each = options.maxBodyMemory() < 0 ? Runtime.getRuntime().maxMemory() >> 2 : options.maxBodyMemory();
        return new BodyMemory(new MemoryAccount(each), new MemoryAccount(each));
    }

    long used() {
        return toSend.used() + received.used();
    }

    long limit() {
        return toSend.limit() + received.limit();
    }
}
