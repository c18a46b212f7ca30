package io.zmqspring.core.session;

/** What an outlet tells its connection, on the loop. */
interface OutletListener {

    /** The channel takes no more: wanted is to hear when it does again. */
    void onBlocked();

    /** @param cause why nothing can be written any more */
    void onWriteFailed(Throwable cause);

    /** Everything that was queued is written: asked for by {@link Outlet#notifyWhenDrained}. */
    void onDrained();
}
