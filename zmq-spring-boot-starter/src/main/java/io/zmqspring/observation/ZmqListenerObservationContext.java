package io.zmqspring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.Propagator;
import io.micrometer.observation.transport.ReceiverContext;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The message that a listener handles. Where headers travel, its trace is that of the sender; bare frames carry none,
 * so that its span has no parent. A request is of kind {@link Kind#SERVER}, any other message of
 * {@link Kind#CONSUMER}.
 */
public final class ZmqListenerObservationContext extends ReceiverContext<ZmqMessage> {

    private final ZmqMessage message;
    private final String listenerId;
    private final String socketName;
    private final Envelope envelope;

    /**
     * Creates one.
     *
     * @param message as it was received
     * @param isRequest whether its sender waits for a reply
     * @param listenerId id of the listener
     * @param socketName name of the socket it came from
     * @param envelope what stands ahead of the payload
     * @param headers gives the headers of the message, called when a tracer asks for the first of them
     */
    public ZmqListenerObservationContext(
            ZmqMessage message,
            boolean isRequest,
            String listenerId,
            String socketName,
            Envelope envelope,
            Function<? super ZmqMessage, ? extends Map<String, ?>> headers) {
        super(new TravelledHeaders(headers), isRequest ? Kind.SERVER : Kind.CONSUMER);
        this.message = message;
        this.listenerId = listenerId;
        this.socketName = socketName;
        this.envelope = envelope;
        setCarrier(message);
        setRemoteServiceName("zeromq");
    }

    /** {@return the message as it was received} */
    public ZmqMessage getMessage() {
        return message;
    }

    /** {@return the id of the listener} */
    public String getListenerId() {
        return listenerId;
    }

    /** {@return the name of the socket the message came from} */
    public String getSocketName() {
        return socketName;
    }

    /** {@return its topic, or {@code null} when the socket does not subscribe} */
    public @Nullable String getTopic() {
        return envelope.topic(message);
    }

    /** Reads the headers of one message once. Used by one thread at a time. */
    private static final class TravelledHeaders implements Propagator.Getter<ZmqMessage> {

        private final Function<? super ZmqMessage, ? extends Map<String, ?>> source;
        private @Nullable Map<String, ?> headers;

        TravelledHeaders(Function<? super ZmqMessage, ? extends Map<String, ?>> source) {
            this.source = source;
        }

        @Override
        public @Nullable String get(ZmqMessage message, String name) {
            Map<String, ?> known = headers;
            if (known == null) {
                known = read(message);
                headers = known;
            }
            return known.get(name) instanceof String value ? value : null;
        }

        /** A message whose headers cannot be read has no trace; the listener fails on it. */
        private Map<String, ?> read(ZmqMessage message) {
            try {
                return source.apply(message);
            } catch (RuntimeException unreadable) {
                return Map.of();
            }
        }
    }
}
