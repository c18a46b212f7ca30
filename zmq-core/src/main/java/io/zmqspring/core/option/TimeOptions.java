package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of how long a socket waits, checked by the builder; {@link SocketOptions} says what they mean. */
record TimeOptions(
        @Nullable Duration linger,
        @Nullable Duration sendTimeout,
        @Nullable Duration receiveTimeout,
        Duration reconnectInterval,
        Duration reconnectIntervalMax,
        Duration connectTimeout,
        Duration handshakeTimeout) {}
