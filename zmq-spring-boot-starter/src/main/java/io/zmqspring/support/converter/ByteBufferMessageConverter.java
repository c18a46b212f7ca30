package io.zmqspring.support.converter;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.util.MimeTypeUtils;

/** Shows a received frame as a {@link ByteBuffer} over the same bytes. */
final class ByteBufferMessageConverter extends AbstractMessageConverter {

    ByteBufferMessageConverter() {
        super(MimeTypeUtils.APPLICATION_OCTET_STREAM);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == ByteBuffer.class;
    }

    @Override
    protected boolean canConvertTo(Object payload, @Nullable MessageHeaders headers) {
        return false;
    }

    @Override
    protected @Nullable Object convertFromInternal(
            Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
        return message.getPayload() instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : null;
    }
}
