package io.zmqspring.core.option;

/** Settings of the queues between a socket and each of its peers. Immutable, part of {@link SocketOptions}. */
public sealed interface QueueOptions extends SocketOptionGroup permits SocketOptions {

    /**
     * {@return most messages queued for one peer before a send waits; 0 is no limit (libzmq ZMQ_SNDHWM)}
     *
     * <p>Below 1000 no more than so many wait. From 1000 on, and only while the operating system takes all it is given,
     * small messages are written in batches, so that more may be queued: up to 64 KiB, or up to twice the mark and 384
     * KiB.
     */
    default int sendHwm() {
        return get(SocketOption.SEND_HWM);
    }

    /**
     * {@return messages of one peer waiting to be received at which its connection is no longer read (libzmq
     * ZMQ_RCVHWM); 0 is no limit}
     *
     * <p>Below 1000 no more than so many wait; what else was read lies unseen in memory of at most some 64 KiB. From
     * 1000 on the batch being read may go beyond.
     */
    default int receiveHwm() {
        return get(SocketOption.RECEIVE_HWM);
    }

    /**
     * {@return second bound beside {@link #sendHwm()}: most bytes queued for one peer, frame headers included; a
     * single message may exceed it when nothing else is queued}
     */
    default long sendHwmBytes() {
        return get(SocketOption.SEND_HWM_BYTES);
    }

    /**
     * {@return second bound beside {@link #receiveHwm()}: bytes of one peer waiting to be received at which its
     * connection is no longer read}
     */
    default long receiveHwmBytes() {
        return get(SocketOption.RECEIVE_HWM_BYTES);
    }

    /**
     * {@return how many unread messages all departed peers together may have left before a new peer is accepted but not
     * read; -1 is {@link #receiveHwm()}, 0 has no limit}
     *
     * <p>{@link #receiveHwmBytes()} is the second bound. Nothing is dropped: the new peer is read once half of these
     * messages are received.
     */
    default int departedHwm() {
        return get(SocketOption.DEPARTED_HWM);
    }

    /**
     * {@return whether messages are queued only to completed connections (ZMQ_IMMEDIATE); when false an endpoint
     * connected to counts as a peer before it answers}
     */
    default boolean immediate() {
        return get(SocketOption.IMMEDIATE);
    }

    /**
     * {@return whether only the newest message waits, for each peer, to be sent and to be received; high-water marks
     * are without effect then (ZMQ_CONFLATE)}
     *
     * <p>Messages have one frame: others are refused when they are sent, and dropped when they come. Each message that
     * is forgotten for a newer one is counted as dropped. Subscriptions are never forgotten.
     */
    default boolean conflate() {
        return get(SocketOption.CONFLATE);
    }

    /**
     * The setters of {@link QueueOptions}.
     *
     * @param <B> the builder
     */
    sealed interface Setters<B> extends SocketOptionGroup.Setters<B> permits SocketOptions.Builder {

        /**
         * Sets {@link QueueOptions#sendHwm()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B sendHwm(int value) {
            return set(SocketOption.SEND_HWM, value);
        }

        /**
         * Sets {@link QueueOptions#receiveHwm()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B receiveHwm(int value) {
            return set(SocketOption.RECEIVE_HWM, value);
        }

        /**
         * Sets {@link QueueOptions#sendHwmBytes()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B sendHwmBytes(long value) {
            return set(SocketOption.SEND_HWM_BYTES, value);
        }

        /**
         * Sets {@link QueueOptions#receiveHwmBytes()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B receiveHwmBytes(long value) {
            return set(SocketOption.RECEIVE_HWM_BYTES, value);
        }

        /**
         * Sets {@link QueueOptions#departedHwm()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B departedHwm(int value) {
            return set(SocketOption.DEPARTED_HWM, value);
        }

        /**
         * Sets {@link QueueOptions#immediate()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B immediate(boolean value) {
            return set(SocketOption.IMMEDIATE, value);
        }

        /**
         * Sets {@link QueueOptions#conflate()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B conflate(boolean value) {
            return set(SocketOption.CONFLATE, value);
        }
    }
}
