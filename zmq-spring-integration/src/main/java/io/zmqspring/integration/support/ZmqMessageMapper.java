package io.zmqspring.integration.support;

import io.zmqspring.core.message.ZmqMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.integration.mapping.InboundMessageMapper;
import org.springframework.integration.mapping.OutboundMessageMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;

/** Maps between the frames of a ZeroMQ message and a Spring message. Called by any number of threads. */
public interface ZmqMessageMapper extends InboundMessageMapper<ZmqMessage>, OutboundMessageMapper<ZmqMessage> {

    /**
     * Creates a Spring message of received frames.
     *
     * @param frames as received; the payload may share their arrays
     * @param headers what the endpoint knows about the message, or {@code null} for none
     * @return the message
     * @throws org.springframework.messaging.converter.MessageConversionException when this message cannot be mapped
     */
    @Override
    Message<?> toMessage(ZmqMessage frames, @Nullable Map<String, Object> headers);

    /**
     * Creates the frames to send. Headers do not travel unless the mapper puts them into a frame.
     *
     * @param message what to send
     * @return its frames, which may share arrays with the payload
     * @throws org.springframework.messaging.converter.MessageConversionException when this message cannot be mapped
     */
    @Override
    ZmqMessage fromMessage(Message<?> message);

    /**
     * Maps without conversion. Takes {@code byte[]}, {@code String} (UTF-8), {@link java.nio.ByteBuffer} (position to
     * limit), {@link ZmqMessage} and {@code List<byte[]>} payloads to send.
     *
     * @param mode the payload type of received messages
     * @return the mapper
     */
    static ZmqMessageMapper of(PayloadMode mode) {
        return new FramesMessageMapper(mode);
    }

    /**
     * Maps single-frame messages through a converter: {@link MessageConverter#fromMessage} reads a received frame,
     * {@link MessageConverter#toMessage} writes the frame to send. Frames to send that need no conversion
     * ({@link ZmqMessage} payloads) pass as they are.
     *
     * @param converter reads and writes frames as {@code byte[]} payloads
     * @param payloadType what a received frame becomes
     * @return the mapper, which refuses a received message of several frames
     */
    static ZmqMessageMapper of(MessageConverter converter, Class<?> payloadType) {
        return new ConvertingMessageMapper(converter, payloadType);
    }

    /**
     * Maps single-frame messages through a mapper that sees the frame's bytes, for example one that embeds headers.
     *
     * @param mapper reads and writes one frame
     * @return the mapper, which refuses a received message of several frames
     */
    static ZmqMessageMapper of(BytesMessageMapper mapper) {
        return new SingleFrameMessageMapper(mapper);
    }

    /**
     * Adds headers, in a {@link io.zmqspring.core.message.HeaderFrame} ahead of the payload. A received message without
     * such a frame passes as it is. A {@code String} travels with its content type; a frame of bytes that is said to be
     * text becomes a {@code String} again.
     *
     * @param payloads maps the frames behind the headers
     * @param headerMapper says which headers travel, for example a {@link DefaultZmqHeaderMapper}
     * @return the mapper
     */
    static ZmqMessageMapper withHeaders(ZmqMessageMapper payloads, HeaderMapper<Map<String, String>> headerMapper) {
        return new HeaderFrameMessageMapper(payloads, headerMapper);
    }
}
