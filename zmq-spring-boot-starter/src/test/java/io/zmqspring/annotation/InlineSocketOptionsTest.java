package io.zmqspring.annotation;

import static io.zmqspring.annotation.ListenerApplication.container;
import static io.zmqspring.annotation.ListenerApplication.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.option.Metadata;
import io.zmqspring.core.option.ReconnectStop;
import io.zmqspring.core.option.SocketOption;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketCustomizer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.Bean;

/** Options of the socket that a listener describes itself, and how its attributes refer to its bean. */
@Timeout(60)
class InlineSocketOptionsTest {

    @Test
    void shouldGiveItsSocketTheOptionsOfTheAnnotation() {
        with().withPropertyValues("hwm=7")
                .withUserConfiguration(WithOptions.class)
                .run(context -> {
                    SocketOptions options = context.getBean("lines.socket", RestartableSocket.class)
                            .options();

                    assertThat(options.receiveHwm()).isEqualTo(7);
                    assertThat(options.get(SocketOption.HEARTBEAT_INTERVAL)).isEqualTo(Duration.ofSeconds(5));
                    assertThat(options.get(SocketOption.MAX_MESSAGE_SIZE)).isEqualTo(1 << 20);
                    assertThat(options.get(SocketOption.METADATA))
                            .isEqualTo(Metadata.of(Map.of("X-app", "orders", "X-zone", "a")));
                    assertThat(options.get(SocketOption.RECONNECT_STOP))
                            .isEqualTo(Set.of(ReconnectStop.CONNECTION_REFUSED));
                    assertThat(options.get(SocketOption.RECONNECT_INTERVAL)).isEqualTo(Duration.ofMillis(20));
                });
    }

    @Test
    void shouldLetACustomizerChangeThem() {
        with().withUserConfiguration(Customized.class)
                .run(context -> assertThat(context.getBean("lines.socket", RestartableSocket.class)
                                .options()
                                .receiveHwm())
                        .isEqualTo(70));
    }

    static List<SocketOption<?>> options() {
        return SocketOption.all();
    }

    @ParameterizedTest
    @MethodSource("options")
    void shouldReadAValueOfEveryOption(SocketOption<?> option) {
        SocketType type = option.types().iterator().next();

        SocketOptions read = read(type, option.property() + "=" + text(option));

        if (option == SocketOption.METADATA) {
            assertThat(read.get(option)).isEqualTo(Metadata.of("X-app", "orders"));
        } else {
            assertThat(read.get(option)).isInstanceOf(option.range().type());
        }
    }

    private static String text(SocketOption<?> option) {
        Class<?> type = option.range().type();
        if (option == SocketOption.SOCKS_PROXY) {
            return "proxy:1080";
        }
        if (option == SocketOption.TRAFFIC_CLASS || option == SocketOption.TCP_KEEP_ALIVE_COUNT) {
            return "100";
        }
        if (type == Duration.class) {
            return "1s";
        }
        if (type == Boolean.class) {
            return "true";
        }
        if (option.defaultValue() instanceof Number number) {
            return number.longValue() > 0 ? number.toString() : "8192";
        }
        if (type == Set.class) {
            return "connection-refused, handshake-failed";
        }
        return type.isEnum()
                ? type.getEnumConstants()[0].toString().toLowerCase(Locale.ROOT).replace('_', '-')
                : "text";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "receive-hwm           | has property 'receive-hwm': wanted is name=value, such as receive-hwm=500",
                "receive-hwm=many      | has property 'receive-hwm=many': For input string: \"many\"",
                "receive-hwm=-1        | has property 'receive-hwm=-1': option receiveHwm=-1 is out of range",
                "recieve-hwm=1         | has property 'recieve-hwm=1': a PULL has no such option: allowed are [",
                "immediate=yes         | has property 'immediate=yes': wanted is true or false",
                "xpub-verbose=true     | option xpubVerbose is not for a PULL socket: allowed are [XPUB]",
                "reconnect-stop=what   | wanted is one of [",
                "linger=soon           | has property 'linger=soon'",
            })
    void shouldTellWhatIsWrongWithAnOption(String property, String message) {
        with().withPropertyValues("property=" + property)
                .withUserConfiguration(OfProperty.class)
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining(message));
    }

    @Test
    void shouldNotShowAPassword() {
        with().withPropertyValues("property=socks-password=" + "x".repeat(300))
                .withUserConfiguration(OfProperty.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("socks-password=…")
                        .message()
                        .doesNotContain("xxx"));
    }

    @Test
    void shouldRefuseOptionsForASocketThatIsDefinedElsewhere() {
        with("in pull bind inproc://in")
                .withUserConfiguration(OfNamed.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("belong where it is defined, as in zmq.sockets.in.options"));
    }

    @Test
    void shouldReferToTheBeanOfTheListener() {
        with("in pull bind inproc://in", "in-b pull bind inproc://in-b")
                .withUserConfiguration(SelfReferring.class)
                .run(context -> {
                    assertThat(container(context, "a").getSocketName()).isEqualTo("in");
                    assertThat(container(context, "b").getSocketName()).isEqualTo("in-b");
                });
    }

    private static SocketOptions read(SocketType type, String property) {
        String named = property.replace("metadata=", "metadata.X-app=").replace("X-app=text", "X-app=orders");
        return InlineOptions.of(
                type, List.of(named), new AnnotationValues(new DefaultListableBeanFactory(), "listener", null));
    }

    static class WithOptions {

        @ZmqListener(
                id = "lines",
                type = "pull",
                bind = "inproc://lines",
                properties = {"receive-hwm=${hwm}", """
                        heartbeat.interval=5s
                        max-message-size=1MB

                        metadata.X-app=orders
                        metadata.X-zone=a
                        reconnect-stop=connection-refused
                        reconnect-interval=20
                        """})
        void on(String line) {}
    }

    static class Customized {

        @ZmqListener(
                id = "lines",
                type = "pull",
                bind = "inproc://lines",
                properties = "receive-hwm=7",
                socketCustomizer = "tenTimes")
        void on(String line) {}

        @Bean
        ZmqSocketCustomizer tenTimes() {
            return (socket, options) -> options.receiveHwm(10 * options.build().get(SocketOption.RECEIVE_HWM));
        }
    }

    static class OfProperty {

        @ZmqListener(type = "pull", bind = "inproc://lines", properties = "${property}")
        void on(String line) {}
    }

    static class OfNamed {

        @ZmqListener(value = "in", properties = "receive-hwm=7")
        void on(String line) {}
    }

    public static class SelfReferring {

        public String getSocket() {
            return "in";
        }

        @ZmqListener(id = "a", value = "#{__listener.socket}")
        void a(String line) {}

        @ZmqListener(id = "b", value = "#{me.socket + '-b'}", beanRef = "me")
        void b(String line) {}
    }
}
