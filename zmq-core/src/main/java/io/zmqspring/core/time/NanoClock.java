package io.zmqspring.core.time;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Monotonic time in nanoseconds from an arbitrary origin. Any thread may ask. */
@FunctionalInterface
public interface NanoClock {

    /** The clock of the operating system. */
    NanoClock SYSTEM = System::nanoTime;

    /** A wait without an end, in nanoseconds. */
    long FOREVER = Long.MAX_VALUE;

    /** {@return now} */
    long nanoTime();

    /**
     * Returns when a wait that begins now must end.
     *
     * @param timeoutNs its length, or {@link #FOREVER}
     * @return its end on this clock; compare with {@link #remaining}
     */
    default long deadline(long timeoutNs) {
        return nanoTime() + Math.min(timeoutNs, FOREVER >> 1);
    }

    /**
     * Returns how long until a deadline.
     *
     * @param deadline of {@link #deadline}
     * @return nanoseconds, zero or negative when it is past
     */
    default long remaining(long deadline) {
        return deadline - nanoTime();
    }

    /**
     * Converts a timeout, {@code null} being without an end.
     *
     * @param timeout zero or more
     * @return nanoseconds, at most {@link #FOREVER}
     */
    static long nanos(@Nullable Duration timeout) {
        if (timeout == null) {
            return FOREVER;
        }
        try {
            return timeout.toNanos();
        } catch (ArithmeticException tooLong) {
            return FOREVER;
        }
    }
}
