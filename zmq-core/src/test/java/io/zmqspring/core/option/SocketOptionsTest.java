package io.zmqspring.core.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketOptionsTest {

    private static final Duration TOO_LONG = Duration.ofDays(366);
    private static final Duration NEGATIVE = Duration.ofMillis(-1);

    static List<SocketOption<?>> table() {
        return SocketOption.all();
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                        bad("sendHwm", -1),
                        bad("receiveHwm", -1),
                        bad("sendHwmBytes", 0L, -1L),
                        bad("receiveHwmBytes", 0L, -1L),
                        bad("linger", NEGATIVE, TOO_LONG),
                        bad("sendTimeout", NEGATIVE, TOO_LONG),
                        bad("receiveTimeout", NEGATIVE, TOO_LONG),
                        bad("reconnectInterval", NEGATIVE, TOO_LONG),
                        bad("reconnectIntervalMax", NEGATIVE, TOO_LONG),
                        bad("connectTimeout", NEGATIVE, TOO_LONG),
                        bad("handshakeTimeout", NEGATIVE, TOO_LONG),
                        bad("heartbeatInterval", NEGATIVE, TOO_LONG),
                        bad("heartbeatTimeout", NEGATIVE, TOO_LONG),
                        bad("heartbeatTtl", NEGATIVE, Duration.ofMillis(6_553_501)),
                        bad("maxMessageSize", -2L),
                        bad("maxMultipartBytes", 0L, -2L),
                        bad("maxMultipartFrames", 0, -2),
                        bad("maxCommandsPerTurn", 0, -2),
                        bad("maxHandshakes", 0, -2),
                        bad("departedHwm", -2),
                        bad("backlog", 0, -1),
                        bad("sendBufferBytes", 0, -2),
                        bad("receiveBufferBytes", 0, -2),
                        bad("sendBatchBytes", 0, -2),
                        bad("receiveBatchBytes", 0, -2),
                        bad("tcpKeepAliveIdle", Duration.ZERO, Duration.ofMillis(999), TOO_LONG),
                        bad("tcpKeepAliveInterval", Duration.ZERO, Duration.ofMillis(999), TOO_LONG),
                        bad("tcpKeepAliveCount", 0, -2),
                        bad("trafficClass", -1, 256),
                        bad("socksPassword", Secret.of("x".repeat(256))),
                        bad("routingId", RoutingId.of(new byte[] {0, 1})),
                        bad("maxSubscriptions", -2, 0),
                        bad("maxSubscriptionBytes", -2L, 0L))
                .flatMap(each -> each);
    }

    static Stream<Arguments> atTheEdge() {
        return Stream.of(
                        bad("sendHwm", 0, Integer.MAX_VALUE),
                        bad("receiveHwm", 0, Integer.MAX_VALUE),
                        bad("sendHwmBytes", 1L, Long.MAX_VALUE),
                        bad("receiveHwmBytes", 1L, Long.MAX_VALUE),
                        bad("linger", null, Duration.ZERO, Duration.ofDays(365)),
                        bad("sendTimeout", null, Duration.ZERO, Duration.ofDays(365)),
                        bad("receiveTimeout", null, Duration.ZERO, Duration.ofDays(365)),
                        bad("reconnectInterval", Duration.ZERO, Duration.ofDays(365)),
                        bad("reconnectIntervalMax", Duration.ZERO, Duration.ofDays(365)),
                        bad("reconnectStop", Set.of(ReconnectStop.values())),
                        bad("connectTimeout", Duration.ZERO, Duration.ofDays(365)),
                        bad("handshakeTimeout", Duration.ZERO, Duration.ofDays(365)),
                        bad("heartbeatInterval", Duration.ZERO, Duration.ofDays(365)),
                        bad("heartbeatTimeout", null, Duration.ZERO, Duration.ofDays(365)),
                        bad("heartbeatTtl", Duration.ZERO, Duration.ofMillis(6_553_500)),
                        bad("maxMessageSize", -1L, 0L, Long.MAX_VALUE),
                        bad("maxMultipartBytes", -1L, 1L, Long.MAX_VALUE),
                        bad("maxMultipartFrames", -1, 1),
                        bad("maxCommandsPerTurn", -1, 1),
                        bad("maxHandshakes", -1, 1),
                        bad("departedHwm", -1, 0, 1),
                        bad("backlog", 1),
                        bad("sendBufferBytes", -1, 1),
                        bad("receiveBufferBytes", -1, 1),
                        bad("sendBatchBytes", -1, 1),
                        bad("receiveBatchBytes", -1, 1),
                        bad("tcpKeepAliveIdle", null, Duration.ofSeconds(1)),
                        bad("tcpKeepAliveInterval", null, Duration.ofSeconds(1)),
                        bad("tcpKeepAliveCount", -1, 1),
                        bad("trafficClass", 0, 255),
                        bad("socksProxy", null, SocksProxy.of("host:1"), SocksProxy.of("[::1]:65535")),
                        bad("socksUsername", null, "u", "u".repeat(255)),
                        bad("socksPassword", null, Secret.of(""), Secret.of("x".repeat(255))),
                        bad("tcpKeepAlive", null, true, false),
                        bad("immediate", true),
                        bad("conflate", true),
                        bad("metadata", Metadata.NONE, Metadata.of("X-a", "")),
                        bad("ipv6", true),
                        bad("routingId", null, RoutingId.of("a"), RoutingId.of(new byte[] {1, 0})),
                        bad("routerMandatory", true),
                        bad("routerHandover", true),
                        bad("reqCorrelate", true),
                        bad("reqRelaxed", true),
                        bad("probeRouter", true),
                        bad("routerNotify", (Object[]) RouterNotification.values()),
                        bad("helloMessage", null, MessageBody.of("")),
                        bad("disconnectMessage", null, MessageBody.of("")),
                        bad("hiccupMessage", null, MessageBody.of(new byte[MessageBody.MAX_BYTES])),
                        bad("overflowPolicy", (Object[]) OverflowPolicy.values()),
                        bad("maxSubscriptions", -1, 1),
                        bad("maxSubscriptionBytes", -1L, 1L),
                        bad("xpubVerbose", true),
                        bad("xpubVerboser", true),
                        bad("xpubManual", true),
                        bad("xpubManualLastValue", true),
                        bad("xpubWelcomeMessage", null, MessageBody.of(""), MessageBody.of(new byte[] {0, -1})),
                        bad("xsubVerboseUnsubscribe", true),
                        bad("onlyFirstSubscribe", false),
                        bad("invertMatching", true))
                .flatMap(each -> each);
    }

    private static Stream<Arguments> bad(String option, Object... values) {
        return Arrays.stream(values).map(value -> Arguments.of(option, value));
    }

    @ParameterizedTest
    @MethodSource("table")
    void shouldHaveTheDefaultOfTheTable(SocketOption<?> option) {
        assertThat(get(SocketOptions.defaults(), option.name())).isEqualTo(option.defaultValue());
        assertThat(SocketOptions.builder().build().get(option)).isEqualTo(option.defaultValue());
        assertThat(SocketOptions.defaults().isSet(option)).isFalse();
    }

    @Test
    void shouldHaveASetterAndAnAccessorForEachRowOfTheTable() {
        List<String> rows = table().stream().map(ZmqOption::name).sorted().toList();

        assertThat(options(SocketOptions.Builder.class, 1, "set")).isEqualTo(rows);
        assertThat(options(SocketOptions.class, 0, "defaults", "builder", "toBuilder"))
                .isEqualTo(rows);
    }

    @Test
    void shouldHaveASetterAndAnAccessorForEachRowOfTheTableOfAContext() {
        List<String> rows =
                ContextOption.all().stream().map(ZmqOption::name).sorted().toList();

        assertThat(options(ContextOptions.Builder.class, 1)).isEqualTo(rows);
        assertThat(options(ContextOptions.class, 0, "defaults", "builder", "toBuilder"))
                .isEqualTo(rows);
    }

    /** The option a setter sets is that of its name, and no other. */
    @ParameterizedTest
    @MethodSource("atTheEdge")
    void shouldSetTheOptionOfItsName(String option, Object value) {
        SocketOptions options = set(SocketOptions.builder(), option, value).build();

        assertThat(table())
                .allSatisfy(row -> assertThat(options.isSet(row))
                        .as(row.name())
                        .isEqualTo(row.name().equals(option)));
    }

    @Test
    void shouldShowAnEdgeOfEachOption() {
        assertThat(atTheEdge().map(each -> each.get()[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        table().stream().map(ZmqOption::name).toList());
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void shouldRejectValueOutOfRangeNamingOptionValueAndRange(String option, Object value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(SocketOptions.builder(), option, value))
                .withMessageStartingWith("option " + option + "=" + value + " is out of range: allowed is ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reconnectInterval",
                "reconnectIntervalMax",
                "connectTimeout",
                "handshakeTimeout",
                "heartbeatInterval",
                "heartbeatTtl"
            })
    void shouldRejectNullWhereATimeIsNeeded(String option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(SocketOptions.builder(), option, null))
                .withMessageStartingWith("option " + option + "=null is out of range: allowed is 0 s (");
    }

    @ParameterizedTest
    @ValueSource(strings = {"waitStrategy", "threadNamePrefix", "hostResolver", "defaultSocketOptions"})
    void shouldRejectNullWhereAContextNeedsAValue(String option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(ContextOptions.builder(), option, null))
                .withMessageStartingWith("option " + option + "=null is out of range: allowed is ");
    }

    @ParameterizedTest
    @MethodSource("atTheEdge")
    void shouldTakeValueAtTheEdgeAndKeepItInACopy(String option, Object value) {
        SocketOptions options = set(SocketOptions.builder(), option, value).build();

        assertThat(get(options, option)).isEqualTo(value);
        SocketOptions copy = options.toBuilder().build();
        assertThat(table()).allSatisfy(row -> {
            assertThat(get(copy, row.name())).isEqualTo(get(options, row.name()));
            assertThat(copy.isSet(row)).isEqualTo(options.isSet(row));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", "host:0", "host:65536", ":1", "a b:1", "::1:1", "[::1]", "a:b:1"})
    void shouldRejectAProxyOfAnotherFormThanHostAndPort(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocksProxy.of(text))
                .withMessageContaining("host:port")
                .withMessageContaining('"' + text + '"');
    }

    @Test
    void shouldRejectAUserWithoutANameOrWithOneThatIsTooLong() {
        for (String name : List.of("", "ü".repeat(128))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SocketOptions.builder().socksUsername(name))
                    .withMessageContaining("1 to 255 bytes");
        }
    }

    @Test
    void shouldRejectAMessageThatIsTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageBody.of(new byte[MessageBody.MAX_BYTES + 1]))
                .withMessageContaining("65536")
                .withMessageContaining("65537");
    }

    @Test
    void shouldNotChangeWithItsBuilder() {
        SocketOptions.Builder builder = SocketOptions.builder().sendHwm(3);
        SocketOptions built = builder.build();

        builder.sendHwm(4);

        assertThat(built.sendHwm()).isEqualTo(3);
        assertThat(SocketOptions.defaults().sendHwm()).isEqualTo(1000);
    }

    @Test
    void shouldRejectContextValuesOutOfRange() {
        List<Consumer<ContextOptions.Builder>> wrong = List.of(
                builder -> builder.ioThreads(0),
                builder -> builder.ioThreads(1025),
                builder -> builder.threadNamePrefix(" "),
                builder -> builder.maxDirectMemory(1_048_575),
                builder -> builder.maxBodyMemory(0));
        for (Consumer<ContextOptions.Builder> each : wrong) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> each.accept(ContextOptions.builder()))
                    .withMessageMatching(
                            "option (ioThreads=(0|1025)|threadNamePrefix=\" \"|maxDirectMemory=1048575|maxBodyMemory=0)"
                                    + " is out of range: allowed is .+");
        }
    }

    @Test
    void shouldHaveTheContextDefaultsOfTheTable() {
        assertThat(ContextOption.all())
                .allSatisfy(row ->
                        assertThat(get(ContextOptions.defaults(), row.name())).isEqualTo(row.defaultValue()));
    }

    @Test
    void shouldKeepContextSettingsInACopy() {
        ContextOptions options =
                ContextOptions.builder().ioThreads(3).closeOnShutdown(true).build();

        ContextOptions copy = options.toBuilder().threadNamePrefix("copy").build();

        assertThat(copy.ioThreads()).isEqualTo(3);
        assertThat(copy.closeOnShutdown()).isTrue();
        assertThat(options.threadNamePrefix()).isEqualTo("zmq");
    }

    /** {@return the names of public methods with so many parameters, but for some} */
    private static List<String> options(Class<?> type, int parameters, String... others) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class && !method.isBridge())
                .filter(method -> method.getParameterCount() == parameters)
                .map(Method::getName)
                .filter(name -> !List.of(others).contains(name))
                .sorted()
                .toList();
    }

    private static Object get(Object options, String option) {
        try {
            return options.getClass().getMethod(option).invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static <B> B set(B builder, String option, Object value) {
        try {
            Method setter = Arrays.stream(builder.getClass().getMethods())
                    .filter(method -> method.getName().equals(option))
                    .findFirst()
                    .orElseThrow();
            setter.invoke(builder, value);
            return builder;
        } catch (InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
