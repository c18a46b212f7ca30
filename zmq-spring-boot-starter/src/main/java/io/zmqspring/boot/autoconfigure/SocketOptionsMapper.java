package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.MessageBody;
import io.zmqspring.core.option.Metadata;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.Secret;
import io.zmqspring.core.option.SocketOption;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.option.SocksProxy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Puts the options that are configured into a builder of the engine's options. The engine's table of options names the
 * property of each.
 */
final class SocketOptionsMapper {

    private final ConfiguredValues values;
    private final @Nullable SocketType type;
    private final SocketOptions.Builder to = SocketOptions.builder();

    private SocketOptionsMapper(String prefix, @Nullable SocketType type) {
        this.values = new ConfiguredValues(prefix);
        this.type = type;
    }

    /** {@return the options of a socket; one that is not for its type is refused} */
    static SocketOptions forSocket(ZmqSocketProperties from, String prefix, SocketType type) {
        return new SocketOptionsMapper(prefix, type).map(from);
    }

    /** {@return the options of sockets of any type} */
    static SocketOptions forAny(ZmqSocketProperties from, String prefix) {
        return new SocketOptionsMapper(prefix, null).map(from);
    }

    private SocketOptions map(ZmqSocketProperties from) {
        pass(SocketOption.SEND_HWM, from.getSendHwm());
        pass(SocketOption.RECEIVE_HWM, from.getReceiveHwm());
        passSize(SocketOption.SEND_HWM_BYTES, from.getSendHwmBytes());
        passSize(SocketOption.RECEIVE_HWM_BYTES, from.getReceiveHwmBytes());
        pass(SocketOption.DEPARTED_HWM, from.getDepartedHwm());
        pass(SocketOption.IMMEDIATE, from.getImmediate());
        pass(SocketOption.CONFLATE, from.getConflate());
        passTime(SocketOption.LINGER, from.getLinger());
        passTime(SocketOption.SEND_TIMEOUT, from.getSendTimeout());
        passTime(SocketOption.RECEIVE_TIMEOUT, from.getReceiveTimeout());
        passTime(SocketOption.RECONNECT_INTERVAL, from.getReconnectInterval());
        passTime(SocketOption.RECONNECT_INTERVAL_MAX, from.getReconnectIntervalMax());
        pass(SocketOption.RECONNECT_STOP, from.getReconnectStop());
        passTime(SocketOption.CONNECT_TIMEOUT, from.getConnectTimeout());
        values.pass(
                SocketOption.SOCKS_PROXY.property(),
                from.getSocksProxy(),
                given -> set(SocketOption.SOCKS_PROXY, SocksProxy.of(given)));
        pass(SocketOption.SOCKS_USERNAME, from.getSocksUsername());
        values.pass(
                SocketOption.SOCKS_PASSWORD.property(),
                from.getSocksPassword(),
                given -> set(SocketOption.SOCKS_PASSWORD, Secret.of(given)));
        passTime(SocketOption.HANDSHAKE_TIMEOUT, from.getHandshakeTimeout());
        values.pass(
                SocketOption.METADATA.property(),
                from.getMetadata(),
                given -> set(SocketOption.METADATA, Metadata.of(given)));
        passTime(SocketOption.HEARTBEAT_INTERVAL, from.getHeartbeat().getInterval());
        passTime(SocketOption.HEARTBEAT_TIMEOUT, from.getHeartbeat().getTimeout());
        passTime(SocketOption.HEARTBEAT_TTL, from.getHeartbeat().getTtl());
        passSize(SocketOption.MAX_MESSAGE_SIZE, from.getMaxMessageSize());
        passSize(SocketOption.MAX_MULTIPART_BYTES, from.getMaxMultipartSize());
        pass(SocketOption.MAX_MULTIPART_FRAMES, from.getMaxMultipartFrames());
        pass(SocketOption.MAX_COMMANDS_PER_TURN, from.getMaxCommandsPerTurn());
        pass(SocketOption.MAX_HANDSHAKES, from.getMaxHandshakes());
        pass(SocketOption.BACKLOG, from.getBacklog());
        pass(SocketOption.IPV6, from.getIpv6());
        passIntSize(SocketOption.SEND_BUFFER_BYTES, from.getSendBuffer());
        passIntSize(SocketOption.RECEIVE_BUFFER_BYTES, from.getReceiveBuffer());
        passIntSize(SocketOption.SEND_BATCH_BYTES, from.getSendBatch());
        passIntSize(SocketOption.RECEIVE_BATCH_BYTES, from.getReceiveBatch());
        pass(SocketOption.TCP_KEEP_ALIVE, from.getTcpKeepalive().getEnabled());
        passTime(SocketOption.TCP_KEEP_ALIVE_IDLE, from.getTcpKeepalive().getIdle());
        passTime(SocketOption.TCP_KEEP_ALIVE_INTERVAL, from.getTcpKeepalive().getInterval());
        pass(SocketOption.TCP_KEEP_ALIVE_COUNT, from.getTcpKeepalive().getCount());
        pass(SocketOption.TRAFFIC_CLASS, from.getTrafficClass());
        values.pass(
                SocketOption.ROUTING_ID.property(),
                from.getRoutingId(),
                given -> set(SocketOption.ROUTING_ID, RoutingId.of(given)));
        pass(SocketOption.ROUTER_MANDATORY, from.getRouterMandatory());
        pass(SocketOption.ROUTER_HANDOVER, from.getRouterHandover());
        pass(SocketOption.ROUTER_NOTIFY, from.getRouterNotify());
        pass(SocketOption.REQ_CORRELATE, from.getReqCorrelate());
        pass(SocketOption.REQ_RELAXED, from.getReqRelaxed());
        pass(SocketOption.PROBE_ROUTER, from.getProbeRouter());
        passBody(SocketOption.HELLO_MESSAGE, from.getHelloMessage());
        passBody(SocketOption.DISCONNECT_MESSAGE, from.getDisconnectMessage());
        passBody(SocketOption.HICCUP_MESSAGE, from.getHiccupMessage());
        pass(SocketOption.OVERFLOW_POLICY, from.getOverflowPolicy());
        pass(SocketOption.MAX_SUBSCRIPTIONS, from.getMaxSubscriptions());
        passSize(SocketOption.MAX_SUBSCRIPTION_BYTES, from.getMaxSubscriptionSize());
        pass(SocketOption.XPUB_VERBOSE, from.getXpubVerbose());
        pass(SocketOption.XPUB_VERBOSER, from.getXpubVerboser());
        pass(SocketOption.XPUB_MANUAL, from.getXpubManual());
        pass(SocketOption.XPUB_MANUAL_LAST_VALUE, from.getXpubManualLastValue());
        passBody(SocketOption.XPUB_WELCOME_MESSAGE, from.getXpubWelcomeMessage());
        pass(SocketOption.XSUB_VERBOSE_UNSUBSCRIBE, from.getXsubVerboseUnsubscribe());
        pass(SocketOption.ONLY_FIRST_SUBSCRIBE, from.getOnlyFirstSubscribe());
        pass(SocketOption.INVERT_MATCHING, from.getInvertMatching());
        return to.build();
    }

