package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of how long a socket waits, each checked; {@link SocketOptions} says what they mean. */
record TimeOptions(
        @Nullable Duration linger,
        @Nullable Duration sendTimeout,
        @Nullable Duration receiveTimeout,
        Duration reconnectInterval,
        Duration reconnectIntervalMax,
        Duration connectTimeout,
        Duration handshakeTimeout) {

    static final TimeOptions DEFAULTS = new TimeOptions(
            Duration.ofSeconds(1),
            null,
            null,
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));

    TimeOptions {
        OptionCheck.zeroOrMoreTimeOrNone("linger", linger);
        OptionCheck.zeroOrMoreTimeOrNone("sendTimeout", sendTimeout);
        OptionCheck.zeroOrMoreTimeOrNone("receiveTimeout", receiveTimeout);
        OptionCheck.zeroOrMoreTime("reconnectInterval", reconnectInterval);
        OptionCheck.zeroOrMoreTime("reconnectIntervalMax", reconnectIntervalMax);
        OptionCheck.zeroOrMoreTime("connectTimeout", connectTimeout);
        OptionCheck.zeroOrMoreTime("handshakeTimeout", handshakeTimeout);
    }

    TimeOptions withLinger(@Nullable Duration value) {
        return new TimeOptions(
                value,
                sendTimeout,
                receiveTimeout,
                reconnectInterval,
                reconnectIntervalMax,
                connectTimeout,
                handshakeTimeout);
    }

    TimeOptions withSendTimeout(@Nullable Duration value) {
        return new TimeOptions(
                linger,
                value,
                receiveTimeout,
                reconnectInterval,
                reconnectIntervalMax,
                connectTimeout,
                handshakeTimeout);
    }

    TimeOptions withReceiveTimeout(@Nullable Duration value) {
        return new TimeOptions(
                linger, sendTimeout, value, reconnectInterval, reconnectIntervalMax, connectTimeout, handshakeTimeout);
    }

    TimeOptions withReconnectInterval(Duration value) {
        return new TimeOptions(
                linger, sendTimeout, receiveTimeout, value, reconnectIntervalMax, connectTimeout, handshakeTimeout);
    }

    TimeOptions withReconnectIntervalMax(Duration value) {
        return new TimeOptions(
                linger, sendTimeout, receiveTimeout, reconnectInterval, value, connectTimeout, handshakeTimeout);
    }

    TimeOptions withConnectTimeout(Duration value) {
        return new TimeOptions(
                linger, sendTimeout, receiveTimeout, reconnectInterval, reconnectIntervalMax, value, handshakeTimeout);
    }

    TimeOptions withHandshakeTimeout(Duration value) {
        return new TimeOptions(
                linger, sendTimeout, receiveTimeout, reconnectInterval, reconnectIntervalMax, connectTimeout, value);
    }
}
