package io.zmqspring.boot.autoconfigure;

import io.zmqspring.support.converter.HeadersMessageConverter;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.util.List;

/** What stands on the wire behind the envelope of a message. */
public enum WireFormat {

    /** The payload alone, as any peer understands it. */
    PAYLOAD,

    /** A frame of headers and the payload. */
    HEADERS;

    /** {@return a converter of this format over one of payloads} */
    ZmqMessageConverter over(ZmqMessageConverter payloads, List<String> allowedHeaders) {
        return this == HEADERS ? new HeadersMessageConverter(payloads, allowedHeaders) : payloads;
    }
}
