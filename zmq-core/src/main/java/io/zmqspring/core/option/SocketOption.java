package io.zmqspring.core.option;

import static io.zmqspring.core.option.OptionRange.announcedId;
import static io.zmqspring.core.option.OptionRange.body;
import static io.zmqspring.core.option.OptionRange.bytes;
import static io.zmqspring.core.option.OptionRange.count;
import static io.zmqspring.core.option.OptionRange.flag;
import static io.zmqspring.core.option.OptionRange.named;
import static io.zmqspring.core.option.OptionRange.time;
import static io.zmqspring.core.option.OptionUnit.BYTES;
import static io.zmqspring.core.option.OptionUnit.COUNT;
import static io.zmqspring.core.option.OptionUnit.MESSAGES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of the options of a socket, a row each; {@link SocketOptions} says what they mean. A row that names no
 * socket type is for all. The number and the default of libzmq are those of {@code zmq.h} and {@code zmq_setsockopt(3)}
 * of libzmq 4.3.
 *
 * @param <T> type of its values
 */
public final class SocketOption<T extends @Nullable Object> extends ZmqOption<T> {

    private static final Duration MAX_TTL = Duration.ofMillis(6_553_500);
    private static final int MAX_TRAFFIC_CLASS = 255;
    private static final int MAX_CREDENTIAL = 255;
    private static final List<SocketOption<?>> ROWS = new ArrayList<>();

    /** {@link SocketOptions#sendHwm()}. */
    public static final SocketOption<Integer> SEND_HWM =
            row("sendHwm", named(0, "no limit", count(MESSAGES, 0)), 1000, libzmq("ZMQ_SNDHWM", 23, 1000));

    /** {@link SocketOptions#receiveHwm()}. */
    public static final SocketOption<Integer> RECEIVE_HWM =
            row("receiveHwm", named(0, "no limit", count(MESSAGES, 0)), 1000, libzmq("ZMQ_RCVHWM", 24, 1000));

    /** {@link SocketOptions#sendHwmBytes()}. */
    public static final SocketOption<Long> SEND_HWM_BYTES = row("sendHwmBytes", bytes(1), 64L << 20, null);

    /** {@link SocketOptions#receiveHwmBytes()}. */
    public static final SocketOption<Long> RECEIVE_HWM_BYTES = row("receiveHwmBytes", bytes(1), 64L << 20, null);

    /** {@link SocketOptions#departedHwm()}. */
    public static final SocketOption<Integer> DEPARTED_HWM =
            row("departedHwm", named(0, "no limit", named(-1, "as receiveHwm", count(MESSAGES, 0))), -1, null);

    /** {@link SocketOptions#immediate()}. */
    public static final SocketOption<Boolean> IMMEDIATE =
            row("immediate", flag(), false, libzmq("ZMQ_IMMEDIATE", 39, false));

    /** {@link SocketOptions#conflate()}. */
    public static final SocketOption<Boolean> CONFLATE = row(
            "conflate",
            flag(),
            false,
            libzmq("ZMQ_CONFLATE", 54, false),
            SocketType.PUSH,
            SocketType.PULL,
            SocketType.PUB,
            SocketType.SUB,
            SocketType.DEALER);

    /** {@link SocketOptions#linger()}. */
    public static final SocketOption<@Nullable Duration> LINGER = row(
            "linger",
            named(null, "for ever", time(Duration.ZERO)),
            Duration.ofSeconds(1),
            libzmq("ZMQ_LINGER", 17, null));

    /** {@link SocketOptions#sendTimeout()}. */
    public static final SocketOption<@Nullable Duration> SEND_TIMEOUT =
            row("sendTimeout", named(null, "for ever", time(Duration.ZERO)), null, libzmq("ZMQ_SNDTIMEO", 28, null));

    /** {@link SocketOptions#receiveTimeout()}. */
    public static final SocketOption<@Nullable Duration> RECEIVE_TIMEOUT =
            row("receiveTimeout", named(null, "for ever", time(Duration.ZERO)), null, libzmq("ZMQ_RCVTIMEO", 27, null));

    /** {@link SocketOptions#reconnectInterval()}. */
    public static final SocketOption<Duration> RECONNECT_INTERVAL = row(
            "reconnectInterval",
            named(Duration.ZERO, "never again", time(Duration.ZERO)),
            Duration.ofMillis(100),
            libzmq("ZMQ_RECONNECT_IVL", 18, Duration.ofMillis(100)));

