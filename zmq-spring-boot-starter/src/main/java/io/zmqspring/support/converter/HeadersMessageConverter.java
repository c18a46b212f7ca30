package io.zmqspring.support.converter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.HeaderFrame;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.PatternMatchUtils;

/**
 * Headers travel too, in one frame ahead of the payload and behind the envelope, see {@link HeaderFrame}; the payload
 * itself is as another converter makes it. A received message without such a frame is taken as that other converter
 * takes it.
 *
 * <p>Of the headers of a message those travel that are allowed, as text: its content type ({@code content-type}),
 * {@value #CORRELATION_ID} ({@code correlation-id}), {@value #ERROR} ({@code zmq-error}), the headers of traces
 * ({@code traceparent}, {@code tracestate},
 * {@code baggage}, {@code b3}), and what the given patterns match. The same are taken of a received message; others
 * are ignored. No header names a Java type.
 */
public class HeadersMessageConverter implements ZmqMessageConverter {

    /** Header of a message, {@code String}: names the request or process that it belongs to. */
    public static final String CORRELATION_ID = "correlationId";

    /** Header of a reply, {@code Boolean}: it says that the request could not be handled ({@code zmq-error}). */
    public static final String ERROR = ZmqHeaders.ERROR;

    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final String JSON = "application/json";

    private final ZmqMessageConverter payloads;
    private final String[] patterns;

    /**
     * Creates a converter.
     *
     * @param payloads converts payloads
     * @param patterns of the names of further headers that may travel, such as {@code x-*}
     */
    public HeadersMessageConverter(ZmqMessageConverter payloads, List<String> patterns) {
        this.payloads = payloads;
        this.patterns = patterns.toArray(String[]::new);
    }

    @Override
    public FramesMessage toSpringMessage(ZmqMessage frames, Envelope envelope, Map<String, Object> headers) {
        int ahead = envelope.length(frames);
        if (frames.frameCount() < ahead + 2) {
            return payloads.toSpringMessage(frames, envelope, headers);
        }
        Map<String, String> received = read(frames, frames.frame(ahead));
        if (received == null) {
            return payloads.toSpringMessage(frames, envelope, headers);
        }
        Map<String, Object> all = new HashMap<>(headers);
        received.forEach((name, value) -> {
            String header = ofWire(name);
            if (header != null) {
                all.putIfAbsent(header, value);
            }
        });
        return payloads.toSpringMessage(without(frames, ahead), envelope, all);
    }

    private static @Nullable Map<String, String> read(ZmqMessage frames, byte[] frame) {
        try {
            return HeaderFrame.read(frame);
        } catch (IllegalArgumentException malformed) {
            throw new MessageConversionException(
                    new GenericMessage<>(frames), String.valueOf(malformed.getMessage()), malformed);
        }
    }

    /** {@return the message without one of its frames} */
    static ZmqMessage without(ZmqMessage frames, int index) {
        byte[][] rest = new byte[frames.frameCount() - 1][];
        for (int i = 0, to = 0; i < frames.frameCount(); i++) {
            if (i != index) {
                rest[to++] = frames.frame(i);
            }
        }
        return frames.peer() == null ? ZmqMessage.of(rest) : ZmqMessage.received(frames.peer(), rest);
    }

    @Override
    public ZmqMessage toFrames(Message<?> message) {
        Object payload = message.getPayload();
        Object given = message.getHeaders().get(MessageHeaders.CONTENT_TYPE);
        byte[] frame = given == null ? payloads.toFrame(payload) : null;
        ZmqMessage body = frame != null ? ZmqMessage.of(frame) : payloads.toFrames(message);
        Map<String, String> headers = new LinkedHashMap<>();
        if (given != null) {
            headers.put(HeaderFrame.CONTENT_TYPE, given.toString());
        } else if (payload instanceof String) {
            headers.put(HeaderFrame.CONTENT_TYPE, TEXT);
        } else if (frame != null && !(payload instanceof byte[])) {
            headers.put(HeaderFrame.CONTENT_TYPE, JSON);
        }
        message.getHeaders().forEach((name, value) -> {
            String wire = toWire(name);
            if (wire != null && HeaderFrame.isText(value)) {
                headers.put(wire, value.toString());
            }
        });
        return ZmqMessage.of(HeaderFrame.write(headers)).followedBy(body);
    }

    private @Nullable String toWire(String header) {
        if (header.equals(CORRELATION_ID)) {
            return HeaderFrame.CORRELATION_ID;
        }
        if (header.equals(ERROR)) {
            return HeaderFrame.ERROR;
        }
        return isAllowed(header) ? header : null;
    }

    private @Nullable String ofWire(String name) {
        return switch (name) {
            case HeaderFrame.CONTENT_TYPE -> MessageHeaders.CONTENT_TYPE;
            case HeaderFrame.CORRELATION_ID -> CORRELATION_ID;
            case HeaderFrame.ERROR -> ERROR;
            default -> isAllowed(name) ? name : null;
        };
    }

    private boolean isAllowed(String name) {
        return HeaderFrame.TRACES.contains(name)
                || !name.equals(MessageHeaders.ID)
                        && !name.equals(MessageHeaders.TIMESTAMP)
                        && !name.equals(MessageHeaders.CONTENT_TYPE)
                        && !name.equals(MessageHeaders.REPLY_CHANNEL)
                        && !name.equals(MessageHeaders.ERROR_CHANNEL)
                        // Said by the socket: a peer must not choose another peer or topic.
                        && !name.startsWith(ZmqHeaders.PREFIX)
                        && PatternMatchUtils.simpleMatch(patterns, name);
    }

    @Override
    public SmartMessageConverter getPayloadConverter() {
        return payloads.getPayloadConverter();
    }

    @Override
    public boolean mayConvertTo(Class<?> payloadType) {
        return payloads.mayConvertTo(payloadType);
    }
}
