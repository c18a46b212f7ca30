package io.zmqspring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.springframework.messaging.Message;

/** A message that is handled; a tracer reads its headers. */
public final class ZmqReceiverContext extends ReceiverContext<Message<?>> {

    private final String socketName;
    private final String listenerId;

    /**
     * Creates a context.
     *
     * @param message the message
     * @param socketName name of the socket it came from
     * @param listenerId id of the listener container
     */
    public ZmqReceiverContext(Message<?> message, String socketName, String listenerId) {
        super(
                (carrier, key) -> {
                    Object value = carrier.getHeaders().get(key);
                    return value == null ? null : value.toString();
                },
                Kind.CONSUMER);
        this.socketName = socketName;
        this.listenerId = listenerId;
        setCarrier(message);
        setRemoteServiceName("zeromq");
    }

    /** {@return name of the socket it came from} */
    public String getSocketName() {
        return socketName;
    }

    /** {@return id of the listener container} */
    public String getListenerId() {
        return listenerId;
    }
}
