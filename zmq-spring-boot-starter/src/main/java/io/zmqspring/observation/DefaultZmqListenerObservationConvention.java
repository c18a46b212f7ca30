package io.zmqspring.observation;

import io.micrometer.common.KeyValues;
import io.zmqspring.observation.ZmqListenerObservation.HighCardinalityTags;
import io.zmqspring.observation.ZmqListenerObservation.LowCardinalityTags;

/** The names and keys of {@link ZmqListenerObservation}. */
public class DefaultZmqListenerObservationConvention implements ZmqListenerObservationConvention {

    /** Creates one. */
    public DefaultZmqListenerObservationConvention() {}

    @Override
    public KeyValues getLowCardinalityKeyValues(ZmqListenerObservationContext context) {
        return KeyValues.of(
                LowCardinalityTags.LISTENER_ID.withValue(context.getListenerId()),
                LowCardinalityTags.MESSAGING_SYSTEM.withValue("zeromq"),
                LowCardinalityTags.MESSAGING_OPERATION.withValue("process"),
                LowCardinalityTags.MESSAGING_DESTINATION_NAME.withValue(context.getSocketName()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ZmqListenerObservationContext context) {
        String topic = context.getTopic();
        return topic == null ? KeyValues.empty() : KeyValues.of(HighCardinalityTags.TOPIC.withValue(topic));
    }

    @Override
    public String getContextualName(ZmqListenerObservationContext context) {
        return context.getSocketName() + " process";
    }
}
