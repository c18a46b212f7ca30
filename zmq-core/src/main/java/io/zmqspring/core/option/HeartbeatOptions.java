package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of heartbeats, each checked; {@link SocketOptions} says what they mean. */
record HeartbeatOptions(
        Duration heartbeatInterval, @Nullable Duration heartbeatTimeout, Duration heartbeatTtl) {

    static final HeartbeatOptions DEFAULTS = new HeartbeatOptions(Duration.ZERO, null, Duration.ZERO);

    HeartbeatOptions {
        OptionCheck.zeroOrMoreTime("heartbeatInterval", heartbeatInterval);
        OptionCheck.zeroOrMoreTimeOrNone("heartbeatTimeout", heartbeatTimeout);
        OptionCheck.ttl("heartbeatTtl", heartbeatTtl);
    }

    HeartbeatOptions withHeartbeatInterval(Duration value) {
        return new HeartbeatOptions(value, heartbeatTimeout, heartbeatTtl);
    }

    HeartbeatOptions withHeartbeatTimeout(@Nullable Duration value) {
        return new HeartbeatOptions(heartbeatInterval, value, heartbeatTtl);
    }

    HeartbeatOptions withHeartbeatTtl(Duration value) {
        return new HeartbeatOptions(heartbeatInterval, heartbeatTimeout, value);
    }
}
