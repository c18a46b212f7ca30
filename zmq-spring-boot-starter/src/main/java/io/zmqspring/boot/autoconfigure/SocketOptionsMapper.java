package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.SocketOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Puts the options that are configured into a builder of the engine's options. */
final class SocketOptionsMapper {

    private SocketOptionsMapper() {}

    static void apply(ZmqSocketProperties from, String prefix, SocketOptions.Builder to) {
        ConfiguredValues values = new ConfiguredValues(prefix);
        values.pass("send-hwm", from.getSendHwm(), to::sendHwm);
        values.pass("receive-hwm", from.getReceiveHwm(), to::receiveHwm);
        values.pass("send-hwm-bytes", from.getSendHwmBytes(), size -> to.sendHwmBytes(size.toBytes()));
        values.pass("receive-hwm-bytes", from.getReceiveHwmBytes(), size -> to.receiveHwmBytes(size.toBytes()));
        values.pass("linger", from.getLinger(), time -> to.linger(endlessWhenNegative(time)));
        values.pass("send-timeout", from.getSendTimeout(), time -> to.sendTimeout(endlessWhenNegative(time)));
        values.pass("receive-timeout", from.getReceiveTimeout(), time -> to.receiveTimeout(endlessWhenNegative(time)));
        values.pass("immediate", from.getImmediate(), to::immediate);
        values.pass("reconnect-interval", from.getReconnectInterval(), to::reconnectInterval);
        values.pass("reconnect-interval-max", from.getReconnectIntervalMax(), to::reconnectIntervalMax);
        values.pass("connect-timeout", from.getConnectTimeout(), to::connectTimeout);
        values.pass("handshake-timeout", from.getHandshakeTimeout(), to::handshakeTimeout);
        values.pass("max-message-size", from.getMaxMessageSize(), size -> to.maxMessageSize(size.toBytes()));
        values.pass("max-multipart-size", from.getMaxMultipartSize(), size -> to.maxMultipartBytes(size.toBytes()));
        values.pass("max-multipart-frames", from.getMaxMultipartFrames(), to::maxMultipartFrames);
        values.pass("max-commands-per-turn", from.getMaxCommandsPerTurn(), to::maxCommandsPerTurn);
        values.pass("max-handshakes", from.getMaxHandshakes(), to::maxHandshakes);
        values.pass("departed-hwm", from.getDepartedHwm(), to::departedHwm);
        values.pass("backlog", from.getBacklog(), to::backlog);
        values.pass("ipv6", from.getIpv6(), to::ipv6);
        values.pass("send-buffer", from.getSendBuffer(), size -> to.sendBufferBytes(intBytes(size)));
        values.pass("receive-buffer", from.getReceiveBuffer(), size -> to.receiveBufferBytes(intBytes(size)));
        values.pass("traffic-class", from.getTrafficClass(), to::trafficClass);
        applyHeartbeat(from.getHeartbeat(), values.nested("heartbeat"), to);
        applyKeepalive(from.getTcpKeepalive(), values.nested("tcp-keepalive"), to);
    }

    private static void applyHeartbeat(
            ZmqSocketProperties.Heartbeat from, ConfiguredValues values, SocketOptions.Builder to) {
        values.pass("interval", from.getInterval(), to::heartbeatInterval);
        values.pass("timeout", from.getTimeout(), to::heartbeatTimeout);
        values.pass("ttl", from.getTtl(), to::heartbeatTtl);
    }

    private static void applyKeepalive(
            ZmqSocketProperties.TcpKeepalive from, ConfiguredValues values, SocketOptions.Builder to) {
        values.pass("enabled", from.getEnabled(), to::tcpKeepAlive);
        values.pass("idle", from.getIdle(), to::tcpKeepAliveIdle);
        values.pass("interval", from.getInterval(), to::tcpKeepAliveInterval);
        values.pass("count", from.getCount(), to::tcpKeepAliveCount);
    }

    private static @Nullable Duration endlessWhenNegative(Duration time) {
        return time.isNegative() ? null : time;
    }

    private static int intBytes(DataSize size) {
        if (size.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(size + " is out of range: allowed is up to " + Integer.MAX_VALUE + "B");
        }
        return (int) size.toBytes();
    }
}
