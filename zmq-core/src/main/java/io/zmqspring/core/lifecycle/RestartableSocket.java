package io.zmqspring.core.lifecycle;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A socket with a name that can be stopped and started again. It also implements the interface of its type, such as
 * {@link io.zmqspring.core.PushSocket}. Any thread may call any method at any time.
 *
 * <p>{@link #start()} creates an engine socket, binds and connects its endpoints: those of the definition, and those
 * added since with {@link #bind} and {@link #connect}. {@link #stop()} closes that socket, waiting as its linger says;
 * the operating system then holds nothing of it. A port or path that was chosen freely is asked for again at the next
 * start; when another process has taken it, a new one is chosen, with a warning in the log.
 *
 * <p>Sending, receiving, binding, connecting and waiting for peers open a socket that was never started. Once stopped,
 * they throw {@link io.zmqspring.core.error.ZmqClosedException}. Subscriptions to topics hold for the open socket and
 * for each later one; they never open it. Questions, such as {@link #endpoints()} and
 * {@link #counters()}, never open it; counters continue over restarts. When the context is closed, the socket is
 * {@link SocketState#CLOSED}.
 */
public interface RestartableSocket extends ZmqSocket {

    /**
     * Creates one. It is not opened here.
     *
     * @param definition what it is made of
     * @param context gives the context that creates the engine sockets; called at each start
     * @return a socket that implements the interface of its type
     */
    static RestartableSocket of(SocketDefinition definition, Supplier<ZmqContext> context) {
        return TypedSockets.of(definition, context);
    }

    /**
     * Finds the class that {@link #of} creates for a type.
     *
     * @param type the type of the socket
     * @return the class, which implements the interface of the type
     */
    static Class<? extends RestartableSocket> classOf(SocketType type) {
        return TypedSockets.classOf(type);
    }

    /** {@return its name} */
    String name();

    /** {@return what it is made of} */
    SocketDefinition definition();

    /** {@return where it is in its life} */
    SocketState state();

    /** {@return why it could not be opened, when its state is {@link SocketState#FAILED}} */
    Optional<Throwable> failure();

    /** {@return the endpoints it should be listening on while it is open, resolved as far as known} */
    List<String> bindings();

    /**
     * Opens it, after a stop that is under way. When it is open, binds again what {@link #stopListening()} closed.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be used; a socket that was not
     *         open stays so
     * @throws io.zmqspring.core.error.ZmqClosedException when it or its context is closed, or when a frame handler of
     *     it calls while a stop waits for that handler
     * @throws io.zmqspring.core.error.ZmqInterruptedException when interrupted while a stop is under way; the flag is
     *     set again
     */
    void start();

    /**
     * Unbinds its endpoints and closes the connections accepted there, as {@link #unbind} does. What had arrived can
     * still be received; the next start binds them again. Does nothing while the socket is not open.
     */
    void stopListening();

    /**
     * Closes the engine socket until the next start, and waits as its linger says. Meanwhile it is
     * {@link SocketState#STOPPED} already, and no other call waits but {@link #start()} and a further stop or close.
     * Calling it again does nothing.
     */
    void stop();

    /**
     * Waits until it is open.
     *
     * @param timeout longest wait
     * @return whether it is
     * @throws io.zmqspring.core.error.ZmqClosedException when it or its context is closed
     * @throws io.zmqspring.core.error.ZmqInterruptedException when interrupted; the flag is set again
     */
    boolean awaitOpen(Duration timeout);

    /** Closes it for good. Calling it again does nothing. */
    @Override
    void close();
}
