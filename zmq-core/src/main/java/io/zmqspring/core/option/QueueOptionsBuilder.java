package io.zmqspring.core.option;

/**
 * Collects settings of the queues between a socket and its peers. The parts of {@link SocketOptions.Builder}, one a
 * theme, extend each other so that all setters stand side by side in it. A part checks a value when it is set.
 *
 * @param <B> the whole builder
 */
abstract class QueueOptionsBuilder<B> {

    private int sendHwm = 1000;
    private int receiveHwm = 1000;
    private long sendHwmBytes = 64L << 20;
    private long receiveHwmBytes = 64L << 20;
    private int departedHwm = -1;
    private boolean immediate = false;

    /** {@return this builder} */
    abstract B self();

    final QueueOptions queues() {
        return new QueueOptions(sendHwm, receiveHwm, sendHwmBytes, receiveHwmBytes, departedHwm, immediate);
    }

    final void queues(QueueOptions value) {
        sendHwm = value.sendHwm();
        receiveHwm = value.receiveHwm();
        sendHwmBytes = value.sendHwmBytes();
        receiveHwmBytes = value.receiveHwmBytes();
        departedHwm = value.departedHwm();
        immediate = value.immediate();
    }

    /**
     * Sets {@link SocketOptions#sendHwm()}.
     *
     * @param value the new value, by default {@code 1000}
     * @return this builder
     * @throws IllegalArgumentException when the value is out of range
     */
    public B sendHwm(int value) {
        OptionCheck.zeroOrMore("sendHwm", value);
        sendHwm = value;
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
        OptionCheck.zeroOrMore("receiveHwm", value);
        receiveHwm = value;
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
        OptionCheck.positive("sendHwmBytes", value);
        sendHwmBytes = value;
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
        OptionCheck.positive("receiveHwmBytes", value);
        receiveHwmBytes = value;
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
        OptionCheck.mark("departedHwm", value);
        departedHwm = value;
        return self();
    }

    /**
     * Sets {@link SocketOptions#immediate()}.
     *
     * @param value the new value, by default {@code false}
     * @return this builder
     */
    public B immediate(boolean value) {
        immediate = value;
        return self();
    }
}
