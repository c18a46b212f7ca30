package io.zmqspring.core.option;

/**
 * Collects settings of what a peer may claim.
 *
 * @param <B> the whole builder
 */
abstract class LimitOptionsBuilder<B> extends HeartbeatOptionsBuilder<B> {

    private LimitOptions limits = LimitOptions.DEFAULTS;

    final LimitOptions limits() {
        return limits;
    }

    final void limits(LimitOptions value) {
        this.limits = value;
    }

    /**
     * Sets {@link SocketOptions#maxMessageSize()}.
     *
     * @param value the new value, by default {@code -1}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B maxMessageSize(long value) {
        limits = limits.withMaxMessageSize(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#maxMultipartBytes()}.
     *
     * @param value the new value, by default {@code 256 << 20}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B maxMultipartBytes(long value) {
        limits = limits.withMaxMultipartBytes(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#maxMultipartFrames()}.
     *
     * @param value the new value, by default {@code 65536}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B maxMultipartFrames(int value) {
        limits = limits.withMaxMultipartFrames(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#maxCommandsPerTurn()}.
     *
     * @param value the new value, by default {@code 256}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B maxCommandsPerTurn(int value) {
        limits = limits.withMaxCommandsPerTurn(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#maxHandshakes()}.
     *
     * @param value the new value, by default {@code 1000}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B maxHandshakes(int value) {
        limits = limits.withMaxHandshakes(value);
        return self();
    }
}
