package io.zmqspring.listener;

/** What the workers of a container are to do. */
enum WorkerMode {

    /** Receive and deliver. */
    RECEIVE,
    /** Wait for another mode. */
    PAUSE,
    /** Deliver what had arrived when the stop began, then end. */
    DRAIN,
    /** End after the message in hand. */
    END
}