    private <T> void pass(SocketOption<T> option, @Nullable T value) {
        values.pass(option.property(), value, given -> set(option, given));
    }

    /** A negative time is none, where an option can have none. */
    private void passTime(SocketOption<@Nullable Duration> option, @Nullable Duration value) {
        boolean none = value != null && value.isNegative() && option.range().acceptsNull();
        values.pass(option.property(), value, given -> set(option, none ? null : given));
    }

    private void passSize(SocketOption<Long> option, @Nullable DataSize value) {
        values.pass(option.property(), value, given -> set(option, given.toBytes()));
    }

    private void passBody(SocketOption<@Nullable MessageBody> option, @Nullable String value) {
        values.pass(option.property(), value, given -> set(option, MessageBody.of(given)));
    }

    private void passIntSize(SocketOption<Integer> option, @Nullable DataSize value) {
        values.pass(option.property(), value, given -> set(option, intBytes(given)));
    }

    private <T extends @Nullable Object> void set(SocketOption<T> option, @Nullable T value) {
        if (type != null) {
            option.requireFor(type);
        }
        to.set(option, value);
    }

    private static int intBytes(DataSize size) {
        if (size.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(size + " is out of range: allowed is up to " + Integer.MAX_VALUE + "B");
        }
        return (int) size.toBytes();
    }
}
