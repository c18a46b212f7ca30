package io.zmqspring.core.lifecycle;

/** Order to the workers of a {@link ReceiveLoop}. A loop that drains or ends never receives again. */
enum LoopMode {

    /** Receive and handle. */
    RECEIVE,
    /** Wait for another mode. */
    PAUSE,
    /** Handle what had arrived when the stop began, then end. */
    DRAIN,
    /** End after the message in hand. */
    END
}
