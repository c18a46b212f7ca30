package io.zmqspring.core.connection;

import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Transport;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What connectors and listeners need of their socket, beside what their connections need. All methods are for loop
 * threads and do not wait.
 */
public interface EndpointHost extends ConnectionHost, SocketEvents {

    @Override
    default SocketEvents events() {
        return this;
    }

    /**
     * {@return why {@link #attach} refuses a pipe, for people}
     *
     * @param type of the socket
     * @param routingId that was given to the pipe, or {@code null}
     */
    static String refusal(SocketType type, byte @Nullable [] routingId) {
        return routingId == null
                ? Handshake.hasPeer(type)
                : "the routing id " + RoutingId.text(routingId) + " is that of another peer";
    }

    /**
     * {@return the transport of an endpoint's scheme}
     *
     * @param endpoint to open a channel for
     */
    Transport transport(Endpoint endpoint);

    /** {@return whether the socket is closed and a frame handler, which has a message, has not returned} */
    boolean awaitsHandler();

    /**
     * {@return the executor that asks name servers and for network interfaces: in the order given, on threads of its
     * own, never on the caller's} It throws {@link java.util.concurrent.RejectedExecutionException} when the context is
     * closed or no thread can be started.
     */
    Executor blockingCalls();

    /**
     * {@return the executor that looks at files and removes them, as {@link #blockingCalls} but never behind a slow
     * name server}
     */
    Executor fileCalls();

    /** {@return the least busy I/O thread} */
    IoThread ioThread();

    /** {@return a new pipe with empty queues, not attached} */
    Pipe createPipe();

    /**
     * Creates the other side of a pipe of another socket in this process.
     *
     * @param peers of the other socket
     * @return a pipe over the same queues, not attached
     */
    Pipe createOpposite(Pipe peers);

    /**
     * Creates a pipe that begins with what an earlier peer left unsent, if there is any, and attaches it.
     *
     * @return the attached pipe, or {@code null} when the socket takes no further peer; the unsent messages then stay
     *     where they were
     */
    @Nullable Pipe adoptPipe();

    /** {@return whether the socket takes one more peer now} */
    boolean takesPeer();

    /**
     * Lets a pipe take part in sending and receiving.
     *
     * @param pipe not attached
     * @return whether it does; {@code false} when the socket takes no further peer
     */
    boolean attach(Pipe pipe);

    /**
     * Writes a message of one frame to a pipe, whatever its high-water mark; when there is no memory for it, it is
     * dropped and counted. The socket sends.
     *
     * @param pipe of this socket, attached or about to be
     * @param body of the message, up to 64 KiB
     */
    void write(Pipe pipe, byte[] body);

    /**
     * Applies the options of the socket to a queue that it is about to write to.
     *
     * @param outgoing empty, or written to by nobody now
     */
    void prepare(FrameQueue outgoing);

    /**
     * From now on no message that is written to a pipe waits but the newest.
     *
     * @param pipe of this socket
     * @param forgotten called for each message that is forgotten
     */
    void keepNewest(Pipe pipe, Runnable forgotten);

    /**
     * Runs an action while the socket writes no message, unless it writes one now. Never waits.
     *
     * @param action must neither block nor throw
     */
    void whileNotSending(Runnable action);

    /**
     * Runs an action while nobody takes a message from the socket, unless somebody does now. Never waits.
     *
     * @param action must neither block nor throw
     */
    void whileNotReceiving(Runnable action);

    /**
     * Lets no further message be written to a pipe; what it holds is still sent. A peer that excluded others excludes
     * them no more. Any thread.
     *
     * @param pipe attached
     */
    void closeToSend(Pipe pipe);

    /**
     * Ends a pipe's part. What had arrived stays readable.
     *
     * @param pipe attached
     * @param endpoint over which it was connected
     * @param unsent what becomes of what it holds unsent; {@link Unsent#KEEP} is {@link Unsent#DROP} when the linger
     *     of the socket is over
     * @param reason of the event, when messages are dropped
     */
    void detach(Pipe pipe, String endpoint, Unsent unsent, String reason);

    /**
     * Ends a pipe's part and leaves both queues, with all they hold, to the peer, which created them. The socket must
     * be closed, or have read nothing from the pipe.
     *
     * @param pipe attached, maybe in part
     */
    void withdraw(Pipe pipe);

    /**
     * An endpoint of the socket has ended: the socket forgets it.
     *
     * @param endpoint of this socket
     */
    void ended(SocketEndpoint endpoint);
}
