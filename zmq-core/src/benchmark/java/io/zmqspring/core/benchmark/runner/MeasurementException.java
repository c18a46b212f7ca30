package io.zmqspring.core.benchmark.runner;

/** A measurement that gave no figure; its message says why. */
final class MeasurementException extends Exception {

    private static final long serialVersionUID = 1L;

    MeasurementException(String message) {
        super(message);
    }
}
