package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Logs each failure, once, with the first bytes of the message. The default. */
public final class LoggingErrorHandler implements ZmqContainerErrorHandler {

    private static final Log logger = LogFactory.getLog(LoggingErrorHandler.class);

    /** {@inheritDoc} */
    @Override
    public void handleError(Throwable failure, ZmqMessage message, ZmqMessageListenerContainer container) {
        logger.error(
                "listener '" + container.getListenerId() + "' on socket '" + container.getSocketName()
                        + "' could not handle " + message,
                failure);
    }
}
