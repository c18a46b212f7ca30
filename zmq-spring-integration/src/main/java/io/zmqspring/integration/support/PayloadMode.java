package io.zmqspring.integration.support;

/** The type a received message has as a payload. Whatever the mode, all its frames are kept. */
public enum PayloadMode {

    /** One frame is a {@code byte[]}, several are a {@link io.zmqspring.core.message.ZmqMessage}. The default. */
    NATURAL,
    /** Always a {@link io.zmqspring.core.message.ZmqMessage}. */
    MESSAGE,
    /** Always a {@code List<byte[]>}, one array a frame. */
    FRAMES
}
