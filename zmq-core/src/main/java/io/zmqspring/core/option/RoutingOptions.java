package io.zmqspring.core.option;

import org.jspecify.annotations.Nullable;

/** Settings of requests, replies and routing ids (28/REQREP). Immutable, part of {@link SocketOptions}. */
public sealed interface RoutingOptions extends SocketOptionGroup permits SocketOptions {

    /**
     * {@return the id the socket announces to its peers, by which a ROUTER addresses it; {@code null} announces none, and
     * the ROUTER assigns one (libzmq ZMQ_ROUTING_ID)}
     */
    default @Nullable RoutingId routingId() {
        return get(SocketOption.ROUTING_ID);
    }

    /**
     * {@return whether a ROUTER refuses a message for a peer it does not know with an exception, and waits when the peer
     * has no room; if not, such a message is dropped and counted (ZMQ_ROUTER_MANDATORY)}
     */
    default boolean routerMandatory() {
        return get(SocketOption.ROUTER_MANDATORY);
    }

    /**
     * {@return whether a new peer takes over the routing id of another, whose connection is then closed; if not, the new
     * peer is refused (ZMQ_ROUTER_HANDOVER)}
     */
    default boolean routerHandover() {
        return get(SocketOption.ROUTER_HANDOVER);
    }

    /**
     * The setters of {@link RoutingOptions}.
     *
     * @param <B> the builder
     */
    sealed interface Setters<B> extends SocketOptionGroup.Setters<B> permits SocketOptions.Builder {

        /**
         * Sets {@link RoutingOptions#routingId()}.
         *
         * @param value the new value, whose first byte is not zero, or {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B routingId(@Nullable RoutingId value) {
            return set(SocketOption.ROUTING_ID, value);
        }

        /**
         * Sets {@link RoutingOptions#routerMandatory()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B routerMandatory(boolean value) {
            return set(SocketOption.ROUTER_MANDATORY, value);
        }

        /**
         * Sets {@link RoutingOptions#routerHandover()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B routerHandover(boolean value) {
            return set(SocketOption.ROUTER_HANDOVER, value);
        }
    }
}
