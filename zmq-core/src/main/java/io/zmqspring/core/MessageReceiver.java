package io.zmqspring.core;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Receives messages. Any number of threads may receive on one socket; each message goes to one of them, whole.
 *
 * <p>Three ways: allocate ({@code byte[]} or {@link ZmqMessage}), into a caller's buffer, or in place with a {@link
 * FrameHandler}, which leaves no garbage.
 *
 * <p>While a frame handler runs, no other thread receives on the same socket. A call with a timeout waits for the
 * handler and then for a message, and still ends in time, when the thread is interrupted and when the socket is closed.
 * A {@code try…} call, a timeout of zero and {@link #poll(FrameHandler, int)} do not wait for another thread's handler:
 * they find nothing while it runs, also when messages are queued. They wait for another thread that takes a message
 * without a handler; that is short.
 *
 * <p>All methods throw {@link io.zmqspring.core.error.ZmqClosedException} when the socket is or becomes closed, and
 * those that wait {@link io.zmqspring.core.error.ZmqInterruptedException} when the thread is interrupted while it
 * waits. In both cases nothing was taken.
 */
public interface MessageReceiver extends MultipartReceiver {

    /**
     * Receives a single-frame message, waiting as long as {@link
     * io.zmqspring.core.option.SocketOptions#receiveTimeout()} says.
     *
     * @return the frame, the caller's own
     * @throws io.zmqspring.core.error.ZmqTimeoutException when none came in time
     * @throws io.zmqspring.core.error.ZmqFrameCountException when the next message has several frames; it stays next
     */
    byte[] receive();

    /**
     * Receives a single-frame message.
     *
     * @param timeout longest wait
     * @return the frame, the caller's own, or {@code null} when none came in time
     * @throws io.zmqspring.core.error.ZmqFrameCountException when the next message has several frames; it stays next
     */
    byte @Nullable [] receive(Duration timeout);

    /**
     * Receives a single-frame message if one is there now.
     *
     * @return the frame, the caller's own, or {@code null}
     * @throws io.zmqspring.core.error.ZmqFrameCountException when the next message has several frames; it stays next
     */
    byte @Nullable [] tryReceive();

    /**
     * Receives a single-frame message into the caller's buffer, waiting as long as
     * {@link io.zmqspring.core.option.SocketOptions#receiveTimeout()} says.
     *
     * @param target takes the frame at its position, which moves on by the frame's length
     * @return the frame's length in bytes
     * @throws io.zmqspring.core.error.ZmqTimeoutException when none came in time
     * @throws IllegalArgumentException when the target is read-only; nothing was taken
     * @throws io.zmqspring.core.error.ZmqBufferTooSmallException when the frame does not fit; the message stays next
     * @throws io.zmqspring.core.error.ZmqFrameCountException when the next message has several frames; it stays next
     */
    int receiveInto(ByteBuffer target);

    /**
     * Receives a single-frame message into the caller's buffer.
     *
     * @param target takes the frame at its position, which moves on by the frame's length
     * @param timeout longest wait
     * @return the frame's length in bytes, or -1 when none came in time
     * @throws IllegalArgumentException when the target is read-only; nothing was taken
     * @throws io.zmqspring.core.error.ZmqBufferTooSmallException when the frame does not fit; the message stays next
     * @throws io.zmqspring.core.error.ZmqFrameCountException when the next message has several frames; it stays next
     */
    int receiveInto(ByteBuffer target, Duration timeout);
}