    /** {@link SocketOptions#reconnectIntervalMax()}. */
    public static final SocketOption<Duration> RECONNECT_INTERVAL_MAX = row(
            "reconnectIntervalMax",
            named(Duration.ZERO, "constant interval", time(Duration.ZERO)),
            Duration.ofSeconds(30),
            libzmq("ZMQ_RECONNECT_IVL_MAX", 21, Duration.ZERO));

    /** {@link SocketOptions#reconnectStop()}. */
    public static final SocketOption<Set<ReconnectStop>> RECONNECT_STOP = row(
            "reconnectStop",
            OptionRange.anyOf(ReconnectStop.class, "never"),
            Set.of(),
            libzmq("ZMQ_RECONNECT_STOP", 109, Set.of()));

    /** {@link SocketOptions#connectTimeout()}. */
    public static final SocketOption<Duration> CONNECT_TIMEOUT = row(
            "connectTimeout",
            named(Duration.ZERO, "operating system's", time(Duration.ZERO)),
            Duration.ofSeconds(30),
            libzmq("ZMQ_CONNECT_TIMEOUT", 79, Duration.ZERO));

    /** {@link SocketOptions#socksProxy()}. */
    public static final SocketOption<@Nullable SocksProxy> SOCKS_PROXY =
            row("socksProxy", named(null, "none", OptionRange.proxy()), null, libzmq("ZMQ_SOCKS_PROXY", 68, null));

    /** {@link SocketOptions#socksUsername()}. */
    public static final SocketOption<@Nullable String> SOCKS_USERNAME = row(
            "socksUsername",
            named(null, "none", OptionRange.text(MAX_CREDENTIAL)),
            null,
            libzmq("ZMQ_SOCKS_USERNAME", 99, null));

    /** {@link SocketOptions#socksPassword()}. */
    public static final SocketOption<@Nullable Secret> SOCKS_PASSWORD = row(
            "socksPassword",
            named(null, "none", OptionRange.secret(MAX_CREDENTIAL)),
            null,
            libzmq("ZMQ_SOCKS_PASSWORD", 100, null));

    /** {@link SocketOptions#handshakeTimeout()}. */
    public static final SocketOption<Duration> HANDSHAKE_TIMEOUT = row(
            "handshakeTimeout",
            named(Duration.ZERO, "no limit", time(Duration.ZERO)),
            Duration.ofSeconds(30),
            libzmq("ZMQ_HANDSHAKE_IVL", 66, Duration.ofSeconds(30)));

    /** {@link SocketOptions#metadata()}. */
    public static final SocketOption<Metadata> METADATA = row(
            "metadata",
            "metadata",
            named(Metadata.NONE, "none", OptionRange.of(Metadata.class, "X-name: value, up to 3 KiB", value -> true)),
            Metadata.NONE,
            libzmq("ZMQ_METADATA", 95, Metadata.NONE));

    /** {@link SocketOptions#heartbeatInterval()}. */
    public static final SocketOption<Duration> HEARTBEAT_INTERVAL = row(
            "heartbeatInterval",
            "heartbeat.interval",
            named(Duration.ZERO, "off", time(Duration.ZERO)),
            Duration.ZERO,
            libzmq("ZMQ_HEARTBEAT_IVL", 75, Duration.ZERO));

    /** {@link SocketOptions#heartbeatTimeout()}. */
    public static final SocketOption<@Nullable Duration> HEARTBEAT_TIMEOUT = row(
            "heartbeatTimeout",
            "heartbeat.timeout",
            named(null, "the interval", time(Duration.ZERO)),
            null,
            libzmq("ZMQ_HEARTBEAT_TIMEOUT", 77, null));

    /** {@link SocketOptions#heartbeatTtl()}. */
    public static final SocketOption<Duration> HEARTBEAT_TTL = row(
            "heartbeatTtl",
            "heartbeat.ttl",
            named(Duration.ZERO, "none announced", time(Duration.ZERO, MAX_TTL)),
            Duration.ZERO,
            libzmq("ZMQ_HEARTBEAT_TTL", 76, Duration.ZERO));

    /** {@link SocketOptions#maxMessageSize()}. */
    public static final SocketOption<Long> MAX_MESSAGE_SIZE =
            row("maxMessageSize", named(-1L, "no limit", bytes(0)), -1L, libzmq("ZMQ_MAXMSGSIZE", 22, -1L));

    /** {@link SocketOptions#maxMultipartBytes()}. */
    public static final SocketOption<Long> MAX_MULTIPART_BYTES =
            row("maxMultipartBytes", "max-multipart-size", named(-1L, "no limit", bytes(1)), 256L << 20, null);

