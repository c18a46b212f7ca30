package io.zmqspring.core;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Sends messages. Any number of threads may send on one socket; each message is queued whole, multipart or not. A
 * message is copied while the call runs: afterwards the caller may reuse its memory.
 *
 * <p>"Queued" means accepted for one peer, not delivered: a send waits while no peer has room
 * ({@link io.zmqspring.core.option.SocketOptions#sendHwm()}).
 *
 * <p>All methods throw {@link io.zmqspring.core.error.ZmqClosedException} when the socket is or becomes closed, and
 * those that wait {@link io.zmqspring.core.error.ZmqInterruptedException} when the thread is interrupted while it
 * waits. In both cases nothing was queued.
 *
 * <p>All throw {@link IllegalArgumentException}, and queue nothing, when the frames above 64 KiB of a message have more
 * bytes than 7/8 of {@link io.zmqspring.core.option.ContextOptions#maxBodyMemory()}, or when a message has more frames
 * than its socket sends (one: {@link ScatterSocket}, {@link ChannelSocket}).
 */
public interface MessageSender extends MultipartSender {

    /**
     * Sends a single-frame message, waiting for room as long as {@link
     * io.zmqspring.core.option.SocketOptions#sendTimeout()} says.
     *
     * @param body the frame, may be empty
     * @throws io.zmqspring.core.error.ZmqTimeoutException when there was no room in time
     */
    void send(byte[] body);

    /**
     * Sends a single-frame message.
     *
     * @param body the frame, may be empty
     * @param timeout longest wait for room
     * @return whether it was queued
     */
    boolean send(byte[] body, Duration timeout);

    /**
     * Sends a single-frame message if there is room now.
     *
     * @param body the frame, may be empty
     * @return whether it was queued
     */
    boolean trySend(byte[] body);

    /**
     * Sends a single-frame message, waiting for room as long as {@link
     * io.zmqspring.core.option.SocketOptions#sendTimeout()} says.
     *
     * @param body the frame, from position to limit, direct or heap; the position is moved to the limit when it was
     *     queued
     * @throws io.zmqspring.core.error.ZmqTimeoutException when there was no room in time
     */
    void send(ByteBuffer body);

    /**
     * Sends a single-frame message.
     *
     * @param body the frame, from position to limit; the position is moved to the limit when it was queued
     * @param timeout longest wait for room
     * @return whether it was queued
     */
    boolean send(ByteBuffer body, Duration timeout);

    /**
     * Sends a single-frame message if there is room now.
     *
     * @param body the frame, from position to limit; the position is moved to the limit when it was queued
     * @return whether it was queued
     */
    boolean trySend(ByteBuffer body);
}
