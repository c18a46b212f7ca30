package io.zmqspring.core.connection;

import io.zmqspring.core.pipe.CommandHandler;

/** Connection of a reader; called on its loop. */
interface TrafficListener extends CommandHandler {

    /** Bytes came. */
    void onRead();

    /** @param paused whether nothing is read from now on, since the queue is full; or reading goes on */
    void onPaused(boolean paused);

    /** The peer ended the stream. */
    void onEndOfStream();

    /** An unfinished message has outgrown rings of the queue, and nothing in them is left to be received. */
    void onRingsOutgrown();

    /** What was read in this turn is worked through. */
    void onTurnEnd();

    /** @param reason why nothing more can be taken of this peer */
    void giveUp(String reason);

    /**
     * Runs a step on the loop now; what it throws closes the connection.
     *
     * @param step of the reader
     */
    void run(ConnectionStep step);
}
