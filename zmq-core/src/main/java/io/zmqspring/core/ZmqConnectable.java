package io.zmqspring.core;

import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.PeerStatus;
import java.time.Duration;
import java.util.List;

/**
 * Methods of everything that binds and connects: a {@link ZmqSocket}, or a {@link ZmqRequester} or {@link ZmqResponder}
 * with a socket of its own. Any thread may call any method at any time.
 *
 * <p>Endpoints: {@code tcp://host:port} ({@code tcp://*:*} and port 0 bind a free port; IPv6 as {@code
 * tcp://[::1]:5555}), {@code ipc:///path} ({@code ipc://*} binds a new path; it can be bound again), {@code
 * inproc://name} within one context, bind and connect in any order.
 */
public interface ZmqConnectable extends AutoCloseable {

    /**
     * Listens on an endpoint. Done when the call returns.
     *
     * @param endpoint where
     * @return the endpoint with its real port or path, as {@link #unbind} takes it
     * @throws io.zmqspring.core.error.ZmqEndpointException when it is malformed, unknown, or already in use
     * @throws io.zmqspring.core.error.ZmqClosedException when this is closed
     */
    String bind(String endpoint);

    /**
     * Connects to an endpoint, and connects again whenever the connection is lost. Returns at once. A peer that is not
     * there yet is no error: this tries again, resolves the host name at each attempt, and publishes a monitor
     * event for every failure. A second call with the same endpoint makes a second connection.
     *
     * @param endpoint where
     * @return the endpoint, in the form that {@link #disconnect} takes
     * @throws io.zmqspring.core.error.ZmqEndpointException when it is malformed or unknown
     * @throws io.zmqspring.core.error.ZmqClosedException when this is closed
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
     * Ends a connection made with {@link #connect}. What is queued for it is still sent, for as long as {@link
     * io.zmqspring.core.option.SocketOptions#linger()} says; what had arrived can still be received. When several
     * connections go to the same endpoint, the oldest of them ends.
     *
     * @param endpoint as {@link #connect} returned it
     * @throws io.zmqspring.core.error.ZmqEndpointException when it is not connected here
     */
    void disconnect(String endpoint);

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
     * @throws io.zmqspring.core.error.ZmqClosedException when this is closed
     */
    boolean awaitPeers(int count, Duration timeout);

    /**
     * Adds a listener for the events of its socket, from now on.
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

    /** Closes it, and its socket with it, within the socket's linger. Calling it again does nothing. */
    @Override
    void close();
}
