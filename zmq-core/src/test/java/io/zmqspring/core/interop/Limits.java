package io.zmqspring.core.interop;

import java.time.Duration;

/** How long to wait for what is bound to happen. */
final class Limits {

    /** For one thing. */
    static final Duration WAIT = Duration.ofSeconds(30);

    /** For one of many attempts. */
    static final Duration MOMENT = Duration.ofMillis(20);

    private Limits() {}
}
