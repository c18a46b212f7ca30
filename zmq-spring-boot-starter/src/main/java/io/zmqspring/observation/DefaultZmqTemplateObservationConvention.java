package io.zmqspring.observation;

import io.micrometer.common.KeyValues;

/**
 * Observations {@code zmq.template}, with keys {@code messaging.system}, {@code messaging.operation} ({@code publish}
 * or {@code request}) and {@code messaging.destination.name}, the name of the socket.
 */
public class DefaultZmqTemplateObservationConvention implements ZmqTemplateObservationConvention {

    @Override
    public String getName() {
        return "zmq.template";
    }

    @Override
    public String getContextualName(ZmqSenderContext context) {
        return context.getSocketName() + " " + context.getOperation();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ZmqSenderContext context) {
        return KeyValues.of(
                "messaging.system",
                "zeromq",
                "messaging.operation",
                context.getOperation(),
                "messaging.destination.name",
                context.getSocketName());
    }
}
