package io.zmqspring.support.converter;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** JSON by Jackson, which reads and writes a frame without a Spring message around it where no more is needed. */
public final class JsonPayloadConverter extends JacksonJsonMessageConverter implements FrameReaderSource, FrameWriter {

    private final JsonMapper mapper;

    /** @param mapper reads and writes */
    public JsonPayloadConverter(JsonMapper mapper) {
        super(mapper);
        this.mapper = mapper;
    }

    @Override
    public @Nullable FrameReader frameReader(ResolvableType type) {
        ObjectReader reader = mapper.readerFor(mapper.constructType(type.getType()));
        return reader::readValue;
    }

    @Override
    public byte[] write(Object payload) {
        try {
            return mapper.writeValueAsBytes(payload);
        } catch (JacksonException unwritable) {
            throw new MessageConversionException("Could not write JSON: " + unwritable.getMessage(), unwritable);
        }
    }
}
