package io.zmqspring.core.chaos;

/** Thrown by frame handlers on purpose. */
final class HandlerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    HandlerException() {
        super("thrown by a frame handler", null, false, false);
    }
}
