package io.zmqspring.core.connection;

import io.zmqspring.core.option.SocketOptions;
import java.util.function.DoubleSupplier;

/**
 * Delays between attempts to connect: doubling from the first to the longest, each with a random share of up to its
 * half on top, so that many clients of one server do not come back together. The first delay is used again after a
 * handshake has succeeded, not before: a server that accepts a connection and then drops it is no success.
 */
final class ReconnectBackoff {

    private final long firstNs;
    private final long maxNs;
    private final DoubleSupplier random;
    private long nextNs;

    ReconnectBackoff(SocketOptions options, DoubleSupplier random) {
        this.firstNs = options.reconnectInterval().toNanos();
        this.maxNs = Math.max(firstNs, options.reconnectIntervalMax().toNanos());
        this.random = random;
        this.nextNs = firstNs;
    }

    /** {@return whether there is any further attempt} */
    boolean isEnabled() {
        return firstNs > 0;
    }

    /** {@return nanoseconds until the next attempt} */
    long next() {
        long delay = nextNs;
        nextNs = Math.min(maxNs, nextNs << 1);
        return delay + (long) (random.getAsDouble() * delay / 2);
    }

    void reset() {
        nextNs = firstNs;
    }
}
