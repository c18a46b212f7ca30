package io.zmqspring.integration.support;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Properties of endpoints that map messages to frames, or frames to messages, or both. Set by one thread before the
 * first start.
 */
public interface MappingSettings {

    /** {@return the mapping of this endpoint, for the methods of this interface} */
    MessageMapping mapping();

    /**
     * Sets the converter of messages of one frame. Replaces every mapper and converter set before. An endpoint that
     * receives needs a payload type for it.
     *
     * @param converter its {@link MessageConverter#fromMessage} is called with a {@code byte[]} payload, and its
     *     {@link MessageConverter#toMessage} gives a {@code byte[]} or {@code String} payload
     */
    default void setMessageConverter(MessageConverter converter) {
        mapping().setConverter(converter);
    }

    /**
     * Sets the mapper of messages of one frame. Replaces every mapper and converter set before.
     *
     * @param bytesMapper reads and writes the frame's bytes
     */
    default void setBytesMessageMapper(BytesMessageMapper bytesMapper) {
        mapping().setBytesMapper(bytesMapper);
    }

    /**
     * Sets the mapper of messages. Replaces every mapper and converter set before.
     *
     * @param messageMapper reads and writes all frames behind the envelope
     */
    default void setMessageMapper(ZmqMessageMapper messageMapper) {
        mapping().setMapper(messageMapper);
    }

    /**
     * Sets what maps headers from and to a {@link io.zmqspring.core.message.HeaderFrame} ahead of the payload. Goes
     * with any mapper or converter.
     *
     * @param headerMapper for example a {@link DefaultZmqHeaderMapper}; by default {@code null}: headers do not travel,
     *     and a received frame of headers belongs to the payload
     */
    default void setHeaderMapper(@Nullable HeaderMapper<Map<String, String>> headerMapper) {
        mapping().setHeaderMapper(headerMapper);
    }
}
