package io.zmqspring.core.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.ConnectFailed;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.Secret;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocksProxy;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.SocksServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections through a SOCKS 5 proxy; the cases of libzmq's test_socks, and proxies that answer anything. */
@Timeout(60)
class SocksSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** No name is looked up on this side. */
    private final ZmqContext context = ZmqContext.create(ContextOptions.builder()
            .hostResolver(host -> {
                throw new UnknownHostException(host);
            })
            .build());

    private final SocksServer proxy = new SocksServer(0);
    private final PullSocket pull = context.pull();
    private final int port = Integer.parseInt(pull.bind("tcp://127.0.0.1:*").replaceAll(".*:", ""));

    @AfterEach
    void close() {
        context.close();
        proxy.close();
    }

    private SocketOptions.Builder options() {
        return SocketOptions.builder()
                .socksProxy(SocksProxy.of(proxy.address()))
                .linger(Duration.ZERO)
                .reconnectInterval(Duration.ofMillis(10))
                .reconnectIntervalMax(Duration.ofMillis(50));
    }

    private void assertDelivers(SocketOptions options, String endpoint) {
        PushSocket push = context.push(options);
        push.connect(endpoint);
        push.send("through".getBytes(UTF_8));
        assertThat(pull.receive(PATIENCE)).isEqualTo("through".getBytes(UTF_8));
    }

    private String failure(SocketOptions options) {
        PushSocket push = context.push(options);
        EventRecorder events = EventRecorder.of(push);
        push.connect("tcp://peer.example:" + port);
        events.awaitCount(2, ConnectFailed.class);
        return events.await(ConnectFailed.class).reason();
    }

    @ParameterizedTest
    @CsvSource({"peer.example, 3 peer.example, 1", "127.0.0.1, 1 127.0.0.1, 3", "[::1], 4 0:0:0:0:0:0:0:1, 4"})
    void shouldLetTheProxyConnectToWhatTheEndpointNames(String host, String asked, int boundType) {
        proxy.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        proxy.boundType = boundType;
        assertDelivers(options().build(), "tcp://" + host + ":" + port);
        assertThat(proxy.requests()).containsExactly(asked + " " + port);
    }

    @ParameterizedTest
    @CsvSource({"user:secret, user, secret", "user:, user,", "ü:ö, ü, ö"})
    void shouldGiveUserAndPassword(String credentials, String user, String password) {
        proxy.credentials = credentials;
        SocketOptions.Builder options = options().socksUsername(user);
        if (password != null) {
            options.socksPassword(Secret.of(password));
        }
        assertDelivers(options.build(), "tcp://127.0.0.1:" + port);
    }

    @Test
    void shouldConnectOnceTheProxyIsThere() {
        String address = proxy.address();
        proxy.close();
        PushSocket push = context.push(options().build());
        EventRecorder events = EventRecorder.of(push);
        push.connect("tcp://127.0.0.1:" + port);
        push.send("late".getBytes(UTF_8));
        events.awaitCount(2, ConnectFailed.class);
        try (SocksServer later = new SocksServer(Integer.parseInt(address.replaceAll(".*:", "")))) {
            assertThat(pull.receive(PATIENCE)).isEqualTo("late".getBytes(UTF_8));
            assertThat(later.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "05010001000000000000, general failure",
        "05020001000000000000, connection not allowed by ruleset",
        "05050001000000000000, connection refused",
        "05630001000000000000, code 99",
        "05000005000000000000, unknown type 5",
        "04000001000000000000, begins with 4",
        "48545450, not connected within"
    })
    void shouldSayWhyTheProxyDoesNotConnectAndTryAgain(String reply, String reason) {
        proxy.reply = reply;
        SocketOptions options = options().connectTimeout(Duration.ofMillis(300)).build();
        assertThat(failure(options)).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "48545450, begins with 72",
        "0502, authentication method 2",
        "05FF, wants a user name",
        "05, not connected",
        "close, closed the connection"
    })
    void shouldSayWhenTheProxyIsNone(String method, String reason) {
        proxy.method = method;
        SocketOptions options = options().connectTimeout(Duration.ofMillis(300)).build();
        assertThat(failure(options)).contains(reason);
    }

    @Test
    void shouldNotWaitForAProxyThatSaysNothingLongerThanForAHandshakeWhenConnectingHasNoLimit() {
        proxy.method = "";
        SocketOptions options = options()
                .connectTimeout(Duration.ZERO)
                .handshakeTimeout(Duration.ofMillis(200))
                .build();
        assertThat(failure(options)).contains("not connected within PT0.2S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other:secret", "user:other"})
    void shouldSayThatUserOrPasswordAreWrongAndNotThePassword(String credentials) {
        proxy.credentials = credentials;
        SocketOptions options = options()
                .socksUsername("user")
                .socksPassword(Secret.of("secret"))
                .build();
        assertThat(failure(options)).contains("does not accept the user name").doesNotContain("secret");
        assertThat(String.valueOf(options.socksPassword())).doesNotContain("secret");
    }
}
