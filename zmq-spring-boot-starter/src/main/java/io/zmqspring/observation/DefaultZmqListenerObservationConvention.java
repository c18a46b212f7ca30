package io.zmqspring.observation;

import io.micrometer.common.KeyValues;

/**
 * Observations {@code zmq.listener}, with keys {@code messaging.system}, {@code messaging.operation} ({@code process}),
 * {@code messaging.destination.name}, the name of the socket, and {@code zmq.listener.id}.
 */
public class DefaultZmqListenerObservationConvention implements ZmqListenerObservationConvention {

    @Override
    public String getName() {
        return "zmq.listener";
    }

    @Override
    public String getContextualName(ZmqReceiverContext context) {
        return context.getSocketName() + " process";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ZmqReceiverContext context) {
        return KeyValues.of(
                "messaging.system",
                "zeromq",
                "messaging.operation",
                "process",
                "messaging.destination.name",
                context.getSocketName(),
                "zmq.listener.id",
                context.getListenerId());
    }
}
