package io.zmqspring.core;

import io.zmqspring.core.monitor.ResponderCounters;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.ResponderOptions;

/**
 * Replies to requests of {@link ZmqRequester}, REQ and DEALER sockets, with any number of requests open (28/REQREP). A
 * {@link RequestHandler} is called with each; its reply may come later, from any thread, in any order. Any thread may
 * call any method at any time.
 *
 * <p>On the wire a request is an envelope, all frames up to the first empty one, and the frames of the message; the
 * reply begins with the same envelope. A message without the empty frame is dropped and counted, and a monitor event
 * says so. A reply goes back over the connection that brought the request, and over no other: when the peer has
 * departed it is dropped and counted, also when the peer is there again.
 *
 * <p>It has one thread of its own until it is closed, which receives, and calls the handler unless {@link
 * ResponderOptions#executor()} does.
 */
public interface ZmqResponder extends ZmqConnectable {

    /** {@return the settings it was made with} */
    ResponderOptions options();

    /** {@return what it has counted so far; also after it is closed} */
    ResponderCounters counters();

    /** {@return what its socket has counted so far; also after it is closed} */
    SocketCounters socketCounters();

    /** {@return whether {@link #close} was called, or its context is closed} */
    @Override
    boolean isClosed();

    /**
     * Closes the socket: replies that are queued are still sent, at most for {@link
     * io.zmqspring.core.option.SocketOptions#linger()}, and requests that are open can be replied to no more. It waits
     * for that, and at most 5 s for a handler that runs on the responder's thread, unless it is called by that handler.
     * An interrupt ends the wait, with the flag set again. Calling it again does nothing.
     */
    @Override
    void close();
}
