package io.zmqspring.support;

/** Names of beans that our classes look up by name. */
public final class ZmqBeanNames {

    /** The container factory a listener uses when it names none. */
    public static final String LISTENER_CONTAINER_FACTORY = "zmqListenerContainerFactory";

    /** The processor that finds the annotated listener methods. */
    public static final String LISTENER_ANNOTATION_PROCESSOR =
            "io.zmqspring.annotation.internalZmqListenerAnnotationProcessor";

    /** The registry of all listener containers. */
    public static final String LISTENER_ENDPOINT_REGISTRY = "io.zmqspring.config.internalZmqListenerEndpointRegistry";

    private ZmqBeanNames() {}
}
