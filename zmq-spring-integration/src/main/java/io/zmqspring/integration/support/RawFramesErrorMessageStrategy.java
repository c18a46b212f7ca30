package io.zmqspring.integration.support;

import io.zmqspring.core.message.ZmqHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.AttributeAccessor;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.support.ErrorMessageStrategy;
import org.springframework.integration.support.ErrorMessageUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;

/**
 * Puts the received frames into the error message, as {@link ZmqHeaders#RAW_MESSAGE} and
 * {@link IntegrationMessageHeaderAccessor#SOURCE_DATA}, so that an error flow can keep or send them on.
 */
public final class RawFramesErrorMessageStrategy implements ErrorMessageStrategy {

    /** Creates the strategy. */
    public RawFramesErrorMessageStrategy() {}

    @Override
    public ErrorMessage buildErrorMessage(Throwable payload, @Nullable AttributeAccessor attributes) {
        Object raw = attributes == null ? null : attributes.getAttribute(ZmqHeaders.RAW_MESSAGE);
        Object input = attributes == null ? null : attributes.getAttribute(ErrorMessageUtils.INPUT_MESSAGE_CONTEXT_KEY);
        Map<String, Object> headers = raw == null
                ? Map.of()
                : Map.of(ZmqHeaders.RAW_MESSAGE, raw, IntegrationMessageHeaderAccessor.SOURCE_DATA, raw);
        return input instanceof Message<?> message
                ? new ErrorMessage(payload, headers, message)
                : new ErrorMessage(payload, headers);
    }
}
