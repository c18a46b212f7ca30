package io.zmqspring.core.connection;

/** What a connection writer tells its connection, on the loop. */
interface WriteListener {

    /** The channel takes no more: wanted is to hear when it does again. */
    void onBlocked();

    /** @param cause why nothing can be written any more */
    void onWriteFailed(Throwable cause);

    /** Everything that was queued is written: asked for by {@link ConnectionWriter#notifyWhenDrained}. */
    void onDrained();
}
