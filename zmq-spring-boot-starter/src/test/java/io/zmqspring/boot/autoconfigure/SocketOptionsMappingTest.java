package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.MessageBody;
import io.zmqspring.core.option.Metadata;
import io.zmqspring.core.option.ReconnectStop;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.Secret;
import io.zmqspring.core.option.SocketOption;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.option.SocksProxy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SocketOptionsMappingTest {

    private static final String PREFIX = "zmq.sockets.it.options.";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withPropertyValues("zmq.sockets.it.type=pair", "zmq.sockets.it.auto-startup=false");

    static List<SocketOption<?>> options() {
        return SocketOption.all();
    }

    @ParameterizedTest
    @MethodSource("options")
    void shouldHaveAPropertyThatSetsThatOptionAndNoOther(SocketOption<?> option) {
        ZmqSocketProperties properties = new Binder(
                        new MapConfigurationPropertySource(Map.of("it." + key(option), configured(option))))
                .bindOrCreate("it", ZmqSocketProperties.class);

        SocketOptions mapped = SocketOptionsMapper.forAny(properties, "it");

        assertThat(options())
                .allSatisfy(
                        each -> assertThat(mapped.isSet(each)).as(each.name()).isEqualTo(each == option));
        assertThat(mapped.get(option)).isEqualTo(expected(option)).isNotEqualTo(option.defaultValue());
    }

    @ParameterizedTest
    @EnumSource(names = {"PAIR", "REQ", "DEALER", "ROUTER", "PUB", "XPUB"})
    void shouldSetEveryOptionOfANamedSocket(SocketType type) {
        String[] properties = options().stream()
                .filter(option -> option.isFor(type))
                .map(option -> PREFIX + key(option) + "=" + configured(option))
                .toArray(String[]::new);
        runner.withPropertyValues("zmq.sockets.it.auto-startup=false", "zmq.sockets.it.type=" + type)
                .withPropertyValues(properties)
                .run(context -> {
                    SocketOptions options = context.getBean(ZmqSocket.class).options();
                    assertThat(options())
                            .filteredOn(option -> option.isFor(type))
                            .allSatisfy(option -> assertThat(options.get(option))
                                    .as(option.name())
                                    .isEqualTo(expected(option)));
                });
    }

    @Test
    void shouldHoldForSocketsThatTheApplicationMakesItself() {
        runner.withPropertyValues("zmq.defaults.options.send-hwm=5").run(context -> {
            try (ZmqSocket socket = context.getBean(ZmqContext.class).push()) {
                assertThat(socket.options().sendHwm()).isEqualTo(5);
                assertThat(socket.options().maxMessageSize()).isEqualTo(64L << 20);
                assertThat(socket.options().heartbeatInterval()).isEqualTo(Duration.ofSeconds(15));
            }
        });
    }

    @Test
    void shouldHoldForNamedSocketsOfAContextOfTheApplication() {
        SocketOptions own =
                SocketOptions.builder().receiveHwm(9).maxMessageSize(-1).build();
        runner.withPropertyValues("zmq.defaults.options.send-hwm=5", "zmq.defaults.options.receive-hwm=6")
                .withBean(
                        ZmqContext.class,
                        () -> ZmqContext.create(ContextOptions.builder()
                                .defaultSocketOptions(own)
                                .build()))
                .run(context -> {
                    SocketOptions options = context.getBean(ZmqSocket.class).options();
                    assertThat(options.sendHwm()).isEqualTo(5);
                    assertThat(options.receiveHwm()).as("of the context").isEqualTo(9);
                    assertThat(options.maxMessageSize()).as("of the context").isEqualTo(-1);
                });
    }

    @Test
    void shouldBoundFramesAndNoticeDeadPeersByDefault() {
        runner.run(context -> {
            SocketOptions options = context.getBean(ZmqSocket.class).options();
            assertThat(options.maxMessageSize()).isEqualTo(64L << 20);
            assertThat(options.heartbeatInterval()).isEqualTo(Duration.ofSeconds(15));
            assertThat(options.linger()).isEqualTo(SocketOptions.defaults().linger());
            assertThat(options.sendHwm()).isEqualTo(SocketOptions.defaults().sendHwm());
        });
    }

    @Test
    void shouldTakeWhatASocketDoesNotSetFromTheDefaults() {
        runner.withPropertyValues(
                        "zmq.defaults.options.send-hwm=5",
                        "zmq.defaults.options.receive-hwm=6",
                        "zmq.defaults.options.max-message-size=-1B",
                        "zmq.defaults.options.heartbeat.interval=0",
                        PREFIX + "receive-hwm=7")
                .run(context -> {
                    SocketOptions options = context.getBean(ZmqSocket.class).options();
                    assertThat(options.sendHwm()).isEqualTo(5);
                    assertThat(options.receiveHwm()).isEqualTo(7);
                    assertThat(options.maxMessageSize()).isEqualTo(-1);
                    assertThat(options.heartbeatInterval()).isZero();
                });
    }

    @Test
    void shouldTakeANegativeTimeAsNoEnd() {
        runner.withPropertyValues(
                        "zmq.defaults.options.send-timeout=1s",
                        "zmq.defaults.options.receive-timeout=1s",
                        PREFIX + "linger=-1",
                        PREFIX + "send-timeout=-1",
                        PREFIX + "receive-timeout=-1",
                        "zmq.defaults.options.heartbeat.timeout=1s",
                        PREFIX + "heartbeat.timeout=-1",
                        "zmq.defaults.options.tcp-keepalive.idle=1s",
                        PREFIX + "tcp-keepalive.idle=-1")
                .run(context -> {
                    SocketOptions options = context.getBean(ZmqSocket.class).options();
                    assertThat(options.linger()).isNull();
                    assertThat(options.sendTimeout()).isNull();
                    assertThat(options.receiveTimeout()).isNull();
                    assertThat(options.heartbeatTimeout()).isNull();
                    assertThat(options.tcpKeepAliveIdle()).isNull();
                });
    }

    private static String key(SocketOption<?> option) {
        return option.property() + (option == SocketOption.METADATA ? ".X-Tenant" : "");
    }

    private static String configured(SocketOption<?> option) {
        if (option == SocketOption.METADATA) {
            return "a b";
        }
        if (option.range().type() == Boolean.class) {
            return String.valueOf(!Boolean.TRUE.equals(option.defaultValue()));
        }
        if (option.range().type() == RoutingId.class) {
            return "id-ü";
        }
        if (option.range().type() == MessageBody.class) {
            return "body-ü";
        }
        if (option.range().type() == SocksProxy.class) {
            return "proxy:1080";
        }
        if (option.range().type() == Secret.class || option.range().type() == String.class) {
            return "text-ü";
        }
        if (option.range().type() == Set.class) {
            return "connection-refused, after-disconnect";
        }
        if (option.range().type().isEnum()) {
            return lastOf(option).name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return number(option)
                + switch (option.range().unit()) {
                    case TIME -> "s";
                    case BYTES -> "KB";
                    default -> "";
                };
    }

    private static Object expected(SocketOption<?> option) {
        if (option == SocketOption.METADATA) {
            return Metadata.of("X-Tenant", "a b");
        }
        if (option.range().type() == Boolean.class) {
            return !Boolean.TRUE.equals(option.defaultValue());
        }
        if (option.range().type() == RoutingId.class) {
            return RoutingId.of("id-ü");
        }
        if (option.range().type() == MessageBody.class) {
            return MessageBody.of("body-ü");
        }
        if (option.range().type() == SocksProxy.class) {
            return SocksProxy.of("proxy:1080");
        }
        if (option.range().type() == Secret.class) {
            return Secret.of("text-ü");
        }
        if (option.range().type() == String.class) {
            return "text-ü";
        }
        if (option.range().type() == Set.class) {
            return Set.of(ReconnectStop.CONNECTION_REFUSED, ReconnectStop.AFTER_DISCONNECT);
        }
        if (option.range().type().isEnum()) {
            return lastOf(option);
        }
        return switch (option.range().unit()) {
            case TIME -> Duration.ofSeconds(number(option));
            case BYTES ->
                option.range().type() == Long.class ? number(option) * 1024L : (Object) (number(option) * 1024);
            default -> number(option);
        };
    }

    private static Enum<?> lastOf(SocketOption<?> option) {
        Object[] constants = option.range().type().getEnumConstants();
        return (Enum<?>) constants[constants.length - 1];
    }

    /** {@return another number for each option} */
    private static int number(SocketOption<?> option) {
        return 11 + options().indexOf(option);
    }
}
