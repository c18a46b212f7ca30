package io.zmqspring.listener;

import java.time.Duration;

/** What becomes of a message the listener could not handle, as a {@link ZmqContainerErrorHandler} decides. */
public final class FailureResolution {

    private enum Kind {
        GIVE_UP,
        RECOVERED,
        RETRY
    }

    private static final Duration MAX_DELAY = Duration.ofDays(365);
    private static final FailureResolution GIVE_UP = new FailureResolution(Kind.GIVE_UP, Duration.ZERO);
    private static final FailureResolution RECOVERED = new FailureResolution(Kind.RECOVERED, Duration.ZERO);

    private final Kind kind;
    private final Duration delay;

    private FailureResolution(Kind kind, Duration delay) {
        this.kind = kind;
        this.delay = delay;
    }

    /** {@return the message is lost, and counted as failed} */
    public static FailureResolution giveUp() {
        return GIVE_UP;
    }

    /** {@return the handler took care of the message, which is counted as handled} */
    public static FailureResolution recovered() {
        return RECOVERED;
    }

    /**
     * The listener gets the message again. A worker waits out the delay and takes no other message meanwhile, which
     * keeps their order; the message of a future that failed is handed over on a thread of its own. A container that
     * stops waits for it as long as its shutdown timeout, then gives it up.
     *
     * @param delay until then, from zero to 365 days
     * @return the resolution
     * @throws IllegalArgumentException when the delay is out of range
     */
    public static FailureResolution retryAfter(Duration delay) {
        if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException("delay=" + delay + " is out of range: allowed is 0 s to 365 days");
        }
        return new FailureResolution(Kind.RETRY, delay);
    }

    /** {@return whether the listener gets the message again} */
    public boolean isRetry() {
        return kind == Kind.RETRY;
    }

    /** {@return whether the handler took care of the message} */
    public boolean isRecovered() {
        return kind == Kind.RECOVERED;
    }

    /** {@return how long until the listener gets the message again; zero when it does not} */
    public Duration delay() {
        return delay;
    }

    /** Shows what it is. */
    @Override
    public String toString() {
        return kind == Kind.RETRY ? kind + " after " + delay : kind.toString();
    }
}
