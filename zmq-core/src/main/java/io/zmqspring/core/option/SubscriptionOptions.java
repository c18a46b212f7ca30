package io.zmqspring.core.option;

import org.jspecify.annotations.Nullable;

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
     * {@return whether the application of an XPUB decides what its peers get: it receives every subscription and every
     * cancellation, which have no effect by themselves, and calls {@code subscribe} and {@code unsubscribe} of its
     * {@link io.zmqspring.core.XPubSocket} (ZMQ_XPUB_MANUAL)}
     */
    default boolean xpubManual() {
        return get(SocketOption.XPUB_MANUAL);
    }

    /**
     * {@return as {@link #xpubManual()}, and the first message sent after a subscription or a cancellation was received
     * goes to the peer that it came from, and to no other: the last value of a topic for a new subscriber
     * (ZMQ_XPUB_MANUAL_LAST_VALUE)}
     */
    default boolean xpubManualLastValue() {
        return get(SocketOption.XPUB_MANUAL_LAST_VALUE);
    }

    /**
     * {@return the message that each peer of an XPUB gets first on every connection, before it has subscribed to
     * anything; {@code null} is none (ZMQ_XPUB_WELCOME_MSG)}
     *
     * <p>A SUB drops it unless it has subscribed to its first bytes.
     */
    default @Nullable MessageBody xpubWelcomeMessage() {
        return get(SocketOption.XPUB_WELCOME_MESSAGE);
    }

    /**
     * {@return whether an XSUB sends every cancellation; if not, only the last of a topic, when there were as many as
     * subscriptions (ZMQ_XSUB_VERBOSE_UNSUBSCRIBE)}
     *
     * <p>A publisher knows each topic of a peer once, so that the first cancellation ends it there.
     */
    default boolean xsubVerboseUnsubscribe() {
        return get(SocketOption.XSUB_VERBOSE_UNSUBSCRIBE);
    }

    /**
     * {@return whether only a message of one frame can be a subscription; if not, each frame of a message that begins
     * with a byte 1 or 0 is one, and is not passed on, as by default in libzmq (ZMQ_ONLY_FIRST_SUBSCRIBE)}
     */
    default boolean onlyFirstSubscribe() {
        return get(SocketOption.ONLY_FIRST_SUBSCRIBE);
    }

    /**
     * {@return whether a message goes to the peers whose subscriptions do not match; to be set on both sides
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
         * Sets {@link SubscriptionOptions#xpubManual()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B xpubManual(boolean value) {
            return set(SocketOption.XPUB_MANUAL, value);
        }

        /**
         * Sets {@link SubscriptionOptions#xpubManualLastValue()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B xpubManualLastValue(boolean value) {
            return set(SocketOption.XPUB_MANUAL_LAST_VALUE, value);
        }

        /**
         * Sets {@link SubscriptionOptions#xpubWelcomeMessage()}.
         *
         * @param value the new value, or {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B xpubWelcomeMessage(@Nullable MessageBody value) {
            return set(SocketOption.XPUB_WELCOME_MESSAGE, value);
        }

        /**
         * Sets {@link SubscriptionOptions#xsubVerboseUnsubscribe()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B xsubVerboseUnsubscribe(boolean value) {
            return set(SocketOption.XSUB_VERBOSE_UNSUBSCRIBE, value);
        }

        /**
         * Sets {@link SubscriptionOptions#onlyFirstSubscribe()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B onlyFirstSubscribe(boolean value) {
            return set(SocketOption.ONLY_FIRST_SUBSCRIBE, value);
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
