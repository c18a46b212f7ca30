package io.zmqspring.core.soak;

/** Takes what an end of a lane finds out. Any thread. */
interface Sink {

    /** A message has come, whatever else is found out about it. */
    void seen(Lane lane, int stream, long number);

    /** The first message of a stream that this end received. */
    void first(Lane lane, int stream, long number);

    /**
     * Numbers are missing.
     *
     * @param last the number before them, or -1
     * @param number the one after them
     * @param lastSentNs when the one before was sent, by {@link System#nanoTime}
     */
    void gap(Lane lane, int stream, long last, long number, long lastSentNs);

    /** A number that was missing has come behind a later one. */
    void late(Lane lane, int stream, long number);

    /** A number has come that had come already. */
    void repeated(Lane lane, int stream, long number);

    /** A message that any peer might have got has come here. */
    void taken(Lane lane, int stream, long number);

    /** A message, reply or exception that cannot be. */
    void wrong(Lane lane, String what);

    /** There was no reply in time. */
    void timedOut(Lane lane, long sentNs);
}
