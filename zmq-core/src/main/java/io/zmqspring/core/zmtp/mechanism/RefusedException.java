package io.zmqspring.core.zmtp.mechanism;

import org.jspecify.annotations.Nullable;

/** One side does not want the other as its peer; neither broke the protocol. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String errorReason;
    private final boolean isFinal;

    /**
     * Refuses without an ERROR to the peer; an endpoint that connects tries again later.
     *
     * @param message says why
     */
    public RefusedException(String message) {
        this(message, null, false);
    }

    /**
     * Refuses.
     *
     * @param message says why, to this socket's owner
     * @param errorReason sent to the peer in ERROR (37/ZMTP, Error Handling), or {@code null} to send none
     * @param isFinal whether an endpoint that connects gives up, since the same credentials would be refused again
     */
    public RefusedException(String message, @Nullable String errorReason, boolean isFinal) {
        super(message, null, false, false);
        this.errorReason = errorReason;
        this.isFinal = isFinal;
    }

    /** {@return the reason for the peer's ERROR, or {@code null} when it is sent none} */
    public @Nullable String errorReason() {
        return errorReason;
    }

    /** {@return whether an endpoint that connects gives up} */
    public boolean isFinal() {
        return isFinal;
    }
}