    /** {@link SocketOptions#maxMultipartFrames()}. */
    public static final SocketOption<Integer> MAX_MULTIPART_FRAMES =
            row("maxMultipartFrames", named(-1, "no limit", count(COUNT, 1)), 1 << 16, null);

    /** {@link SocketOptions#maxCommandsPerTurn()}. */
    public static final SocketOption<Integer> MAX_COMMANDS_PER_TURN =
            row("maxCommandsPerTurn", named(-1, "no limit", count(COUNT, 1)), 256, null);

    /** {@link SocketOptions#maxHandshakes()}. */
    public static final SocketOption<Integer> MAX_HANDSHAKES =
            row("maxHandshakes", named(-1, "no limit", count(COUNT, 1)), 1000, null);

    /** {@link SocketOptions#backlog()}. */
    public static final SocketOption<Integer> BACKLOG =
            row("backlog", count(COUNT, 1), 100, libzmq("ZMQ_BACKLOG", 19, 100));

    /** {@link SocketOptions#ipv6()}. */
    public static final SocketOption<Boolean> IPV6 = row("ipv6", flag(), false, libzmq("ZMQ_IPV6", 42, false));

    /** {@link SocketOptions#sendBufferBytes()}. */
    public static final SocketOption<Integer> SEND_BUFFER_BYTES = row(
            "sendBufferBytes",
            "send-buffer",
            named(-1, "operating system's", count(BYTES, 1)),
            -1,
            libzmq("ZMQ_SNDBUF", 11, -1));

    /** {@link SocketOptions#receiveBufferBytes()}. */
    public static final SocketOption<Integer> RECEIVE_BUFFER_BYTES = row(
            "receiveBufferBytes",
            "receive-buffer",
            named(-1, "operating system's", count(BYTES, 1)),
            -1,
            libzmq("ZMQ_RCVBUF", 12, -1));

    /** {@link SocketOptions#sendBatchBytes()}. */
    public static final SocketOption<Integer> SEND_BATCH_BYTES = row(
            "sendBatchBytes",
            "send-batch",
            named(-1, "as much as there is", count(BYTES, 1)),
            -1,
            libzmq("ZMQ_OUT_BATCH_SIZE", 102, 8192));

    /** {@link SocketOptions#receiveBatchBytes()}. */
    public static final SocketOption<Integer> RECEIVE_BATCH_BYTES = row(
            "receiveBatchBytes",
            "receive-batch",
            named(-1, "as much as there is", count(BYTES, 1)),
            -1,
            libzmq("ZMQ_IN_BATCH_SIZE", 101, 8192));

    /** {@link SocketOptions#tcpKeepAlive()}. */
    public static final SocketOption<@Nullable Boolean> TCP_KEEP_ALIVE = row(
            "tcpKeepAlive",
            "tcp-keepalive.enabled",
            named(null, "operating system's", flag()),
            null,
            libzmq("ZMQ_TCP_KEEPALIVE", 34, null));

    /** {@link SocketOptions#tcpKeepAliveIdle()}. */
    public static final SocketOption<@Nullable Duration> TCP_KEEP_ALIVE_IDLE = row(
            "tcpKeepAliveIdle",
            "tcp-keepalive.idle",
            named(null, "operating system's", time(Duration.ofSeconds(1))),
            null,
            libzmq("ZMQ_TCP_KEEPALIVE_IDLE", 36, null));

    /** {@link SocketOptions#tcpKeepAliveInterval()}. */
    public static final SocketOption<@Nullable Duration> TCP_KEEP_ALIVE_INTERVAL = row(
            "tcpKeepAliveInterval",
            "tcp-keepalive.interval",
            named(null, "operating system's", time(Duration.ofSeconds(1))),
            null,
            libzmq("ZMQ_TCP_KEEPALIVE_INTVL", 37, null));

    /** {@link SocketOptions#tcpKeepAliveCount()}. */
    public static final SocketOption<Integer> TCP_KEEP_ALIVE_COUNT = row(
            "tcpKeepAliveCount",
            "tcp-keepalive.count",
            named(-1, "operating system's", count(COUNT, 1)),
            -1,
            libzmq("ZMQ_TCP_KEEPALIVE_CNT", 35, -1));

    /** {@link SocketOptions#trafficClass()}. */
    public static final SocketOption<Integer> TRAFFIC_CLASS =
            row("trafficClass", count(COUNT, 0, MAX_TRAFFIC_CLASS), 0, libzmq("ZMQ_TOS", 57, 0));

