package io.zmqspring.core.socket;

/** A socket of the application's, over a {@link SocketCore}. */
public interface HasSocketCore {

    /**
     * Gives the socket behind this one, as it is now.
     *
     * @return the socket
     * @throws io.zmqspring.core.error.ZmqClosedException when it is closed and there is none
     */
    SocketCore core();
}
