package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints and options that can never be used: the error says what is wrong, and names the value. */
@Timeout(60)
class RefusedEndpointSystemTest {

    private final ZmqContext context = ZmqContext.create();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldRefuseIpcPathThatIsTooLong() {
        String endpoint = "ipc://" + folder.resolve("x".repeat(108));

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> context.pull().bind(endpoint))
                .withMessageStartingWith(endpoint)
                .withMessageContaining("bytes: a Unix domain socket takes at most ");
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> context.pull().connect(endpoint));
    }

    @Test
    void shouldRefuseIpcPathInFolderThatIsNotThere() {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> context.pull().bind("ipc://" + folder.resolve("no/such/folder")))
                .withMessageContaining("no/such/folder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | no scheme",
                "127.0.0.1:5555 | no scheme",
                "tcp:/127.0.0.1:5555 | no scheme",
                "http://127.0.0.1:80 | unknown scheme \"http\"",
                "TCP://127.0.0.1:80 | unknown scheme \"TCP\"",
                "tcp:// | the port is missing",
                "tcp://127.0.0.1 | the port is missing",
                "tcp://127.0.0.1: | the port is missing",
                "tcp://:5555 | the host is empty",
                "tcp://127.0.0.1:abc | not a number: \"abc\"",
                "tcp://127.0.0.1:-1 | not a number: \"-1\"",
                "tcp://127.0.0.1:65536 | out of range: 65536",
                "tcp://127.0.0.1:99999999999999999999 | out of range: 99999999999999999999",
                "tcp://256.0.0.1:80 | \"256.0.0.1\" is not an IPv4 address",
                "tcp://1.2.3:80 | \"1.2.3\" is not an IPv4 address",
                "tcp://::1:80 | brackets",
                "tcp://[::1:80 | \"[::1\" is not an IPv6 address",
                "tcp://[zz]:80 | \"[zz]\" is not an IPv6 address",
                "tcp://a b:80 | character 32",
                "tcp://a/b:80 | \"/\" cannot stand in a host name",
                "ipc:// | the path is empty",
                "ipc://@abstract | abstract namespace",
                "inproc:// | the name is empty"
            })
    void shouldRefuseMalformedEndpointsAndSayWhatIsWrong(String endpoint, String reason) {
        for (Executable attempt : new Executable[] {
            () -> context.pull().bind(endpoint), () -> context.push().connect(endpoint)
        }) {
            assertThatExceptionOfType(ZmqEndpointException.class)
                    .isThrownBy(attempt::execute)
                    .withMessageStartingWith(endpoint + ": ")
                    .withMessageContaining(reason);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://*:5555 | a connect needs a host",
                "tcp://127.0.0.1:* | a connect needs a port",
                "tcp://127.0.0.1:0 | a connect needs a port",
                "ipc://* | a connect needs a path"
            })
    void shouldRefuseToConnectToWildcards(String endpoint, String reason) {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> context.push().connect(endpoint))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://example.invalid:5555", "tcp://no-such-card:5555", "tcp://127.0.0.1:1;127.0.0.1:2"})
    void shouldRefuseToBindWhatIsNotOurs(String endpoint) {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> context.pull().bind(endpoint))
                .withMessageStartingWith(endpoint);
    }

    @Test
    void shouldRefuseToEndWhatWasNeverBegun() {
        PullSocket pull = context.pull();
        String bound = pull.bind("tcp://127.0.0.1:*");

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> pull.unbind("tcp://127.0.0.1:1"))
                .withMessageContaining("tcp://127.0.0.1:1")
                .withMessageContaining(bound);
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> pull.disconnect(bound));
    }

    @Test
    void shouldNotBindOrConnectWhenClosed() {
        PullSocket pull = context.pull();
        pull.close();

        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> pull.bind("tcp://127.0.0.1:*"));
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> pull.connect("tcp://127.0.0.1:1"));
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> pull.bind("inproc://x"));
        context.close();
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(context::push);
    }

    static Stream<Arguments> invalidOptions() {
        SocketOptions.Builder builder = SocketOptions.builder();
        Duration negative = Duration.ofMillis(-1);
        return Stream.of(
                invalid("sendHwm=-1", () -> builder.sendHwm(-1)),
                invalid("receiveHwm=-5", () -> builder.receiveHwm(-5)),
                invalid("sendHwmBytes=0", () -> builder.sendHwmBytes(0)),
                invalid("receiveHwmBytes=-1", () -> builder.receiveHwmBytes(-1)),
                invalid("linger=PT-0.001S", () -> builder.linger(negative)),
                invalid("linger=PT8784H", () -> builder.linger(Duration.ofDays(366))),
                invalid("sendTimeout=PT-0.001S", () -> builder.sendTimeout(negative)),
                invalid("receiveTimeout=PT-0.001S", () -> builder.receiveTimeout(negative)),
                invalid("reconnectInterval=PT-0.001S", () -> builder.reconnectInterval(negative)),
                invalid("reconnectIntervalMax=PT-0.001S", () -> builder.reconnectIntervalMax(negative)),
                invalid("connectTimeout=PT-0.001S", () -> builder.connectTimeout(negative)),
                invalid("handshakeTimeout=PT-0.001S", () -> builder.handshakeTimeout(negative)),
                invalid("heartbeatInterval=PT-0.001S", () -> builder.heartbeatInterval(negative)),
                invalid("heartbeatTimeout=PT-0.001S", () -> builder.heartbeatTimeout(negative)),
                invalid("heartbeatTtl=PT1H49M14S", () -> builder.heartbeatTtl(Duration.ofSeconds(6554))),
                invalid("maxMessageSize=-2", () -> builder.maxMessageSize(-2)),
                invalid("backlog=0", () -> builder.backlog(0)),
                invalid("sendBufferBytes=0", () -> builder.sendBufferBytes(0)),
                invalid("receiveBufferBytes=-7", () -> builder.receiveBufferBytes(-7)),
                invalid("tcpKeepAliveIdle=PT0.5S", () -> builder.tcpKeepAliveIdle(Duration.ofMillis(500))),
                invalid("tcpKeepAliveInterval=PT0S", () -> builder.tcpKeepAliveInterval(Duration.ZERO)),
                invalid("tcpKeepAliveCount=0", () -> builder.tcpKeepAliveCount(0)),
                invalid("trafficClass=256", () -> builder.trafficClass(256)),
                invalid("ioThreads=0", () -> ContextOptions.builder().ioThreads(0)),
                invalid("threadNamePrefix=\" \"", () -> ContextOptions.builder().threadNamePrefix(" ")));
    }

    private static Arguments invalid(String optionAndValue, Executable setting) {
        return Arguments.of(optionAndValue, setting);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalidOptions")
    void shouldRefuseInvalidOptionAndNameBothValues(String optionAndValue, Executable setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(setting::execute)
                .withMessageStartingWith("option " + optionAndValue + " is out of range: allowed is ");
    }
}
