package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of heartbeats, checked by the builder; {@link SocketOptions} says what they mean. */
record HeartbeatOptions(
        Duration heartbeatInterval, @Nullable Duration heartbeatTimeout, Duration heartbeatTtl) {}
