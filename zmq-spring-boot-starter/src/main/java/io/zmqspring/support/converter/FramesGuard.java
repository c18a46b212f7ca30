package io.zmqspring.support.converter;

import io.zmqspring.core.message.ZmqMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;

/** Refuses a message of several frames for a parameter that takes one, with a clear error. Converts nothing. */
final class FramesGuard implements SmartMessageConverter {

    @Override
    public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
        return fromMessage(message, targetClass, null);
    }

    @Override
    public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
        if (message instanceof FramesMessage && message.getPayload() instanceof ZmqMessage frames) {
            throw new MessageConversionException(
                    message,
                    "a message of " + frames.frameCount()
                            + " frames cannot be one " + targetClass.getName()
                            + ": take ZmqMessage, List<byte[]> or List<String>");
        }
        return null;
    }

    @Override
    public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
        return null;
    }

    @Override
    public @Nullable Message<?> toMessage(
            Object payload, @Nullable MessageHeaders headers, @Nullable Object conversionHint) {
        return null;
    }
}
