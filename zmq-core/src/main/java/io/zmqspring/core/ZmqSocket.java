package io.zmqspring.core;

import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What every socket can do: take and lose endpoints, tell about itself, close. Any thread may call any method at any
 * time.
 *
 * <p>Endpoints: {@code tcp://host:port} ({@code tcp://*:*} and port 0 bind a free port; IPv6 as {@code
 * tcp://[::1]:5555}), {@code ipc:///path} ({@code ipc://*} binds a new path; it can be bound again), {@code
 * inproc://name} within one context, bind and connect in any order.
 */
public interface ZmqSocket extends AutoCloseable {

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

    /**
     * Listens on an endpoint. Done when the call returns.
     *
     * @param endpoint where
     * @return the endpoint with its real port or path; the one {@link #unbind} wants
     * @throws io.zmqspring.core.error.ZmqEndpointException when it is malformed, unknown, or already in use
     * @throws io.zmqspring.core.error.ZmqClosedException when the socket is closed
     */
    String bind(String endpoint);

    /**
     * Connects to an endpoint, and connects again whenever the connection is lost. Returns at once. A peer that is not
     * there yet is no error: the socket tries again, resolves the host name at each attempt, and publishes a monitor
     * event for every failure. A second call with the same endpoint makes a second connection.
     *
     * @param endpoint where
     * @return the endpoint, in the form {@link #disconnect} wants
     * @throws io.zmqspring.core.error.ZmqEndpointException when it is malformed or unknown
     * @throws io.zmqspring.core.error.ZmqClosedException when the socket is closed
     */
    String connect(String endpoint);

    /**
     * Stops listening and closes the connections accepted there (an inproc connection stays). What had arrived can
     * still be received.
     *
     * @param endpoint as {@link #bind} returned it
     * @throws io.zmqspring.core.error.ZmqEndpointException when it is not bound here
     */
    void unbind(String endpoint);

    /**
     * Ends a connection made with {@link #connect}. What is queued for it is still sent, for as long as
     * {@link SocketOptions#linger()} says; what had arrived can still be received. When several
     * connections go to the same endpoint, the oldest of them ends.
     *
     * @param endpoint as {@link #connect} returned it
     * @throws io.zmqspring.core.error.ZmqEndpointException when it is not connected here
     */
    void disconnect(String endpoint);

    /** {@return the endpoint of the last successful bind or connect} */
    Optional<String> lastEndpoint();

    /** {@return how each endpoint stands} */
    List<EndpointStatus> endpoints();

    /** {@return the peers whose handshake is complete} */
    List<PeerStatus> peers();

    /**
     * Waits until so many peers are connected, that is, have completed their handshake.
     *
     * @param count how many, at least
     * @param timeout longest wait
     * @return whether they are
     * @throws io.zmqspring.core.error.ZmqInterruptedException when interrupted; the flag is set again
     * @throws io.zmqspring.core.error.ZmqClosedException when the socket is closed
     */
    boolean awaitPeers(int count, Duration timeout);

    /** {@return what it has counted so far; also after it is closed} */
    SocketCounters counters();

    /**
     * Adds a listener for this socket's events, from now on.
     *
     * @param listener called on the context's event thread
     * @throws NullPointerException when it is {@code null}
     */
    void addMonitorListener(MonitorListener listener);

    /**
     * Removes a listener.
     *
     * @param listener one added before; otherwise nothing happens
     */
    void removeMonitorListener(MonitorListener listener);

    /** {@return whether {@link #close} was called} */
    boolean isClosed();

    /**
     * Closes the socket. Every call that waits in another thread ends with
     * {@link io.zmqspring.core.error.ZmqClosedException}. Waits until what is queued has been handed to the operating
     * system, at most {@link SocketOptions#linger()}; what is left then is dropped, counted and told as a {@link
     * io.zmqspring.core.monitor.MonitorEvent.MessagesDropped}. An interrupt ends the wait early, with the flag set
     * again, and the sending goes on in the background for the rest of the time. Calling it again does nothing.
     *
     * <p>A frame handler does not wait for its own socket, nor for one whose frame handler runs in another thread: that
     * one may wait for the first. Both end when their handlers have returned.
     */
    @Override
    void close();
}
