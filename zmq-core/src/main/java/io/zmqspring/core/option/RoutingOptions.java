package io.zmqspring.core.option;

import org.jspecify.annotations.Nullable;

/** Settings of requests, replies and routing ids (28/REQREP). Immutable, part of {@link SocketOptions}. */
public sealed interface RoutingOptions extends SocketOptionGroup permits SocketOptions {

    /**
     * {@return the id the socket announces to its peers, by which a ROUTER addresses it; {@code null} announces none,
     * and the ROUTER assigns one (libzmq ZMQ_ROUTING_ID)}
     */
    default @Nullable RoutingId routingId() {
        return get(SocketOption.ROUTING_ID);
    }

    /**
     * {@return whether a ROUTER refuses a message for a peer it does not know with an exception, and waits when the
     * peer has no room; if not, such a message is dropped and counted (ZMQ_ROUTER_MANDATORY)}
     */
    default boolean routerMandatory() {
        return get(SocketOption.ROUTER_MANDATORY);
    }

    /**
     * {@return whether a new peer takes over the routing id of another, whose connection is then closed; if not, the
     * new peer is refused (ZMQ_ROUTER_HANDOVER)}
     */
    default boolean routerHandover() {
        return get(SocketOption.ROUTER_HANDOVER);
    }

    /**
     * {@return whether a REQ puts a number of 4 bytes ahead of each request and takes only the reply that brings it
     * back (ZMQ_REQ_CORRELATE)} With {@link #reqRelaxed()} it does so too, unless this option is set to {@code false}.
     */
    default boolean reqCorrelate() {
        return get(SocketOption.REQ_CORRELATE);
    }

    /**
     * {@return whether a REQ may send a further request although the last was not replied to, which gives that reply up
     * (ZMQ_REQ_RELAXED)}
     */
    default boolean reqRelaxed() {
        return get(SocketOption.REQ_RELAXED);
    }

    /**
     * {@return whether a socket sends an empty message to each peer it is connected to, so that a ROUTER there receives
     * the routing id (ZMQ_PROBE_ROUTER)}
     */
    default boolean probeRouter() {
        return get(SocketOption.PROBE_ROUTER);
    }

    /**
     * {@return the events of which a ROUTER is notified over {@code tcp} and {@code ipc}, by an empty message behind
     * the routing id of the peer that has connected or gone (ZMQ_ROUTER_NOTIFY)}
     *
     * <p>No high-water mark delays these messages. A peer whose handshake fails causes none, nor does one that an
     * unbind or a disconnect of this socket ends.
     */
    default RouterNotification routerNotify() {
        return get(SocketOption.ROUTER_NOTIFY);
    }

    /**
     * {@return the message that each peer is sent first on every connection, ahead of what is queued for it; {@code
     * null} is none (ZMQ_HELLO_MSG)}
     */
    default @Nullable MessageBody helloMessage() {
        return get(SocketOption.HELLO_MESSAGE);
    }

    /**
     * {@return the message that a ROUTER receives, behind the routing id and all other messages of the peer, when a
     * peer that has connected to it has gone; {@code null} is none (ZMQ_DISCONNECT_MSG)}
     */
    default @Nullable MessageBody disconnectMessage() {
        return get(SocketOption.DISCONNECT_MESSAGE);
    }

    /**
     * {@return the message that a DEALER receives when a peer it is connected to has gone, behind all other messages of
     * that peer; {@code null} is none (ZMQ_HICCUP_MSG)}
     */
    default @Nullable MessageBody hiccupMessage() {
        return get(SocketOption.HICCUP_MESSAGE);
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

        /**
         * Sets {@link RoutingOptions#reqCorrelate()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B reqCorrelate(boolean value) {
            return set(SocketOption.REQ_CORRELATE, value);
        }

        /**
         * Sets {@link RoutingOptions#reqRelaxed()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B reqRelaxed(boolean value) {
            return set(SocketOption.REQ_RELAXED, value);
        }

        /**
         * Sets {@link RoutingOptions#probeRouter()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B probeRouter(boolean value) {
            return set(SocketOption.PROBE_ROUTER, value);
        }

        /**
         * Sets {@link RoutingOptions#routerNotify()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B routerNotify(RouterNotification value) {
            return set(SocketOption.ROUTER_NOTIFY, value);
        }

        /**
         * Sets {@link RoutingOptions#helloMessage()}.
         *
         * @param value the new value, or {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B helloMessage(@Nullable MessageBody value) {
            return set(SocketOption.HELLO_MESSAGE, value);
        }

        /**
         * Sets {@link RoutingOptions#disconnectMessage()}.
         *
         * @param value the new value, or {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B disconnectMessage(@Nullable MessageBody value) {
            return set(SocketOption.DISCONNECT_MESSAGE, value);
        }

        /**
         * Sets {@link RoutingOptions#hiccupMessage()}.
         *
         * @param value the new value, or {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B hiccupMessage(@Nullable MessageBody value) {
            return set(SocketOption.HICCUP_MESSAGE, value);
        }
    }
}
