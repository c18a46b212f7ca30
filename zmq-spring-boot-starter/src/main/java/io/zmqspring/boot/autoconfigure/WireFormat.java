package io.zmqspring.boot.autoconfigure;

import io.zmqspring.support.converter.HeadersMessageConverter;
import io.zmqspring.support.converter.SiCompatMessageConverter;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.util.List;

/** What stands on the wire behind the envelope of a message. */
public enum WireFormat {

    /** The payload alone, as any peer understands it. */
    PAYLOAD,

    /** A frame of headers and the payload. */
    HEADERS,

    /** As spring-integration-zeromq: an empty frame between topic and payload, otherwise the payload alone. */
    SI_COMPAT;

    /** {@return a converter of this format over one of payloads} */
    ZmqMessageConverter over(ZmqMessageConverter payloads, List<String> allowedHeaders) {
        return switch (this) {
            case PAYLOAD -> payloads;
            case HEADERS -> new HeadersMessageConverter(payloads, allowedHeaders);
            case SI_COMPAT -> new SiCompatMessageConverter(payloads);
        };
    }
}
