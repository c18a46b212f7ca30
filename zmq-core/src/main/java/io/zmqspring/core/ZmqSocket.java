package io.zmqspring.core;

import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.util.Optional;

/**
 * Methods of every socket beside sending and receiving: bind and connect, show its settings and counters, close. Any
 * thread may call any method at any time.
 */
public interface ZmqSocket extends ZmqConnectable {

    /** {@return its type} */
    SocketType type();

    /** {@return the settings it was made with, and the high-water marks it has now} */
    SocketOptions options();

    /**
     * Changes {@link SocketOptions#sendHwm()}, for the peers it has and for those to come. A sender that waits looks
     * again; what is queued stays, also beyond a lower mark. A restartable socket that is started again has the mark of
     * its definition.
     *
     * @param messages most of them queued for one peer, 0 for no limit
     * @throws IllegalArgumentException when it is negative
     */
    void sendHwm(int messages);

    /**
     * Changes {@link SocketOptions#receiveHwm()}, for the peers it has and for those to come; as {@link #sendHwm(int)}.
     *
     * @param messages of one peer waiting to be received at which its connection is no longer read, 0 for no limit
     * @throws IllegalArgumentException when it is negative
     */
    void receiveHwm(int messages);

    /** {@return the endpoint of the last successful bind or connect} */
    Optional<String> lastEndpoint();

    /** {@return what it has counted so far; also after it is closed} */
    SocketCounters counters();

    /**
     * Closes the socket. Every call that waits in another thread ends with
     * {@link io.zmqspring.core.error.ZmqClosedException}. Waits until what is queued has been handed to the operating
     * system, at most {@link SocketOptions#linger()}; messages still queued then are dropped and counted, with the
     * event {@link io.zmqspring.core.monitor.MonitorEvent.MessagesDropped}. An interrupt ends the wait early, with the
     * flag set again, and the sending goes on in the background for the rest of the time. Calling it again does
     * nothing.
     *
     * <p>A frame handler does not wait for its own socket, nor for a socket whose frame handler runs in another thread
     * and may wait for the first. Both end when their handlers have returned.
     */
    @Override
    void close();
}
