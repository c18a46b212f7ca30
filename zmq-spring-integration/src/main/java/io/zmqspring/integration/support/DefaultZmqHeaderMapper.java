package io.zmqspring.integration.support;

import io.zmqspring.core.message.HeaderFrame;
import io.zmqspring.core.message.ZmqHeaders;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.integration.support.utils.PatternMatchUtils;
import org.springframework.messaging.MessageHeaders;
import org.springframework.util.MimeType;

/**
 * Maps between the headers of a message and those of a {@link HeaderFrame}, as far as patterns of names allow. Text,
 * numbers, booleans, enums and {@link java.util.UUID}s travel, as text; other values do not.
 *
 * <p>Patterns are names with {@code *} for any characters, and {@code !} ahead of a pattern that excludes; the first
 * that matches decides. By default, in both directions: the content type ({@code content-type} in the frame), {@code
 * correlationId} ({@code correlation-id}), {@code sequenceNumber}, {@code sequenceSize}, {@code zmq_error} ({@code
 * zmq-error}), and the headers of traces ({@code traceparent}, {@code tracestate}, {@code baggage}, {@code b3}).
 *
 * <p>Whatever the patterns say, some headers never travel and are never taken from a peer: {@code id},
 * {@code timestamp}, the routing slip, and all others that begin with {@value ZmqHeaders#PREFIX}. The names of reply
 * and error channels do so only where they are listed themselves, not by a {@code *}, since a peer could send to any
 * channel with them.
 *
 * <p>Set up by one thread, then used by any.
 */
public class DefaultZmqHeaderMapper implements HeaderMapper<Map<String, String>> {

    private static final Set<String> NEVER = Set.of(
            MessageHeaders.ID,
            MessageHeaders.TIMESTAMP,
            IntegrationMessageHeaderAccessor.ROUTING_SLIP,
            IntegrationMessageHeaderAccessor.SEQUENCE_DETAILS,
            IntegrationMessageHeaderAccessor.SOURCE_DATA,
            IntegrationMessageHeaderAccessor.ACKNOWLEDGMENT_CALLBACK,
            HeaderFrame.CONTENT_TYPE,
            HeaderFrame.CORRELATION_ID,
            HeaderFrame.ERROR);
    private static final Set<String> NOT_ON_THE_WIRE =
            Set.of(MessageHeaders.CONTENT_TYPE, IntegrationMessageHeaderAccessor.CORRELATION_ID, ZmqHeaders.ERROR);
    private static final Set<String> ONLY_LISTED = Set.of(MessageHeaders.REPLY_CHANNEL, MessageHeaders.ERROR_CHANNEL);
    private static final String[] DEFAULT_NAMES = Stream.concat(
                    Stream.of(
                            MessageHeaders.CONTENT_TYPE,
                            IntegrationMessageHeaderAccessor.CORRELATION_ID,
                            IntegrationMessageHeaderAccessor.SEQUENCE_NUMBER,
                            IntegrationMessageHeaderAccessor.SEQUENCE_SIZE,
                            ZmqHeaders.ERROR),
                    HeaderFrame.TRACES.stream())
            .toArray(String[]::new);

    private String[] outbound = DEFAULT_NAMES.clone();
    private String[] inbound = DEFAULT_NAMES.clone();

    /** Creates a mapper of the headers named above. */
    public DefaultZmqHeaderMapper() {}

    /**
     * Sets the headers that are sent, in place of the default.
     *
     * @param patterns of names
     */
    public void setOutboundHeaderNames(String... patterns) {
        this.outbound = patterns.clone();
    }

    /**
     * Sets the headers that are taken from received messages, in place of the default.
     *
     * @param patterns of names
     */
    public void setInboundHeaderNames(String... patterns) {
        this.inbound = patterns.clone();
    }

    @Override
    public void fromHeaders(MessageHeaders headers, Map<String, String> target) {
        headers.forEach((name, value) -> {
            if (isAllowed(name, outbound) && (HeaderFrame.isText(value) || value instanceof MimeType)) {
                target.put(toWire(name), value.toString());
            }
        });
    }

    @Override
    public Map<String, Object> toHeaders(Map<String, String> source) {
        Map<String, Object> headers = new HashMap<>();
        source.forEach((wire, value) -> {
            String name = NOT_ON_THE_WIRE.contains(wire) ? null : ofWire(wire);
            Object typed = name != null && isAllowed(name, inbound) ? typed(name, value) : null;
            if (name != null && typed != null) {
                headers.put(name, typed);
            }
        });
        return headers;
    }

    private static boolean isAllowed(String name, String[] patterns) {
        if (ONLY_LISTED.contains(name)) {
            return Arrays.asList(patterns).contains(name);
        }
        return !NEVER.contains(name)
                && (name.equals(ZmqHeaders.ERROR) || !name.startsWith(ZmqHeaders.PREFIX))
                && Boolean.TRUE.equals(PatternMatchUtils.smartMatch(name, patterns));
    }

    /** {@return the value as the framework wants it, or {@code null} when it is none} */
    private static @Nullable Object typed(String name, String value) {
        try {
            return switch (name) {
                case IntegrationMessageHeaderAccessor.SEQUENCE_NUMBER,
                        IntegrationMessageHeaderAccessor.SEQUENCE_SIZE,
                        IntegrationMessageHeaderAccessor.PRIORITY -> Integer.valueOf(value);
                case IntegrationMessageHeaderAccessor.EXPIRATION_DATE -> Long.valueOf(value);
                case ZmqHeaders.ERROR -> Boolean.valueOf(value);
                default -> value;
            };
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    private static String toWire(String name) {
        return switch (name) {
            case MessageHeaders.CONTENT_TYPE -> HeaderFrame.CONTENT_TYPE;
            case IntegrationMessageHeaderAccessor.CORRELATION_ID -> HeaderFrame.CORRELATION_ID;
            case ZmqHeaders.ERROR -> HeaderFrame.ERROR;
            default -> name;
        };
    }

    private static String ofWire(String wire) {
        return switch (wire) {
            case HeaderFrame.CONTENT_TYPE -> MessageHeaders.CONTENT_TYPE;
            case HeaderFrame.CORRELATION_ID -> IntegrationMessageHeaderAccessor.CORRELATION_ID;
            case HeaderFrame.ERROR -> ZmqHeaders.ERROR;
            default -> wire;
        };
    }
}
