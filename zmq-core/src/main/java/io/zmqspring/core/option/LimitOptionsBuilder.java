package io.zmqspring.core.option;

/**
 * Collects settings of what a peer may claim.
 *
 * @param <B> the whole builder
 */
abstract class LimitOptionsBuilder<B> extends HeartbeatOptionsBuilder<B> {

    private long maxMessageSize = -1;
    private long maxMultipartBytes = 256L << 20;
    private int maxMultipartFrames = 1 << 16;
    private int maxCommandsPerTurn = 256;
    private int maxHandshakes = 1000;

    final LimitOptions limits() {
        return new LimitOptions(
                maxMessageSize, maxMultipartBytes, maxMultipartFrames, maxCommandsPerTurn, maxHandshakes);
    }

    final void limits(LimitOptions value) {
        maxMessageSize = value.maxMessageSize();
        maxMultipartBytes = value.maxMultipartBytes();
        maxMultipartFrames = value.maxMultipartFrames();
        maxCommandsPerTurn = value.maxCommandsPerTurn();
        maxHandshakes = value.maxHandshakes();
    }

    /**
     * Sets {@link SocketOptions#maxMessageSize()}.
     *
     * @param value the new value, by default {@code -1}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B maxMessageSize(long value) {
        OptionCheck.size("maxMessageSize", value);
        maxMessageSize = value;
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
        OptionCheck.limit("maxMultipartBytes", value);
        maxMultipartBytes = value;
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
        OptionCheck.limit("maxMultipartFrames", value);
        maxMultipartFrames = value;
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
        OptionCheck.limit("maxCommandsPerTurn", value);
        maxCommandsPerTurn = value;
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
        OptionCheck.limit("maxHandshakes", value);
        maxHandshakes = value;
        return self();
    }
}
