package io.zmqspring.core;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.PeerFrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Receives messages of any number of frames, whole or frame by frame in place. Any number of threads may receive on one
 * socket; what {@link MessageReceiver} says holds here too. {@link ZmqMessage#peer()} and {@link PeerFrameHandler} show
 * the peer that sent a message, with its address, its routing id and the properties it announced.
 */
public interface MultipartReceiver {

    /**
     * Receives a message, waiting as long as {@link io.zmqspring.core.option.SocketOptions#receiveTimeout()} says.
     *
     * @return all its frames, the caller's own
     * @throws io.zmqspring.core.error.ZmqTimeoutException when none came in time
     */
    ZmqMessage receiveMessage();

    /**
     * Receives a message.
     *
     * @param timeout longest wait
     * @return all its frames, the caller's own, or {@code null} when none came in time
     */
    @Nullable ZmqMessage receiveMessage(Duration timeout);

    /**
     * Receives a message if one is there now.
     *
     * @return all its frames, the caller's own, or {@code null}
     */
    @Nullable ZmqMessage tryReceiveMessage();

    /**
     * Hands messages that are there now to a handler, in place.
     *
     * @param handler sees each frame
     * @param maxMessages most messages to hand over, at least 1
     * @return how many messages it was given, 0 when none is there
     */
    int poll(FrameHandler handler, int maxMessages);

    /**
     * Waits for a message and hands it and those behind it to a handler, in place.
     *
     * @param handler sees each frame
     * @param maxMessages most messages to hand over, at least 1
     * @param timeout longest wait for the first
     * @return how many messages it was given, 0 when none came in time
     */
    int poll(FrameHandler handler, int maxMessages, Duration timeout);

    /**
     * Hands messages that are there now to a handler, in place, together with the peer that sent them.
     *
     * @param handler sees each frame
     * @param maxMessages most messages to hand over, at least 1
     * @return how many messages it was given, 0 when none is there
     */
    int poll(PeerFrameHandler handler, int maxMessages);

    /**
     * Waits for a message and hands it and those behind it to a handler, in place, together with the peer that sent
     * them.
     *
     * @param handler sees each frame
     * @param maxMessages most messages to hand over, at least 1
     * @param timeout longest wait for the first
     * @return how many messages it was given, 0 when none came in time
     */
    int poll(PeerFrameHandler handler, int maxMessages, Duration timeout);
}
