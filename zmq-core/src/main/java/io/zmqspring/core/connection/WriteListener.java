package io.zmqspring.core.connection;

/**
 * Owner of a {@link ConnectionWriter}; notified on the loop when the channel takes no more, when writing has failed and
 * when everything queued is written.
 */
interface WriteListener {

    /** The channel takes no more bytes; {@link ConnectionWriter#onWritable} is to be called when it does again. */
    void onBlocked();

    /** @param cause why nothing can be written any more */
    void onWriteFailed(Throwable cause);

    /** Everything that was queued is written; called once after {@link ConnectionWriter#notifyWhenDrained}. */
    void onDrained();
}
