package io.zmqspring.core.option;

/** Settings of what a peer may claim, checked by the builder; {@link SocketOptions} says what they mean. */
record LimitOptions(
        long maxMessageSize,
        long maxMultipartBytes,
        int maxMultipartFrames,
        int maxCommandsPerTurn,
        int maxHandshakes) {}
