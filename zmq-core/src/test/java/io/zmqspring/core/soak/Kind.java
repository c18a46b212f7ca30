package io.zmqspring.core.soak;

/** The peers there are: one of each kind at a time. */
enum Kind {
    JVM_TCP("this engine in a process of its own, tcp through a relay", true),
    JVM_IPC("this engine in a process of its own, ipc", false),
    LIBZMQ_TCP("libzmq in a Python process, tcp through a relay", true),
    LIBZMQ_IPC("libzmq in a Python process, ipc", false),
    INPROC("sockets of the same context, inproc", false);

    private final String text;
    private final boolean relayed;

    Kind(String text, boolean relayed) {
        this.text = text;
        this.relayed = relayed;
    }

    String text() {
        return text;
    }

    boolean isRelayed() {
        return relayed;
    }

    boolean isLibzmq() {
        return this == LIBZMQ_TCP || this == LIBZMQ_IPC;
    }

    boolean isProcess() {
        return this != INPROC;
    }

    /** {@return whether it has a socket in a lane} */
    boolean takesPartIn(Lane lane) {
        return !isLibzmq() || !lane.isDraft();
    }
}
