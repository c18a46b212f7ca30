package io.zmqspring.integration.support;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Settings of an endpoint from which its {@link ZmqMessageMapper} is made. A mapper, a converter and a payload mode
 * replace each other; a header mapper goes with any of them. One thread.
 */
public final class MessageMapping {

    private ZmqMessageMapper mapper = ZmqMessageMapper.of(PayloadMode.NATURAL);
    private @Nullable MessageConverter converter;
    private @Nullable Class<?> payloadType;
    private @Nullable HeaderMapper<Map<String, String>> headerMapper;

    /** Creates settings that convert nothing. */
    public MessageMapping() {}

    /**
     * Sets the mapper, in place of every mapper and converter set before.
     *
     * @param value maps all frames
     */
    public void setMapper(ZmqMessageMapper value) {
        this.mapper = value;
        this.converter = null;
    }

    /**
     * Sets the payload type of messages that are not converted, in place of every mapper and converter set before.
     *
     * @param value the mode
     */
    public void setMode(PayloadMode value) {
        setMapper(ZmqMessageMapper.of(value));
    }

    /**
     * Sets the mapper of single frames, in place of every mapper and converter set before.
     *
     * @param value maps the bytes of one frame
     */
    public void setBytesMapper(BytesMessageMapper value) {
        setMapper(ZmqMessageMapper.of(value));
    }

    /**
     * Sets the converter of single frames, in place of every mapper set before.
     *
     * @param value converts the bytes of one frame
     */
    public void setConverter(MessageConverter value) {
        this.converter = value;
    }

    /**
     * Sets the type that the converter makes of a received frame.
     *
     * @param value the type
     */
    public void setPayloadType(Class<?> value) {
        this.payloadType = value;
    }

    /**
     * Sets what maps headers to a frame of their own ahead of the payload.
     *
     * @param value the mapper, or {@code null} for no such frame
     */
    public void setHeaderMapper(@Nullable HeaderMapper<Map<String, String>> value) {
        this.headerMapper = value;
    }

    /**
     * Creates a mapper for an endpoint that receives.
     *
     * @return the mapper
     * @throws IllegalStateException when there is a converter and no payload type
     */
    public ZmqMessageMapper forReceiving() {
        MessageConverter converting = converter;
        if (converting != null && payloadType == null) {
            throw new IllegalStateException(
                    "a message converter needs the type to convert to: payloadType=null, converter=" + converting);
        }
        return forSending();
    }

    /** {@return a mapper for an endpoint that only sends} */
    public ZmqMessageMapper forSending() {
        MessageConverter converting = converter;
        Class<?> type = payloadType;
        ZmqMessageMapper payloads =
                converting == null ? mapper : ZmqMessageMapper.of(converting, type == null ? Object.class : type);
        HeaderMapper<Map<String, String>> headers = headerMapper;
        return headers == null ? payloads : ZmqMessageMapper.withHeaders(payloads, headers);
    }
}
