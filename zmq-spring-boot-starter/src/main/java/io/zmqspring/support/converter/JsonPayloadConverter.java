package io.zmqspring.support.converter;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** JSON by Jackson, which reads a frame without a Spring message around it where a listener needs no more. */
public final class JsonPayloadConverter extends JacksonJsonMessageConverter implements FrameReaderSource {

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
}
