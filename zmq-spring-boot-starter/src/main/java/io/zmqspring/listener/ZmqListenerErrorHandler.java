package io.zmqspring.listener;

import io.zmqspring.support.converter.FramesMessage;
import org.jspecify.annotations.Nullable;

/** Stands in for one listener method when it fails: what it returns is treated as the method's own result. */
@FunctionalInterface
public interface ZmqListenerErrorHandler {

    /**
     * Handles a failure.
     *
     * @param message the message the method could not handle
     * @param failure what it threw, as the cause
     * @return the reply to send, or {@code null} for none
     * @throws Exception to leave the failure to the container's {@link ZmqContainerErrorHandler}
     */
    @Nullable Object handleError(FramesMessage message, ListenerExecutionFailedException failure) throws Exception;
}
