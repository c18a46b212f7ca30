package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.loop.HandTurnedLoop;
import io.zmqspring.core.monitor.MonitorEvent.Disconnected;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.MemoryTransport;
import io.zmqspring.core.support.TestHost;
import io.zmqspring.core.transport.Endpoint;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connector whose socket throws when a peer has come or gone. */
@Timeout(60)
class ConnectorFaultTest {

    private final IllegalStateException failure = new IllegalStateException("no room");
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final MemoryTransport transport = MemoryTransport.withAddresses(1);
    private final TestHost host = new TestHost(
            SocketOptions.builder().reconnectInterval(Duration.ofMillis(100)).build(), transport, loop.loop());

    @BeforeEach
    void connect() {
        assertThat(new Connector(host, Endpoint.parse("tcp://peer:5555"), null).start())
                .isTrue();
        loop.settle();
        transport.last().peerAccepts();
        loop.settle();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void shouldCountTheEndOfAConnectionAllTheSame() {
        transport.last().peerShakesHands("PULL");
        loop.settle();
        assertThat(host.connections).hasValue(1);
        host.failure = failure;
        transport.last().peerEnds();
        loop.settle();

        assertThat(host.connections).hasValue(0);
        assertThat(host.events(Disconnected.class)).hasSize(1);
        assertReportedAndConnectsAgain();
    }

    @Test
    void shouldCountAPeerThatCouldNotBeTakenUpAsAFailedHandshake() {
        host.failure = failure;
        transport.last().peerShakesHands("PULL");
        loop.settle();

        assertThat(host.connections).hasValue(0);
        assertThat(host.handshakeFailures).hasValue(1);
        assertThat(host.disconnected).hasSize(1);
        assertReportedAndConnectsAgain();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldConnectAgainAfterMemoryWasMissingWhenAnAttemptFailed(int failures) {
        transport.last().peerEnds();
        loop.settle();
        host.publishFailures = failures;
        loop.advance(Duration.ofMillis(150));
        transport.last().peerRefuses();
        loop.settle();
        loop.advance(Duration.ofSeconds(1));

        assertThat(transport.opened()).hasSizeGreaterThan(2);
        assertOnlyMemoryWasMissing();
    }

    private void assertOnlyMemoryWasMissing() {
        assertThat(host.publishFailures).isZero();
        assertThat(loop.errors()).allMatch(OutOfMemoryError.class::isInstance);
        loop.errors().clear();
    }

    @Test
    void shouldNotCountForItsIoThreadWhenTheSocketTakesNoFurtherPeer() {
        int load = host.ioThread().load();
        host.takesPeer = false;
        Connector refused = new Connector(host, Endpoint.parse("tcp://peer:5556"), null);

        assertThat(refused.start()).isFalse();
        refused.stop(0);
        loop.settle();

        assertThat(host.ioThread().load()).isEqualTo(load);
    }

    private void assertReportedAndConnectsAgain() {
        assertThat(host.errors).containsExactly(failure);
        loop.advance(Duration.ofMillis(150));
        assertThat(transport.opened()).hasSize(2);
    }
}
