package io.zmqspring.core;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import java.util.concurrent.CompletableFuture;

/**
 * Asks peers and brings each reply back to its request, with any number of requests in flight. Its peers are {@link
 * ZmqResponder}, a REP socket, any server on a ROUTER or DEALER that puts the envelope of the request ahead of the
 * reply, or a proxy in front of one of these (28/REQREP). Any thread, also a virtual one, may call any method at any
 * time.
 *
 * <p>Requests are shared out in turn among the connected peers that have room; while there is none they wait. On the
 * wire a request is a frame with a number of 8 bytes, an empty frame, and the frames of the message; the reply begins
 * with the same two frames. A reply is taken only from the peer that was asked. A reply is dropped and counted when it
 * comes late, has the number of no request, or lacks these frames.
 *
 * <p>When a peer departs, requests that it had not been given go to another. Those it may have handled are sent again
 * if {@link RequestOptions#attempts()} allows, and otherwise fail at once.
 *
 * <p>A request fails with {@link io.zmqspring.core.error.ZmqRequestTimeoutException} when no reply came in time,
 * {@link io.zmqspring.core.error.ZmqPeerDepartedException} when its peer departed, {@link
 * io.zmqspring.core.error.ZmqRequestRefusedException} when too many are in flight, and {@link
 * io.zmqspring.core.error.ZmqClosedException} when the requester is closed. A call that waits also throws {@link
 * io.zmqspring.core.error.ZmqInterruptedException}.
 *
 * <p>Futures are completed on {@link RequesterOptions#executor()}, or on a thread of the requester, never on an I/O
 * thread. That thread exists while requests are in flight. What is added to a future and runs there must not wait for
 * another future of the same requester; it may call {@code request}, {@code requestAsync} and {@code close}, but a
 * request beyond {@link RequesterOptions#maxInFlight()} is refused there in any case. To cancel a future, or complete
 * it, gives its request up.
 */
public interface ZmqRequester extends ZmqConnectable {

    /** {@return the settings it was made with} */
    RequesterOptions options();

    /**
     * Sends a request.
     *
     * @param request at least one frame; its arrays are not copied, and not to be changed until the future is complete
     * @return completed with the reply, or exceptionally
     * @throws IllegalArgumentException when the message is larger than any queue can hold; nothing was sent
     */
    CompletableFuture<ZmqMessage> requestAsync(ZmqMessage request);

    /**
     * Sends a request.
     *
     * @param request at least one frame; its arrays are not copied, and not to be changed until the future is complete
     * @param options how long it waits, and how often it may be sent
     * @return completed with the reply, or exceptionally
     * @throws IllegalArgumentException when the message is larger than any queue can hold; nothing was sent
     */
    CompletableFuture<ZmqMessage> requestAsync(ZmqMessage request, RequestOptions options);

    /**
     * Sends a request of one frame.
     *
     * @param body may be empty; not copied, and not to be changed until the future is complete
     * @return completed with the reply, or exceptionally
     * @throws IllegalArgumentException when the message is larger than any queue can hold; nothing was sent
     */
    CompletableFuture<ZmqMessage> requestAsync(byte[] body);

    /**
     * Sends a request of one frame.
     *
     * @param body may be empty; not copied, and not to be changed until the future is complete
     * @param options how long it waits, and how often it may be sent
     * @return completed with the reply, or exceptionally
     * @throws IllegalArgumentException when the message is larger than any queue can hold; nothing was sent
     */
    CompletableFuture<ZmqMessage> requestAsync(byte[] body, RequestOptions options);

    /**
     * Sends a request and waits for the reply.
     *
     * @param request at least one frame
     * @return the reply, the caller's own
     * @throws io.zmqspring.core.error.ZmqException when the request fails
     * @throws IllegalArgumentException when the message is larger than any queue can hold; nothing was sent
     */
    ZmqMessage request(ZmqMessage request);

    /**
     * Sends a request and waits for the reply.
     *
     * @param request at least one frame
     * @param options how long it waits, and how often it may be sent
     * @return the reply, the caller's own
     * @throws io.zmqspring.core.error.ZmqException when the request fails
     * @throws IllegalArgumentException when the message is larger than any queue can hold; nothing was sent
     */
    ZmqMessage request(ZmqMessage request, RequestOptions options);

    /**
     * Sends a request of one frame and waits for the reply.
     *
     * @param body may be empty
     * @return the reply, the caller's own
     * @throws io.zmqspring.core.error.ZmqException when the request fails
     * @throws IllegalArgumentException when the message is larger than any queue can hold; nothing was sent
     */
    ZmqMessage request(byte[] body);

    /**
     * Sends a request of one frame and waits for the reply.
     *
     * @param body may be empty
     * @param options how long it waits, and how often it may be sent
     * @return the reply, the caller's own
     * @throws io.zmqspring.core.error.ZmqException when the request fails
     * @throws IllegalArgumentException when the message is larger than any queue can hold; nothing was sent
     */
    ZmqMessage request(byte[] body, RequestOptions options);

    /** {@return what it has counted so far; also after it is closed} */
    RequesterCounters counters();

    /** {@return what its socket has counted so far; also after it is closed} */
    SocketCounters socketCounters();

    /** {@return whether {@link #close} was called, or its context is closed} */
    @Override
    boolean isClosed();

    /**
     * Fails the requests in flight with {@link io.zmqspring.core.error.ZmqClosedException} and closes the socket. It
     * waits until the futures are completed, at most 5 s, and for what is queued, at most {@link
     * io.zmqspring.core.option.SocketOptions#linger()}. An interrupt ends the wait, with the flag set again. Calling it
     * again does nothing.
     */
    @Override
    void close();
}
