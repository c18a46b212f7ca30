package io.zmqspring.core.option;

/**
 * Collects settings of the queues between a socket and its peers. The parts of {@link SocketOptions.Builder}, one a
 * theme, extend each other so that all setters stand side by side in it. A part checks a value when it is set.
 *
 * @param <B> the whole builder
 */
abstract class QueueOptionsBuilder<B> {

    private QueueOptions queues = QueueOptions.DEFAULTS;

    /** {@return this builder} */
    abstract B self();

    final QueueOptions queues() {
        return queues;
    }

    final void queues(QueueOptions value) {
        this.queues = value;
    }

    /**
     * Sets {@link SocketOptions#sendHwm()}.
     *
     * @param value the new value, by default {@code 1000}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B sendHwm(int value) {
        queues = queues.withSendHwm(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#receiveHwm()}.
     *
     * @param value the new value, by default {@code 1000}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B receiveHwm(int value) {
        queues = queues.withReceiveHwm(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#sendHwmBytes()}.
     *
     * @param value the new value, by default {@code 64 << 20}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B sendHwmBytes(long value) {
        queues = queues.withSendHwmBytes(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#receiveHwmBytes()}.
     *
     * @param value the new value, by default {@code 64 << 20}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B receiveHwmBytes(long value) {
        queues = queues.withReceiveHwmBytes(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#departedHwm()}.
     *
     * @param value the new value, by default {@code -1}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B departedHwm(int value) {
        queues = queues.withDepartedHwm(value);
        return self();
    }

    /**
     * Sets {@link SocketOptions#immediate()}.
     *
     * @param value the new value, by default {@code false}
     * @return this builder
     */
    public B immediate(boolean value) {
        queues = queues.withImmediate(value);
        return self();
    }
}
