package io.zmqspring.observation;

import io.micrometer.observation.transport.ReceiverContext;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import org.jspecify.annotations.Nullable;

/** The message that a listener handles. Bare frames carry no trace, so that its span has no parent. */
public final class ZmqListenerObservationContext extends ReceiverContext<ZmqMessage> {

    private final ZmqMessage message;
    private final String listenerId;
    private final String socketName;
    private final Envelope envelope;

    /**
     * Creates one.
     *
     * @param message as it was received
     * @param listenerId id of the listener
     * @param socketName name of the socket it came from
     * @param envelope what stands ahead of the payload
     */
    public ZmqListenerObservationContext(ZmqMessage message, String listenerId, String socketName, Envelope envelope) {
        super((carrier, key) -> null);
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
}
