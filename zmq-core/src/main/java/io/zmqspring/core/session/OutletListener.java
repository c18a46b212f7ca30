package io.zmqspring.core.session;

import java.io.IOException;

/** What an outlet tells its connection, on the loop. */
interface OutletListener {

    /** The channel takes no more: wanted is to hear when it does again. */
    void onBlocked();

    /** @param cause the connection is broken */
    void onWriteFailed(IOException cause);
}