    /** {@link SocketOptions#routingId()}. */
    public static final SocketOption<@Nullable RoutingId> ROUTING_ID = row(
            "routingId",
            named(null, "none", announcedId()),
            null,
            libzmq("ZMQ_ROUTING_ID", 5, null),
            SocketType.REQ,
            SocketType.DEALER,
            SocketType.ROUTER);

    /** {@link SocketOptions#routerMandatory()}. */
    public static final SocketOption<Boolean> ROUTER_MANDATORY =
            row("routerMandatory", flag(), false, libzmq("ZMQ_ROUTER_MANDATORY", 33, false), SocketType.ROUTER);

    /** {@link SocketOptions#routerHandover()}. */
    public static final SocketOption<Boolean> ROUTER_HANDOVER =
            row("routerHandover", flag(), false, libzmq("ZMQ_ROUTER_HANDOVER", 56, false), SocketType.ROUTER);

    /** {@link SocketOptions#reqCorrelate()}. */
    public static final SocketOption<Boolean> REQ_CORRELATE =
            row("reqCorrelate", flag(), false, libzmq("ZMQ_REQ_CORRELATE", 52, false), SocketType.REQ);

    /** {@link SocketOptions#reqRelaxed()}. */
    public static final SocketOption<Boolean> REQ_RELAXED =
            row("reqRelaxed", flag(), false, libzmq("ZMQ_REQ_RELAXED", 53, false), SocketType.REQ);

    /** {@link SocketOptions#probeRouter()}. */
    public static final SocketOption<Boolean> PROBE_ROUTER = row(
            "probeRouter",
            flag(),
            false,
            libzmq("ZMQ_PROBE_ROUTER", 51, false),
            SocketType.REQ,
            SocketType.DEALER,
            SocketType.ROUTER);

    /** {@link SocketOptions#routerNotify()}. */
    public static final SocketOption<RouterNotification> ROUTER_NOTIFY = row(
            "routerNotify",
            OptionRange.oneOf(RouterNotification.class),
            RouterNotification.NONE,
            libzmq("ZMQ_ROUTER_NOTIFY", 97, RouterNotification.NONE),
            SocketType.ROUTER);

    /** {@link SocketOptions#helloMessage()}. */
    public static final SocketOption<@Nullable MessageBody> HELLO_MESSAGE = row(
            "helloMessage",
            named(null, "none", body()),
            null,
            libzmq("ZMQ_HELLO_MSG", 110, null),
            SocketType.DEALER,
            SocketType.ROUTER);

    /** {@link SocketOptions#disconnectMessage()}. */
    public static final SocketOption<@Nullable MessageBody> DISCONNECT_MESSAGE = row(
            "disconnectMessage",
            named(null, "none", body()),
            null,
            libzmq("ZMQ_DISCONNECT_MSG", 111, null),
            SocketType.ROUTER);

    /** {@link SocketOptions#hiccupMessage()}. */
    public static final SocketOption<@Nullable MessageBody> HICCUP_MESSAGE = row(
            "hiccupMessage", named(null, "none", body()), null, libzmq("ZMQ_HICCUP_MSG", 114, null), SocketType.DEALER);

    /** {@link SocketOptions#overflowPolicy()}. */
    public static final SocketOption<OverflowPolicy> OVERFLOW_POLICY = row(
            "overflowPolicy",
            OptionRange.oneOf(OverflowPolicy.class),
            OverflowPolicy.DROP_NEWEST,
            libzmq("ZMQ_XPUB_NODROP", 69, OverflowPolicy.DROP_NEWEST),
            SocketType.PUB,
            SocketType.XPUB);

    /** {@link SocketOptions#maxSubscriptions()}. */
    public static final SocketOption<Integer> MAX_SUBSCRIPTIONS = row(
            "maxSubscriptions", named(-1, "no limit", count(COUNT, 1)), 1 << 20, null, SocketType.PUB, SocketType.XPUB);

    /** {@link SocketOptions#maxSubscriptionBytes()}. */
    public static final SocketOption<Long> MAX_SUBSCRIPTION_BYTES = row(
            "maxSubscriptionBytes",
            "max-subscription-size",
            named(-1L, "no limit", bytes(1)),
            64L << 20,
            null,
            SocketType.PUB,
            SocketType.XPUB);

    /** {@link SocketOptions#xpubVerbose()}. */
    public static final SocketOption<Boolean> XPUB_VERBOSE =
            row("xpubVerbose", flag(), false, libzmq("ZMQ_XPUB_VERBOSE", 40, false), SocketType.XPUB);

    /** {@link SocketOptions#xpubVerboser()}. */
    public static final SocketOption<Boolean> XPUB_VERBOSER =
            row("xpubVerboser", flag(), false, libzmq("ZMQ_XPUB_VERBOSER", 78, false), SocketType.XPUB);

