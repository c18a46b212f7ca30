package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent.Closed;
import io.zmqspring.core.monitor.MonitorEvent.ConnectFailed;
import io.zmqspring.core.monitor.MonitorEvent.ConnectRetried;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.monitor.MonitorEvent.Listening;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
