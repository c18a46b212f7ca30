package io.zmqspring.core.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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

    static Stream<Arguments> defaults() {
        return Stream.of(
                Arguments.of("sendHwm", 1000),
                Arguments.of("receiveHwm", 1000),
                Arguments.of("sendHwmBytes", 64L << 20),
                Arguments.of("receiveHwmBytes", 64L << 20),
                Arguments.of("linger", Duration.ofSeconds(1)),
                Arguments.of("sendTimeout", null),
                Arguments.of("receiveTimeout", null),
                Arguments.of("immediate", false),
                Arguments.of("reconnectInterval", Duration.ofMillis(100)),
                Arguments.of("reconnectIntervalMax", Duration.ofSeconds(30)),
                Arguments.of("connectTimeout", Duration.ofSeconds(30)),
                Arguments.of("handshakeTimeout", Duration.ofSeconds(30)),
                Arguments.of("heartbeatInterval", Duration.ZERO),
                Arguments.of("heartbeatTimeout", null),
                Arguments.of("heartbeatTtl", Duration.ZERO),
                Arguments.of("maxMessageSize", -1L),
                Arguments.of("maxMultipartBytes", 256L << 20),
                Arguments.of("maxMultipartFrames", 1 << 16),
                Arguments.of("maxCommandsPerTurn", 256),
                Arguments.of("maxHandshakes", 1000),
                Arguments.of("departedHwm", -1),
                Arguments.of("backlog", 100),
                Arguments.of("ipv6", false),
                Arguments.of("sendBufferBytes", -1),
                Arguments.of("receiveBufferBytes", -1),
                Arguments.of("tcpKeepAlive", null),
                Arguments.of("tcpKeepAliveIdle", null),
                Arguments.of("tcpKeepAliveInterval", null),
                Arguments.of("tcpKeepAliveCount", -1),
                Arguments.of("trafficClass", 0));
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
                        bad("tcpKeepAliveIdle", Duration.ZERO, Duration.ofMillis(999), TOO_LONG),
                        bad("tcpKeepAliveInterval", Duration.ZERO, Duration.ofMillis(999), TOO_LONG),
                        bad("tcpKeepAliveCount", 0, -2),
                        bad("trafficClass", -1, 256))
                .flatMap(each -> each);
    }

    static Stream<Arguments> atTheEdge() {
        return Stream.of(
                        bad("sendHwm", 0, Integer.MAX_VALUE),
                        bad("receiveHwm", 0, Integer.MAX_VALUE),
                        bad("sendHwmBytes", 1L, Long.MAX_VALUE),
                        bad("receiveHwmBytes", 1L, Long.MAX_VALUE),
                        bad("linger", Duration.ZERO, Duration.ofDays(365)),
                        bad("heartbeatTtl", Duration.ZERO, Duration.ofMillis(6_553_500)),
                        bad("maxMessageSize", -1L, 0L, Long.MAX_VALUE),
                        bad("maxMultipartBytes", -1L, 1L, Long.MAX_VALUE),
                        bad("maxMultipartFrames", -1, 1),
                        bad("maxCommandsPerTurn", -1, 1),
                        bad("maxHandshakes", -1, 1),
                        bad("departedHwm", 0, 1),
                        bad("backlog", 1),
                        bad("sendBufferBytes", -1, 1),
                        bad("tcpKeepAliveIdle", Duration.ofSeconds(1)),
                        bad("tcpKeepAliveCount", -1, 1),
                        bad("trafficClass", 0, 255),
                        bad("tcpKeepAlive", true, false),
                        bad("immediate", true),
                        bad("ipv6", true))
                .flatMap(each -> each);
    }

    private static Stream<Arguments> bad(String option, Object... values) {
        return Arrays.stream(values).map(value -> Arguments.of(option, value));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void shouldHaveDocumentedDefault(String option, Object expected) {
        assertThat(get(SocketOptions.defaults(), option)).isEqualTo(expected);
        assertThat(get(SocketOptions.builder().build(), option)).isEqualTo(expected);
    }

    @Test
    void shouldListEveryOptionInTheTableOfDefaults() {
        List<String> listed =
                defaults().map(each -> (String) each.get()[0]).sorted().toList();
        List<String> present = Arrays.stream(SocketOptions.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 1)
                .map(Method::getName)
                .sorted()
                .toList();
        assertThat(listed).isEqualTo(present);
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
                .withMessageStartingWith("option " + option + "=null is out of range: allowed is 0 s to ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"waitStrategy", "threadNamePrefix", "hostResolver"})
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
        defaults()
                .map(each -> (String) each.get()[0])
                .forEach(each -> assertThat(get(copy, each)).isEqualTo(get(options, each)));
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
    void shouldHaveDocumentedContextDefaults() {
        ContextOptions options = ContextOptions.defaults();

        assertThat(options.ioThreads()).isOne();
        assertThat(options.waitStrategy()).isEqualTo(WaitStrategy.SPIN_THEN_PARK);
        assertThat(options.threadNamePrefix()).isEqualTo("zmq");
        assertThat(options.threadFactory()).isNull();
        assertThat(options.hostResolver()).isSameAs(HostResolver.SYSTEM);
        assertThat(options.closeOnShutdown()).isFalse();
        assertThat(options.warnWhenUnclosed()).isTrue();
        assertThat(options.maxDirectMemory()).isEqualTo(-1);
        assertThat(options.maxBodyMemory()).isEqualTo(-1);
    }

    private static Object get(SocketOptions options, String option) {
        try {
            return SocketOptions.class.getMethod(option).invoke(options);
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
