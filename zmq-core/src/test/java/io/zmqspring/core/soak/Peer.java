package io.zmqspring.core.soak;

import java.io.IOException;

/** One peer with a socket in every lane that it takes part in. One thread at a time. */
interface Peer {

    Kind kind();

    /** Starts it; done when its sockets are bound and connected. */
    void start() throws IOException;

    /** It sends no more. */
    void mute() throws IOException;

    /** Looks at its counters and closes it. */
    void finish() throws IOException;
}
