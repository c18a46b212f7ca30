package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.SocketOptions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SocketOptionsMappingTest {

    private static final String PREFIX = "zmq.sockets.it.options.";

    private static final String[] EVERY_OPTION = {
        "send-hwm=11",
        "receive-hwm=12",
        "send-hwm-bytes=13KB",
        "receive-hwm-bytes=14KB",
        "linger=15s",
        "send-timeout=16s",
        "receive-timeout=17s",
        "immediate=true",
        "reconnect-interval=18s",
        "reconnect-interval-max=19s",
        "connect-timeout=20s",
        "handshake-timeout=21s",
        "heartbeat.interval=22s",
        "heartbeat.timeout=23s",
        "heartbeat.ttl=24s",
        "max-message-size=25KB",
        "max-multipart-size=33KB",
        "max-multipart-frames=34",
        "max-commands-per-turn=37",
        "max-handshakes=35",
        "departed-hwm=36",
        "backlog=26",
        "ipv6=true",
        "send-buffer=27KB",
        "receive-buffer=28KB",
        "tcp-keepalive.enabled=true",
        "tcp-keepalive.idle=29s",
        "tcp-keepalive.interval=30s",
        "tcp-keepalive.count=31",
        "traffic-class=32"
    };

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withPropertyValues("zmq.sockets.it.type=pair");

    @Test
    void shouldHaveAPropertyForEveryOptionOfTheEngine() {
        String[] properties = Arrays.stream(EVERY_OPTION).map(PREFIX::concat).toArray(String[]::new);
        runner.withPropertyValues(properties).run(context -> {
            SocketOptions options = context.getBean(ZmqSocket.class).options();
            List<Method> getters = Arrays.stream(SocketOptions.class.getMethods())
                    .filter(method -> method.getParameterCount() == 0
                            && !Modifier.isStatic(method.getModifiers())
                            && method.getDeclaringClass() == SocketOptions.class
                            && !method.getName().equals("toBuilder"))
                    .toList();

            assertThat(getters)
                    .hasSize(EVERY_OPTION.length)
                    .allSatisfy(getter -> assertThat(getter.invoke(options))
                            .as(getter.getName())
                            .isNotEqualTo(getter.invoke(SocketOptions.defaults())));
        });
    }

    @Test
    void shouldGiveEachOptionItsValue() {
        String[] properties = Arrays.stream(EVERY_OPTION).map(PREFIX::concat).toArray(String[]::new);
        runner.withPropertyValues(properties).run(context -> {
            SocketOptions options = context.getBean(ZmqSocket.class).options();
            assertThat(options.sendHwm()).isEqualTo(11);
            assertThat(options.receiveHwm()).isEqualTo(12);
            assertThat(options.sendHwmBytes()).isEqualTo(13 * 1024);
            assertThat(options.receiveHwmBytes()).isEqualTo(14 * 1024);
            assertThat(options.linger()).isEqualTo(Duration.ofSeconds(15));
            assertThat(options.sendTimeout()).isEqualTo(Duration.ofSeconds(16));
            assertThat(options.receiveTimeout()).isEqualTo(Duration.ofSeconds(17));
            assertThat(options.immediate()).isTrue();
            assertThat(options.reconnectInterval()).isEqualTo(Duration.ofSeconds(18));
            assertThat(options.reconnectIntervalMax()).isEqualTo(Duration.ofSeconds(19));
            assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(20));
            assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(21));
            assertThat(options.heartbeatInterval()).isEqualTo(Duration.ofSeconds(22));
            assertThat(options.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(23));
            assertThat(options.heartbeatTtl()).isEqualTo(Duration.ofSeconds(24));
            assertThat(options.maxMessageSize()).isEqualTo(25 * 1024);
            assertThat(options.maxMultipartBytes()).isEqualTo(33 * 1024);
            assertThat(options.maxMultipartFrames()).isEqualTo(34);
            assertThat(options.maxCommandsPerTurn()).isEqualTo(37);
            assertThat(options.maxHandshakes()).isEqualTo(35);
            assertThat(options.departedHwm()).isEqualTo(36);
            assertThat(options.backlog()).isEqualTo(26);
            assertThat(options.ipv6()).isTrue();
            assertThat(options.sendBufferBytes()).isEqualTo(27 * 1024);
            assertThat(options.receiveBufferBytes()).isEqualTo(28 * 1024);
            assertThat(options.tcpKeepAlive()).isTrue();
            assertThat(options.tcpKeepAliveIdle()).isEqualTo(Duration.ofSeconds(29));
            assertThat(options.tcpKeepAliveInterval()).isEqualTo(Duration.ofSeconds(30));
            assertThat(options.tcpKeepAliveCount()).isEqualTo(31);
            assertThat(options.trafficClass()).isEqualTo(32);
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
                        PREFIX + "receive-timeout=-1")
                .run(context -> {
                    SocketOptions options = context.getBean(ZmqSocket.class).options();
                    assertThat(options.linger()).isNull();
                    assertThat(options.sendTimeout()).isNull();
                    assertThat(options.receiveTimeout()).isNull();
                });
    }
}