    /** {@link SocketOptions#xpubManual()}. */
    public static final SocketOption<Boolean> XPUB_MANUAL =
            row("xpubManual", flag(), false, libzmq("ZMQ_XPUB_MANUAL", 71, false), SocketType.XPUB);

    /** {@link SocketOptions#xpubManualLastValue()}. */
    public static final SocketOption<Boolean> XPUB_MANUAL_LAST_VALUE =
            row("xpubManualLastValue", flag(), false, libzmq("ZMQ_XPUB_MANUAL_LAST_VALUE", 98, false), SocketType.XPUB);

    /** {@link SocketOptions#xpubWelcomeMessage()}. */
    public static final SocketOption<@Nullable MessageBody> XPUB_WELCOME_MESSAGE = row(
            "xpubWelcomeMessage",
            named(null, "none", body()),
            null,
            libzmq("ZMQ_XPUB_WELCOME_MSG", 72, null),
            SocketType.XPUB);

    /** {@link SocketOptions#xsubVerboseUnsubscribe()}. */
    public static final SocketOption<Boolean> XSUB_VERBOSE_UNSUBSCRIBE = row(
            "xsubVerboseUnsubscribe",
            flag(),
            false,
            libzmq("ZMQ_XSUB_VERBOSE_UNSUBSCRIBE", 115, false),
            SocketType.XSUB);

    /** {@link SocketOptions#onlyFirstSubscribe()}. */
    public static final SocketOption<Boolean> ONLY_FIRST_SUBSCRIBE = row(
            "onlyFirstSubscribe",
            flag(),
            true,
            libzmq("ZMQ_ONLY_FIRST_SUBSCRIBE", 108, false),
            SocketType.XPUB,
            SocketType.XSUB);

    /** {@link SocketOptions#invertMatching()}. */
    public static final SocketOption<Boolean> INVERT_MATCHING = row(
            "invertMatching",
            flag(),
            false,
            libzmq("ZMQ_INVERT_MATCHING", 74, false),
            SocketType.PUB,
            SocketType.SUB,
            SocketType.XPUB);

    private static final List<SocketOption<?>> TABLE = List.copyOf(ROWS);

    private final String property;
    private final Set<SocketType> types;

    /** Creates an option that is not in the table. */
    SocketOption(
            String name,
            String property,
            OptionRange<T> range,
            @Nullable T defaultValue,
            @Nullable LibzmqOption<T> libzmq,
            SocketType... types) {
        super(name, range, defaultValue, libzmq);
        this.property = property;
        this.types = Set.copyOf(types.length == 0 ? EnumSet.allOf(SocketType.class) : List.of(types));
    }

    /** {@return all rows, in the order of the documentation} */
    public static List<SocketOption<?>> all() {
        return TABLE;
    }

    /**
     * {@return its name in a configuration, in lower case with dashes; a dot leads into a group, as in
     * {@code heartbeat.interval}}
     */
    public String property() {
        return property;
    }

    /** {@return the types of socket it is for} */
    public Set<SocketType> types() {
        return types;
    }

    /**
     * Looks whether a socket has this option.
     *
     * @param type the type of the socket
     * @return whether it has
     */
    public boolean isFor(SocketType type) {
        return types.contains(type);
    }

    /**
     * Checks that a socket has this option.
     *
     * @param type the type of the socket
     * @throws IllegalArgumentException when it has not
     */
    public void requireFor(SocketType type) {
        if (!isFor(type)) {
            throw new IllegalArgumentException(
                    "option " + name() + " is not for a " + type + " socket: allowed are " + EnumSet.copyOf(types));
        }
    }

    /** A row whose property is the name in lower case with dashes. */
    private static <T extends @Nullable Object> SocketOption<T> row(
            String name,
            OptionRange<T> range,
            @Nullable T defaultValue,
            @Nullable LibzmqOption<T> libzmq,
            SocketType... types) {
        String property = name.replaceAll("(\\p{Upper})", "-$1").toLowerCase(Locale.ROOT);
        return row(name, property, range, defaultValue, libzmq, types);
    }

    private static <T extends @Nullable Object> SocketOption<T> row(
            String name,
            String property,
            OptionRange<T> range,
            @Nullable T defaultValue,
            @Nullable LibzmqOption<T> libzmq,
            SocketType... types) {
        SocketOption<T> option = new SocketOption<>(name, property, range, defaultValue, libzmq, types);
        ROWS.add(option);
        return option;
    }
}
