package io.zmqspring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names the observations of listeners and their keys; a bean of an application replaces the default one. */
public interface ZmqListenerObservationConvention extends ObservationConvention<ZmqReceiverContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ZmqReceiverContext;
    }
}
