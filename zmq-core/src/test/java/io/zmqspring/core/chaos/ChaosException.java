package io.zmqspring.core.chaos;

/** Thrown on purpose by frame handlers and monitor listeners. */
final class ChaosException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ChaosException() {
        super("thrown on purpose", null, false, false);
    }
}
