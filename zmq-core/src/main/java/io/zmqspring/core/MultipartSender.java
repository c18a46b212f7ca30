package io.zmqspring.core;

import io.zmqspring.core.message.ZmqMessage;
import java.time.Duration;

/**
 * Sends messages of any number of frames, whole. Any number of threads may send on one socket; what {@link
 * MessageSender} says holds here too.
 */
public interface MultipartSender {

    /**
     * Sends a message, waiting for room as long as {@link io.zmqspring.core.option.SocketOptions#sendTimeout()} says.
     *
     * @param message its frames, sent together or not at all
     * @throws io.zmqspring.core.error.ZmqTimeoutException when there was no room in time
     */
    void send(ZmqMessage message);

    /**
     * Sends a message.
     *
     * @param message its frames, sent together or not at all
     * @param timeout longest wait for room
     * @return whether it was queued
     */
    boolean send(ZmqMessage message, Duration timeout);

    /**
     * Sends a message if there is room now.
     *
     * @param message its frames, sent together or not at all
     * @return whether it was queued
     */
    boolean trySend(ZmqMessage message);
}
