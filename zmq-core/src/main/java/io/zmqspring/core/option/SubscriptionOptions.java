package io.zmqspring.core.option;

/** Settings of publishers and subscribers (29/PUBSUB). Immutable, part of {@link SocketOptions}. */
public sealed interface SubscriptionOptions extends SocketOptionGroup permits SocketOptions {

    /**
     * {@return what becomes of a message that a subscriber has no room for}
     *
     * <p>What is not delivered is counted, for the socket and for each peer.
     */
    default OverflowPolicy overflowPolicy() {
        return get(SocketOption.OVERFLOW_POLICY);
    }

    /**
     * {@return most topics one peer may subscribe to; a peer that wants more is disconnected; -1 is no limit}
     *
     * <p>A subscription takes some 50 bytes of memory beside its topic.
     */
    default int maxSubscriptions() {
        return get(SocketOption.MAX_SUBSCRIPTIONS);
    }

    /** {@return most bytes of all topics one peer has subscribed to; as {@link #maxSubscriptions()}; -1 is no limit} */
    default long maxSubscriptionBytes() {
        return get(SocketOption.MAX_SUBSCRIPTION_BYTES);
    }

    /**
     * {@return whether an XPUB receives every subscription; if not, only those to topics that no peer has subscribed to
     * yet (libzmq ZMQ_XPUB_VERBOSE)}
     */
    default boolean xpubVerbose() {
        return get(SocketOption.XPUB_VERBOSE);
    }

    /**
     * {@return whether an XPUB receives every subscription and every cancellation; if not, only cancellations of topics
     * that no peer subscribes to any more (ZMQ_XPUB_VERBOSER)}
     */
    default boolean xpubVerboser() {
        return get(SocketOption.XPUB_VERBOSER);
    }

    /**
     * {@return whether a message goes to those whose subscriptions do not match; to be set on both sides
     * (ZMQ_INVERT_MATCHING)}
     */
    default boolean invertMatching() {
        return get(SocketOption.INVERT_MATCHING);
    }

    /**
     * The setters of {@link SubscriptionOptions}.
     *
     * @param <B> the builder
     */
    sealed interface Setters<B> extends SocketOptionGroup.Setters<B> permits SocketOptions.Builder {

        /**
         * Sets {@link SubscriptionOptions#overflowPolicy()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B overflowPolicy(OverflowPolicy value) {
            return set(SocketOption.OVERFLOW_POLICY, value);
        }

        /**
         * Sets {@link SubscriptionOptions#maxSubscriptions()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B maxSubscriptions(int value) {
            return set(SocketOption.MAX_SUBSCRIPTIONS, value);
        }

        /**
         * Sets {@link SubscriptionOptions#maxSubscriptionBytes()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B maxSubscriptionBytes(long value) {
            return set(SocketOption.MAX_SUBSCRIPTION_BYTES, value);
        }

        /**
         * Sets {@link SubscriptionOptions#xpubVerbose()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B xpubVerbose(boolean value) {
            return set(SocketOption.XPUB_VERBOSE, value);
        }

        /**
         * Sets {@link SubscriptionOptions#xpubVerboser()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B xpubVerboser(boolean value) {
            return set(SocketOption.XPUB_VERBOSER, value);
        }

        /**
         * Sets {@link SubscriptionOptions#invertMatching()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B invertMatching(boolean value) {
            return set(SocketOption.INVERT_MATCHING, value);
        }
    }
}
