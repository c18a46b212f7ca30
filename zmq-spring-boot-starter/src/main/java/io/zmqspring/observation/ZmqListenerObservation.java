package io.zmqspring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observation of a listener that handles a message. */
public enum ZmqListenerObservation implements ObservationDocumentation {

    /** From the call of the listener until it has returned, or until its future is complete. */
    LISTENER {
        @Override
        public Class<? extends ObservationConvention<? extends Context>> getDefaultConvention() {
            return DefaultZmqListenerObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityTags.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinalityTags.values();
        }
    };

    /** Keys with few values. */
    public enum LowCardinalityTags implements KeyName {

        /** Id of the listener. */
        LISTENER_ID("zmq.listener.id"),
        /** Always {@code zeromq}. */
        MESSAGING_SYSTEM("messaging.system"),
        /** Always {@code process}. */
        MESSAGING_OPERATION("messaging.operation"),
        /** Name of the socket the message came from. */
        MESSAGING_DESTINATION_NAME("messaging.destination.name");

        private final String key;

        LowCardinalityTags(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys with any number of values. */
    public enum HighCardinalityTags implements KeyName {

        /** Topic of the message, on a SUB or XSUB. */
        TOPIC("zmq.topic");

        private final String key;

        HighCardinalityTags(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
