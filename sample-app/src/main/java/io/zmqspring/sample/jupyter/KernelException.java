package io.zmqspring.sample.jupyter;

import java.io.Serial;

/** A kernel cannot do what was asked for; the message says why, and what to do. */
final class KernelException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    KernelException(String reason) {
        super(reason);
    }
}
