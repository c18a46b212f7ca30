package io.zmqspring.observation;

import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationConvention;

/** Names and keys of the observation of listeners. A bean of this type replaces the default one. */
public interface ZmqListenerObservationConvention extends ObservationConvention<ZmqListenerObservationContext> {

    @Override
    default boolean supportsContext(Context context) {
        return context instanceof ZmqListenerObservationContext;
    }

    @Override
    default String getName() {
        return "zmq.listener";
    }
}
