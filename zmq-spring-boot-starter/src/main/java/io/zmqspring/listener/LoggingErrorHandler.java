package io.zmqspring.listener;

import io.zmqspring.support.LogLimit;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;

/**
 * Logs a failure, once, with the first bytes of the message, which is given up. The default. A message that cannot be
 * converted is a mistake of its sender: one line at WARN, and the stack trace at DEBUG. Any other failure is at ERROR
 * with its stack trace. Either way the lines of a listener are limited in number, since a peer may cause them.
 */
public class LoggingErrorHandler implements ZmqContainerErrorHandler {

    private static final Log logger = LogFactory.getLog(LoggingErrorHandler.class);
    private static final int BURST = 10;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int MAX_REASON = 200;

    private final Map<ZmqMessageListenerContainer, LogLimit> conversions = limits();
    private final Map<ZmqMessageListenerContainer, LogLimit> others = limits();

    /** Creates one. */
    public LoggingErrorHandler() {}

    @Override
    public FailureResolution handleError(FailedDelivery failed) {
        if (isConversion(failed.cause())) {
            logConversion(failed);
        } else {
            logFailure(failed);
        }
        return FailureResolution.giveUp();
    }

    private void logConversion(FailedDelivery failed) {
        LogLimit limit = limit(conversions, failed);
        if (limit.tryPass()) {
            logger.warn(beginning(failed) + "could not convert " + failed.message() + ": " + reason(failed.cause())
                    + limit.leftOut());
        }
        if (logger.isDebugEnabled()) {
            logger.debug(beginning(failed) + "could not convert " + failed.message(), failed.cause());
        }
    }

    private void logFailure(FailedDelivery failed) {
        LogLimit limit = limit(others, failed);
        if (limit.tryPass()) {
            logger.error(
                    beginning(failed) + "could not handle " + failed.message()
                            + (failed.attempt() > 1 ? " in " + failed.attempt() + " attempts" : "") + limit.leftOut(),
                    failed.cause());
        }
    }

    private static Map<ZmqMessageListenerContainer, LogLimit> limits() {
        return Collections.synchronizedMap(new WeakHashMap<>());
    }

    private static LogLimit limit(Map<ZmqMessageListenerContainer, LogLimit> limits, FailedDelivery failed) {
        return limits.computeIfAbsent(failed.container(), unused -> new LogLimit(BURST, INTERVAL));
    }

    private static String beginning(FailedDelivery failed) {
        ZmqMessageListenerContainer container = failed.container();
        return "listener '" + container.getListenerId() + "' on socket '" + container.getSocketName() + "' ";
    }

    private static boolean isConversion(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MessageConversionException || cause instanceof MethodArgumentResolutionException) {
                return true;
            }
        }
        return false;
    }

    /** {@return what the innermost cause says, on one line: it may quote what a peer has sent} */
    private static String reason(Throwable failure) {
        Throwable innermost = NestedExceptionUtils.getMostSpecificCause(failure);
        String text = String.valueOf(innermost.getMessage()).replaceAll("[\\p{C}\\s]+", " ");
        return innermost.getClass().getSimpleName() + ": "
                + (text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + "…" : text);
    }
}
