package io.zmqspring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A message that is sent, or a request; what a tracer adds to its carrier becomes headers of the message. */
public final class ZmqSenderContext extends SenderContext<Map<String, Object>> {

    private final String socketName;
    private final String operation;

    /**
     * Creates a context.
     *
     * @param socketName name of the socket or requester
     * @param operation {@code publish} or {@code request}
     */
    public ZmqSenderContext(String socketName, String operation) {
        super((carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), kindOf(operation));
        this.socketName = socketName;
        this.operation = operation;
        setCarrier(new HashMap<>());
        setRemoteServiceName("zeromq");
    }

    private static Kind kindOf(String operation) {
        return operation.equals("request") ? Kind.CLIENT : Kind.PRODUCER;
    }

    /** {@return name of the socket or requester} */
    public String getSocketName() {
        return socketName;
    }

    /** {@return {@code publish} or {@code request}} */
    public String getOperation() {
        return operation;
    }

    /** {@return the headers to add to the message} */
    public Map<String, Object> getHeaders() {
        return Objects.requireNonNull(getCarrier());
    }
}
