package io.zmqspring.listener;

/**
 * What a listener container does when its socket cannot be opened, for example because its port is in use. With another
 * policy than {@link #FAIL} the socket opens when the listener starts, and not with the application context.
 */
public enum StartupFailurePolicy {

    /** The start fails, and with it that of the application context. The default. */
    FAIL,
    /** The application goes on without the listener, whose container has failed; a later start tries again. */
    CONTINUE,
    /** As {@link #CONTINUE}, and the container tries again by itself. */
    RETRY
}
