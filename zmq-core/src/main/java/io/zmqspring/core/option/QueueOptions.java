package io.zmqspring.core.option;

/** Settings of the queues between a socket and its peers, each checked; {@link SocketOptions} says what they mean. */
record QueueOptions(
        int sendHwm, int receiveHwm, long sendHwmBytes, long receiveHwmBytes, int departedHwm, boolean immediate) {

    static final QueueOptions DEFAULTS = new QueueOptions(1000, 1000, 64L << 20, 64L << 20, -1, false);

    QueueOptions {
        OptionCheck.zeroOrMore("sendHwm", sendHwm);
        OptionCheck.zeroOrMore("receiveHwm", receiveHwm);
        OptionCheck.positive("sendHwmBytes", sendHwmBytes);
        OptionCheck.positive("receiveHwmBytes", receiveHwmBytes);
        OptionCheck.mark("departedHwm", departedHwm);
    }

    QueueOptions withSendHwm(int value) {
        return new QueueOptions(value, receiveHwm, sendHwmBytes, receiveHwmBytes, departedHwm, immediate);
    }

    QueueOptions withReceiveHwm(int value) {
        return new QueueOptions(sendHwm, value, sendHwmBytes, receiveHwmBytes, departedHwm, immediate);
    }

    QueueOptions withSendHwmBytes(long value) {
        return new QueueOptions(sendHwm, receiveHwm, value, receiveHwmBytes, departedHwm, immediate);
    }

    QueueOptions withReceiveHwmBytes(long value) {
        return new QueueOptions(sendHwm, receiveHwm, sendHwmBytes, value, departedHwm, immediate);
    }

    QueueOptions withDepartedHwm(int value) {
        return new QueueOptions(sendHwm, receiveHwm, sendHwmBytes, receiveHwmBytes, value, immediate);
    }

    QueueOptions withImmediate(boolean value) {
        return new QueueOptions(sendHwm, receiveHwm, sendHwmBytes, receiveHwmBytes, departedHwm, value);
    }
}
