package io.zmqspring.core.soak;

/** What is done to peers and connections. */
enum FaultKind {
    KILL("SIGKILL for a process, and another in its place 0 to 4 s later"),
    STOP("SIGSTOP for a process, and SIGCONT 0.1 to 8 s later"),
    RESET("RST for a connection, or for all of a peer"),
    HALF_CLOSE("the end of one direction of a connection, or of all of a peer"),
    BLACK_HOLE("nothing comes through a connection, or through any of a peer, for 0.5 to 6 s, then RST"),
    CLOSE("a peer's socket in the same process closed, and another in its place 0 to 2 s later"),
    ABORT("nothing we did: an assertion of libzmq failed and ended its process, and another took its place");

    private final String text;

    FaultKind(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
