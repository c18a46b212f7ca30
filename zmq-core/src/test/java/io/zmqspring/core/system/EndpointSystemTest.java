package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent.Closed;
import io.zmqspring.core.monitor.MonitorEvent.ConnectFailed;
import io.zmqspring.core.monitor.MonitorEvent.ConnectRetried;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.Listening;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
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

/**
 * Binding and connecting: every form of endpoint, in either order, again and again, and what is said when it cannot be.
 */
@Timeout(60)
class EndpointSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SocketOptions SOON = SocketOptions.builder()
            .reconnectInterval(Duration.ofMillis(5))
            .reconnectIntervalMax(Duration.ofMillis(20))
            .linger(Duration.ZERO)
            .build();

    private final ZmqContext context = ZmqContext.create();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldNameThePortInUse() {
        PullSocket owner = context.pull();
        String endpoint = owner.bind("tcp://127.0.0.1:*");
        PullSocket second = context.pull();

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> second.bind(endpoint))
                .withMessage(endpoint + ": address already in use")
                .satisfies(e -> assertThat(e.endpoint()).isEqualTo(endpoint));
        assertThat(second.endpoints()).isEmpty();
        assertThat(second.lastEndpoint()).isEmpty();
        assertCarries(owner, endpoint);
    }

    @Test
    void shouldNameTheInprocNameInUse() {
        context.pull().bind("inproc://name");

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> context.pull().bind("inproc://name"))
                .withMessageStartingWith("inproc://name: address already in use");
    }

    @Test
    void shouldNotTakeAnIpcPathFromItsOwner() {
        PullSocket owner = context.pull();
        String endpoint = owner.bind("ipc://" + folder.resolve("owned"));

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> context.pull().bind(endpoint))
                .withMessage(endpoint + ": address already in use");
        assertCarries(owner, endpoint);
    }

    @Test
    void shouldTakeOverStaleSocketFile() throws IOException {
        Path path = folder.resolve("stale");
        try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        PullSocket pull = context.pull();
        String endpoint = pull.bind("ipc://" + path);

        assertCarries(pull, endpoint);
        pull.close();
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldLeaveAFileThatIsNoSocketAlone() throws IOException {
        Path path = Files.writeString(folder.resolve("precious"), "data");

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> context.pull().bind("ipc://" + path))
                .withMessageContaining(path.toString())
                .withMessageContaining("not a socket");
        assertThat(path).hasContent("data");
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
    void shouldKeepTryingAHostThatDoesNotResolve() {
        PushSocket push = context.push(SOON);
        EventRecorder events = EventRecorder.of(push);
        push.connect("tcp://no-such-host.invalid:5555");

        assertThat(events.await(ConnectFailed.class).reason()).contains("no-such-host.invalid");
        events.awaitCount(3, ConnectFailed.class);
        events.awaitCount(3, ConnectRetried.class);
        EndpointStatus status = push.endpoints().get(0);
        assertThat(status.state()).isEqualTo(EndpointStatus.State.CONNECTING);
        assertThat(status.lastError()).contains("no-such-host.invalid");
        assertThat(status.peers()).isZero();
    }

    @Test
    void shouldKeepTryingAPortThatRefuses() {
        String endpoint;
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            endpoint = listener.endpoint();
        }
        PushSocket push = context.push(SOON);
        EventRecorder events = EventRecorder.of(push);
        push.connect(endpoint);
        events.awaitCount(3, ConnectFailed.class);
        push.send(ascii("patience"));
        PullSocket pull = context.pull();
        pull.bind(endpoint);

        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("patience");
        assertThat(push.counters().reconnects()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldStopAfterTheFirstFailureWhenReconnectingIsOff() {
        PushSocket push = context.push(SocketOptions.builder()
                .reconnectInterval(Duration.ZERO)
                .linger(Duration.ZERO)
                .build());
        EventRecorder events = EventRecorder.of(push);
        push.connect("tcp://127.0.0.1:1");
        events.await(ConnectFailed.class);
        push.close();

        events.await(Closed.class);
        assertThat(events.all(ConnectFailed.class)).hasSize(1);
        assertThat(events.all(ConnectRetried.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "tcp://*:*", "tcp://localhost:*", "ipc://*", "inproc://carries"})
    void shouldCarryMessagesOver(String where) {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind(where);
        assertThat(endpoint).doesNotContain("*:*").doesNotEndWith("*");
        assertThat(pull.lastEndpoint()).contains(endpoint);
        assertThat(events.await(Listening.class).endpoint()).isEqualTo(endpoint);

        assertCarries(pull, endpoint.replace("0.0.0.0", "127.0.0.1"));
        if (endpoint.startsWith("tcp")) {
            assertCarries(pull, endpoint.replaceAll("//.*:", "//localhost:"));
        }
    }

    @Test
    void shouldCarryMessagesOverIpv6() throws SocketException {
        assumeTrue(hasIpv6Loopback(), "this machine has no IPv6 loopback");
        PullSocket pull = context.pull(SocketOptions.builder().ipv6(true).build());
        String endpoint = pull.bind("tcp://[::1]:*");

        assertThat(endpoint).startsWith("tcp://[::1]:");
        assertCarries(pull, endpoint);
        String both = pull.bind("tcp://*:*");
        assertCarries(pull, both.replaceAll("//.*:", "//[::1]:"));
        assertCarries(pull, both.replaceAll("//.*:", "//127.0.0.1:"));
    }

    @Test
    void shouldGiveEveryWildcardBindAnEndpointOfItsOwn() {
        PullSocket pull = context.pull();
        assertThat(Stream.of("tcp://*:*", "tcp://*:0", "tcp://127.0.0.1:*", "ipc://*", "ipc://*")
                        .map(pull::bind))
                .doesNotHaveDuplicates()
                .hasSize(5);
        assertThat(pull.endpoints()).hasSize(5).allMatch(each -> each.state() == EndpointStatus.State.LISTENING);
    }

    static Stream<Arguments> connectFirst() {
        return Stream.of(Arguments.of("tcp"), Arguments.of("ipc"), Arguments.of("inproc"));
    }

    @ParameterizedTest
    @MethodSource("connectFirst")
    void shouldConnectBeforeTheOtherBinds(String scheme) {
        String endpoint = switch (scheme) {
            case "tcp" -> freeTcpEndpoint();
            case "ipc" -> "ipc://" + folder.resolve("later");
            default -> "inproc://later";
        };
        PushSocket push = context.push(SOON);
        push.connect(endpoint);
        for (int i = 0; i < 100; i++) {
            push.send(ascii("early " + i));
        }
        PullSocket pull = context.pull();
        pull.bind(endpoint);

        for (int i = 0; i < 100; i++) {
            assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("early " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("connectFirst")
    void shouldUnbindAndBindAgainAtOnce(String scheme) {
        String endpoint = switch (scheme) {
            case "tcp" -> freeTcpEndpoint();
            case "ipc" -> "ipc://" + folder.resolve("again");
            default -> "inproc://again";
        };
        for (int round = 0; round < 20; round++) {
            PullSocket pull = context.pull(SOON);
            pull.bind(endpoint);
            assertCarries(pull, endpoint);
            pull.unbind(endpoint);
            pull.bind(endpoint);
            assertCarries(pull, endpoint);
            pull.close();
        }
    }

    @Test
    void shouldCloseAcceptedConnectionsAtUnbindAndKeepWhatHadArrived() {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH")) {
            peer.send(message("arrived"));
            Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == 1);
            pull.unbind(endpoint);
            assertThat(peer.awaitEnd()).isTrue();
        }
        events.await(Disconnected.class);
        events.await(Closed.class);
        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("arrived");
        assertThat(pull.endpoints()).isEmpty();
    }

    @Test
    void shouldSendWhatIsQueuedBeforeDisconnecting() {
        PullSocket pull = context.pull();
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        for (int round = 0; round < 20; round++) {
            PushSocket push = context.push();
            push.connect(endpoint);
            for (int i = 0; i < 50; i++) {
                push.send(ascii("r" + round + "." + i));
            }
            push.disconnect(endpoint);
            for (int i = 0; i < 50; i++) {
                assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("r" + round + "." + i);
            }
            assertThat(push.trySend(ascii("nobody"))).isFalse();
            push.close();
        }
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

    private void assertCarries(PullSocket pull, String endpoint) {
        try (PushSocket push = context.push()) {
            push.connect(endpoint);
            push.send(ascii("over " + endpoint));
            assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("over " + endpoint);
        }
    }

    private static String freeTcpEndpoint() {
        try (ZmqContext other = ZmqContext.create();
                ZmqSocket socket = other.pull()) {
            return socket.bind("tcp://127.0.0.1:*");
        }
    }

    private static boolean hasIpv6Loopback() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    }
}
