package io.zmqspring.listener;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Logs each failure, once, with the first bytes of the message, which is given up. The default. */
public class LoggingErrorHandler implements ZmqContainerErrorHandler {

    private static final Log logger = LogFactory.getLog(LoggingErrorHandler.class);

    /** Creates one. */
    public LoggingErrorHandler() {}

    @Override
    public FailureResolution handleError(FailedDelivery failed) {
        ZmqMessageListenerContainer container = failed.container();
        logger.error(
                "listener '" + container.getListenerId() + "' on socket '" + container.getSocketName()
                        + "' could not handle " + failed.message()
                        + (failed.attempt() > 1 ? " in " + failed.attempt() + " attempts" : ""),
                failed.cause());
        return FailureResolution.giveUp();
    }
}
