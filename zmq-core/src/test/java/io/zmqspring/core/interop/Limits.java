package io.zmqspring.core.interop;

import java.time.Duration;

/** How long to wait for what is bound to happen. */
final class Limits {

    /** For one thing. */
    static final Duration WAIT = Duration.ofSeconds(30);

    private Limits() {}
}
