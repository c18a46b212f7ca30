package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import org.jspecify.annotations.Nullable;

/** Creates one argument of a listener method straight from a message. Any thread may call it. */
@FunctionalInterface
interface ArgumentReader {

    /**
     * Creates the argument.
     *
     * @param frames the message as it was received
     * @return the argument, or {@code null} when a Spring message is needed to create it
     * @throws Exception when it cannot be made; a Spring message then says why
     */
    @Nullable Object read(ZmqMessage frames) throws Exception;
}
