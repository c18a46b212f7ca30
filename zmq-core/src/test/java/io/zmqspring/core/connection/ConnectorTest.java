package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.zmtp.PropertyCodec;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Endpoint ENDPOINT = Endpoint.parse("tcp://several:5555");
    private static final SocketOptions NEVER_AGAIN =
            SocketOptions.builder().reconnectInterval(Duration.ZERO).build();

    @Test
    void shouldTryTheNextAddressWhenTheFirstFailsTheHandshake() throws InterruptedException {
        try (RawPeer.Listener bad = new RawPeer.Listener();
                RawPeer.Listener good = new RawPeer.Listener();
                TestHost host = new TestHost(NEVER_AGAIN, transport(bad, good))) {
            Connector connector = new Connector(host, ENDPOINT, null);
            connector.start();
            bad.accept().close();

            try (RawPeer peer = good.accept().handshake("PULL")) {
                await(connector, EndpointStatus.State.CONNECTED);
                stop(connector);
                assertThat(peer.awaitEnd()).isTrue();
            }
        }
    }

    @Test
    void shouldTryTheNextAddressWhenTheFirstRefuses() throws InterruptedException {
        RawPeer.Listener gone = new RawPeer.Listener();
        gone.close();
        try (RawPeer.Listener good = new RawPeer.Listener();
                TestHost host = new TestHost(NEVER_AGAIN, transport(gone, good))) {
            Connector connector = new Connector(host, ENDPOINT, null);
            connector.start();
            try (RawPeer peer = good.accept().handshake("PULL")) {
                await(connector, EndpointStatus.State.CONNECTED);
                stop(connector);
                assertThat(peer.awaitEnd()).isTrue();
            }
        }
    }

    @Test
    void shouldSayEveryReasonWhenNoAddressCanBeReached() throws InterruptedException {
        RawPeer.Listener one = new RawPeer.Listener();
        RawPeer.Listener other = new RawPeer.Listener();
        one.close();
        other.close();
        try (TestHost host = new TestHost(NEVER_AGAIN, transport(one, other))) {
            Connector connector = new Connector(host, ENDPOINT, null);
            connector.start();
            await(connector, EndpointStatus.State.STOPPED);

            assertThat(host.events)
                    .filteredOn(MonitorEvent.ConnectFailed.class::isInstance)
                    .singleElement()
                    .extracting(event -> ((MonitorEvent.ConnectFailed) event).reason())
                    .asString()
                    .contains(":" + port(one) + ": connection refused", ":" + port(other) + ": connection refused");
            stop(connector);
        }
    }

    @Test
    void shouldEndOnceWhenStoppedByManyAtOnce() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            try (RawPeer.Listener server = new RawPeer.Listener();
                    TestHost host = new TestHost(NEVER_AGAIN, transport(server))) {
                Connector connector = new Connector(host, ENDPOINT, null);
                connector.start();
                Thread other = new Thread(() -> connector.stop(TimeUnit.SECONDS.toNanos(1)));
                other.start();
                connector.stop(0);
                other.join();
                assertThat(connector.ended().await(20, TimeUnit.SECONDS)).isTrue();
                Awaitility.await().atMost(PATIENCE).until(() -> !host.ended.isEmpty());
                assertThat(host.ended).containsExactly(connector);
                assertThat(host.events)
                        .filteredOn(MonitorEvent.Closed.class::isInstance)
                        .hasSize(1);
                assertThat(host.errors).isEmpty();
            }
        }
    }

    @Test
    void shouldCloseTheConnectionOfAPeerThatItsSocketRefuses() throws InterruptedException {
        try (RawPeer.Listener server = new RawPeer.Listener();
                TestHost host = new TestHost(NEVER_AGAIN, transport(server))) {
            host.refusal = "the id is in use";
            Connector connector = new Connector(host, ENDPOINT, null);
            connector.start();
            try (RawPeer peer = server.accept().handshake("PULL")) {
                peer.send(Zmtp.message("not to be read"));
                assertThat(peer.awaitEnd()).isTrue();
            }
            await(connector, EndpointStatus.State.STOPPED);

            assertThat(host.events)
                    .filteredOn(MonitorEvent.Disconnected.class::isInstance)
                    .singleElement()
                    .extracting(event -> ((MonitorEvent.Disconnected) event).reason())
                    .isEqualTo("the id is in use");
            assertThat(host.disconnected).hasSize(1);
            assertThat(host.errors).isEmpty();
            stop(connector);
        }
    }

    @Test
    void shouldTellItsSocketWhoThePeerIsAndGiveItTheCommandsOfTheSocketType() throws InterruptedException {
        try (RawPeer.Listener server = new RawPeer.Listener();
                TestHost host = new TestHost(NEVER_AGAIN, transport(server))) {
            Connector connector = new Connector(host, ENDPOINT, null);
            connector.start();
            try (RawPeer peer = server.accept().handshake("PULL")) {
                peer.send(Zmtp.ping(0, new byte[0]), Zmtp.command("SUBSCRIBE", new byte[] {7}));
                Awaitility.await().atMost(PATIENCE).until(() -> !host.commands.isEmpty());
            }
            assertThat(host.connected).singleElement().satisfies(peer -> {
                assertThat(peer.type()).isEqualTo(SocketType.PULL);
                assertThat(peer.zmtpVersion()).isEqualTo("3.1");
                assertThat(peer.properties()).containsOnlyKeys("Socket-Type");
                assertThat(peer.routingId()).isEmpty();
                assertThat(peer.endpoint()).isEqualTo(ENDPOINT.toString());
            });
            assertThat(host.commands).singleElement().satisfies(command -> {
                assertThat(command.name()).isEqualTo("SUBSCRIBE");
                assertThat(command.data()).containsExactly(7);
            });
            stop(connector);
            assertThat(host.disconnected).hasSize(1);
        }
    }

    @Test
    void shouldNotKeepMorePropertiesOfAPeerThanFourKibibytes() throws InterruptedException {
        try (RawPeer.Listener server = new RawPeer.Listener();
                TestHost host = new TestHost(NEVER_AGAIN, transport(server))) {
            Connector connector = new Connector(host, ENDPOINT, null);
            connector.start();
            Map<String, byte[]> properties = Map.of("Socket-Type", Zmtp.ascii("PULL"), "X-Long", new byte[5_000]);
            try (RawPeer peer = server.accept()) {
                peer.send(Zmtp.greeting(), Zmtp.command("READY", PropertyCodec.encode(properties)));
                await(connector, EndpointStatus.State.CONNECTED);
                Awaitility.await().atMost(PATIENCE).until(() -> !host.connected.isEmpty());

                assertThat(host.connected).singleElement().satisfies(each -> {
                    assertThat(each.type()).isEqualTo(SocketType.PULL);
                    assertThat(each.properties()).isEmpty();
                });
            }
            stop(connector);
        }
    }

    private static void stop(Connector connector) throws InterruptedException {
        connector.stop(0);
        assertThat(connector.ended().await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(Connector connector, EndpointStatus.State state) {
        Awaitility.await().atMost(PATIENCE).until(() -> connector.status().state() == state);
    }

    private static TestTransport transport(RawPeer.Listener... servers) {
        return new TestTransport(
                List.of(servers).stream().map(ConnectorTest::address).toList());
    }

    private static SocketAddress address(RawPeer.Listener server) {
        return new InetSocketAddress("127.0.0.1", port(server));
    }

    private static int port(RawPeer.Listener server) {
        return URI.create(server.endpoint()).getPort();
    }
}
