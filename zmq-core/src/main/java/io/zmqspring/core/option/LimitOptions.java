package io.zmqspring.core.option;

/** Settings of what a peer may claim, each checked; {@link SocketOptions} says what they mean. */
record LimitOptions(
        long maxMessageSize,
        long maxMultipartBytes,
        int maxMultipartFrames,
        int maxCommandsPerTurn,
        int maxHandshakes) {

    static final LimitOptions DEFAULTS = new LimitOptions(-1, 256L << 20, 1 << 16, 256, 1000);

    LimitOptions {
        OptionCheck.size("maxMessageSize", maxMessageSize);
        OptionCheck.limit("maxMultipartBytes", maxMultipartBytes);
        OptionCheck.limit("maxMultipartFrames", maxMultipartFrames);
        OptionCheck.limit("maxCommandsPerTurn", maxCommandsPerTurn);
        OptionCheck.limit("maxHandshakes", maxHandshakes);
    }

    LimitOptions withMaxMessageSize(long value) {
        return new LimitOptions(value, maxMultipartBytes, maxMultipartFrames, maxCommandsPerTurn, maxHandshakes);
    }

    LimitOptions withMaxMultipartBytes(long value) {
        return new LimitOptions(maxMessageSize, value, maxMultipartFrames, maxCommandsPerTurn, maxHandshakes);
    }

    LimitOptions withMaxMultipartFrames(int value) {
        return new LimitOptions(maxMessageSize, maxMultipartBytes, value, maxCommandsPerTurn, maxHandshakes);
    }

    LimitOptions withMaxCommandsPerTurn(int value) {
        return new LimitOptions(maxMessageSize, maxMultipartBytes, maxMultipartFrames, value, maxHandshakes);
    }

    LimitOptions withMaxHandshakes(int value) {
        return new LimitOptions(maxMessageSize, maxMultipartBytes, maxMultipartFrames, maxCommandsPerTurn, value);
    }
}
