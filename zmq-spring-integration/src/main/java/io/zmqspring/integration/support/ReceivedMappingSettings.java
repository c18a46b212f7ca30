package io.zmqspring.integration.support;

/** Properties of endpoints that map what they receive, a reply too. */
public interface ReceivedMappingSettings extends MappingSettings {

    /**
     * Sets the payload type of received messages that are not converted. Replaces every mapper and converter set
     * before.
     *
     * @param mode by default {@link PayloadMode#NATURAL}
     */
    default void setPayloadMode(PayloadMode mode) {
        mapping().setMode(mode);
    }

    /**
     * Sets the type of payload that a {@link #setMessageConverter message converter} makes of a received frame.
     *
     * @param payloadType what to convert to
     */
    default void setPayloadType(Class<?> payloadType) {
        mapping().setPayloadType(payloadType);
    }
}
