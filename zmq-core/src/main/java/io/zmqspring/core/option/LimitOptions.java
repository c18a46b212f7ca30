package io.zmqspring.core.option;

/** Limits of what a peer may claim. Immutable, part of {@link SocketOptions}. */
public sealed interface LimitOptions extends SocketOptionGroup permits SocketOptions {

    /**
     * {@return largest frame body accepted from a peer, in bytes; a larger one closes that connection; -1 has no
     * limit (ZMQ_MAXMSGSIZE)}
     */
    default long maxMessageSize() {
        return get(SocketOption.MAX_MESSAGE_SIZE);
    }

    /**
     * {@return most bytes of a message of several frames from a peer, all frames and their headers together, complete
     * or not; a larger one closes that connection; -1 has no limit}
     */
    default long maxMultipartBytes() {
        return get(SocketOption.MAX_MULTIPART_BYTES);
    }

    /** {@return most frames of a message from a peer, complete or not; more close that connection; -1 has no limit} */
    default int maxMultipartFrames() {
        return get(SocketOption.MAX_MULTIPART_FRAMES);
    }

    /**
     * {@return most commands, such as PING, taken of one peer before other connections of its I/O thread have their
     * turn; what follows waits and is not lost; -1 has no limit}
     */
    default int maxCommandsPerTurn() {
        return get(SocketOption.MAX_COMMANDS_PER_TURN);
    }

    /**
     * {@return most connections of one bound endpoint whose handshake is under way; one that comes beyond is closed at
     * once and counted as failed; -1 has no limit}
     */
    default int maxHandshakes() {
        return get(SocketOption.MAX_HANDSHAKES);
    }

    /**
     * The setters of {@link LimitOptions}.
     *
     * @param <B> the builder
     */
    sealed interface Setters<B> extends SocketOptionGroup.Setters<B> permits SocketOptions.Builder {

        /**
         * Sets {@link LimitOptions#maxMessageSize()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B maxMessageSize(long value) {
            return set(SocketOption.MAX_MESSAGE_SIZE, value);
        }

        /**
         * Sets {@link LimitOptions#maxMultipartBytes()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B maxMultipartBytes(long value) {
            return set(SocketOption.MAX_MULTIPART_BYTES, value);
        }

        /**
         * Sets {@link LimitOptions#maxMultipartFrames()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B maxMultipartFrames(int value) {
            return set(SocketOption.MAX_MULTIPART_FRAMES, value);
        }

        /**
         * Sets {@link LimitOptions#maxCommandsPerTurn()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B maxCommandsPerTurn(int value) {
            return set(SocketOption.MAX_COMMANDS_PER_TURN, value);
        }

        /**
         * Sets {@link LimitOptions#maxHandshakes()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B maxHandshakes(int value) {
            return set(SocketOption.MAX_HANDSHAKES, value);
        }
    }
}
