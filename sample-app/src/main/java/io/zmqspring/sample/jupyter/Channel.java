package io.zmqspring.sample.jupyter;

/** The sockets of a kernel that carry signed messages, by their names in {@code application-jupyter.yml}. */
enum Channel {

    /** Requests and replies: code to run, one after the other. */
    SHELL("kernel-shell"),

    /** As shell, but answered while code runs: interrupt, shut down. */
    CONTROL("kernel-control"),

    /** Published by the kernel: what the code prints, results, errors. */
    IOPUB("kernel-iopub"),

    /** Requests of the kernel: a line that the code wants typed. */
    STDIN("kernel-stdin");

    private final String socket;

    Channel(String socket) {
        this.socket = socket;
    }

    String socket() {
        return socket;
    }
}
