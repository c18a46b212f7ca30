package io.zmqspring.core.benchmark.engine;

import java.util.Arrays;
import java.util.Locale;

/** Which sockets talk to each other; the C programs know the same names. */
public enum Pattern {

    /** PAIR and PAIR: round trips. */
    PAIR,

    /** PUSH to PULL; of round trips, a pipeline each way. */
    PUSH_PULL,

    /** REQ asks REP: round trips. */
    REQ_REP,

    /** DEALER to ROUTER; of round trips, a DEALER that asks and a ROUTER that answers. */
    DEALER_ROUTER,

    /** ROUTER to DEALER: one way only. The ROUTER gives its peer a routing id, and waits for room. */
    ROUTER_DEALER,

    /** PUB to SUB, which subscribes to everything: one way only. The PUB waits for room. */
    PUB_SUB,

    /** DEALER to DEALER through a proxy, whose ROUTER puts an id ahead that the receiver leaves out: one way only. */
    DEALER_DEALER;

    /**
     * Looks a pattern up.
     *
     * @param name in lower case with hyphens
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Pattern named(String name) {
        return Arrays.stream(values())
                .filter(pattern -> pattern.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown pattern: " + name + "; known="
                        + Arrays.stream(values()).map(Pattern::label).toList()));
    }

    /** The name, as it stands on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A complaint of an engine that does not know this pattern, or not this way. */
    UnsupportedOperationException unsupported(String why) {
        return new UnsupportedOperationException(why + ": pattern=" + label());
    }
}
