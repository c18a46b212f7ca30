package io.zmqspring.core.benchmark.runner;

/** Prints on standard error how far a run is, so that standard output holds the tables only. */
final class Progress {

    private Progress() {}

    static void tell(String text) {
        System.err.println(text);
    }
}
