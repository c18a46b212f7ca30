package io.zmqspring.core.option;

/**
 * Settings of the queues between a socket and its peers, checked by the builder; {@link SocketOptions} says what they
 * mean.
 */
record QueueOptions(
        int sendHwm, int receiveHwm, long sendHwmBytes, long receiveHwmBytes, int departedHwm, boolean immediate) {}
