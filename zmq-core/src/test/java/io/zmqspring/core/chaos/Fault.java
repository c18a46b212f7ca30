package io.zmqspring.core.chaos;

import java.util.Locale;

/** The kinds of faults; {@code --without} and {@code --only} take the names in lower case with hyphens. */
enum Fault {
    FLOOD("messages as fast as they are taken"),
    PINGS("PING commands as fast as they are taken"),
    GARBAGE("random bytes in place of the greeting, or after the handshake"),
    HALF_FRAME("half a frame, then silence, then the end"),
    HUGE_LENGTH("a length of up to 2^63 announced"),
    UNFINISHED("a multipart message that never ends"),
    MEMORY("many connections, each with most of a large message"),
    HALF_CLOSE("some messages, then the end of the output only"),
    RESET("some messages, then RST"),
    SILENT("a connection that says nothing"),
    FLAPPING("connections that come and go at once"),
    TRICKLE("single bytes"),
    DEAF("a peer that never reads"),
    KILL("SIGKILL for a process"),
    STOP("SIGSTOP and later SIGCONT for a process"),
    SLOW_NAMES("host names that take seconds to resolve, many of them in vain"),
    INTERRUPT("interrupts of waiting threads"),
    HANDLER_THROWS("frame handlers that throw"),
    MONITOR_THROWS("monitor listeners that throw"),
    REBIND("unbind and bind while messages flow"),
    RECONNECT("disconnect and connect while messages flow"),
    EARLY_CLOSE("the receiving socket closed while messages flow"),
    SHORT_LINGER("the sending socket closed with little or no linger"),
    CLOSE_IN_HANDLER("a socket closed by its own frame handler"),
    CONTEXT_IN_HANDLER("a context closed by a frame handler"),
    INTERRUPTED_CLOSE("a close on an interrupted thread"),
    SLOW_RECEIVER("a receiver that pauses");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /** {@return what it is, in words} */
    String text() {
        return text;
    }

    /** {@return its name on the command line} */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds a kind.
     *
     * @param option its name on the command line
     * @return the kind
     */
    static Fault ofOption(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
