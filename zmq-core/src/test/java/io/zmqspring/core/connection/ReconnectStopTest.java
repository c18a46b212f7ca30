package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.loop.HandTurnedLoop;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.option.ReconnectStop;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.MemorySocket;
import io.zmqspring.core.support.MemoryTransport;
import io.zmqspring.core.support.TestHost;
import io.zmqspring.core.transport.Endpoint;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After what a connector connects no more (libzmq's test_reconnect_options), with a clock turned by hand. */
@Timeout(60)
class ReconnectStopTest {

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private MemoryTransport transport = MemoryTransport.withAddresses(1);
    private TestHost host = new TestHost(SocketOptions.defaults(), transport, loop.loop());

    @AfterEach
    void close() {
        loop.close();
        assertThat(host.errors).isEmpty();
    }

    private Connector start(int addresses, ReconnectStop... stops) {
        transport = MemoryTransport.withAddresses(addresses);
        SocketOptions options = SocketOptions.builder()
                .reconnectStop(Set.of(stops))
                .connectTimeout(Duration.ofSeconds(1))
                .build();
        host = new TestHost(options, transport, loop.loop());
        host.type = SocketType.PUSH;
        Connector connector = new Connector(host, Endpoint.parse("tcp://several:5555"), null);
        assertThat(connector.start()).isTrue();
        loop.settle();
        return connector;
    }

    private MemorySocket accept() {
        MemorySocket socket = transport.last();
        socket.peerAccepts();
        loop.settle();
        return socket;
    }

    private void passMs(long milliseconds) {
        loop.advance(Duration.ofMillis(milliseconds));
        loop.settle();
    }

    private static EndpointStatus.State state(Connector connector) {
        return connector.status().state();
    }

    @Test
    void shouldStopWhenNobodyListensThere() {
        Connector connector = start(2, ReconnectStop.CONNECTION_REFUSED);
        transport.last().peerRefuses();
        loop.settle();
        assertThat(state(connector)).isEqualTo(EndpointStatus.State.CONNECTING);
        transport.last().peerRefuses();
        loop.settle();
        assertThat(state(connector)).isEqualTo(EndpointStatus.State.STOPPED);
        passMs(60_000);
        assertThat(transport.resolved()).isOne();
    }

    @Test
    void shouldGoOnWhenOneOfTheAddressesDoesNotAnswer() {
        Connector connector = start(2, ReconnectStop.CONNECTION_REFUSED);
        passMs(1_000);
        transport.last().peerRefuses();
        passMs(1_000);
        assertThat(state(connector)).isEqualTo(EndpointStatus.State.CONNECTING);
        passMs(1_000);
        assertThat(transport.resolved()).isGreaterThan(1);
    }

    @Test
    void shouldGoOnAfterOtherFailuresThanTheOneAskedFor() {
        Connector connector = start(1, ReconnectStop.HANDSHAKE_FAILED, ReconnectStop.AFTER_DISCONNECT);
        transport.last().peerRefuses();
        passMs(200);
        assertThat(transport.opened()).hasSize(2);
        accept().peerShakesHands("PULL");
        loop.settle();
        assertThat(state(connector)).isEqualTo(EndpointStatus.State.CONNECTED);
        transport.last().peerEnds();
        passMs(200);
        assertThat(transport.opened()).hasSize(3);
    }

    @Test
    void shouldStopWhenTheHandshakeFailsAtTheLastAddress() {
        Connector connector = start(2, ReconnectStop.HANDSHAKE_FAILED);
        accept().peerEnds();
        loop.settle();
        assertThat(transport.opened()).hasSize(2);
        accept().peerEnds();
        loop.settle();
        assertThat(state(connector)).isEqualTo(EndpointStatus.State.STOPPED);
        passMs(60_000);
        assertThat(transport.opened()).hasSize(2);
    }

    @Test
    void shouldNotConnectAnyMoreToSendWhatIsQueuedAfterADisconnect() {
        for (ReconnectStop stop : EnumSet.of(ReconnectStop.AFTER_DISCONNECT, ReconnectStop.CONNECTION_REFUSED)) {
            Connector connector = start(1, stop);
            host.attached.get(0).requireWriter().write(ZmqMessage.ofStrings("queued"), true);
            connector.stop(Duration.ofSeconds(10).toNanos());
            loop.settle();
            assertThat(connector.ended().getCount())
                    .as("%s", stop)
                    .isEqualTo(stop == ReconnectStop.AFTER_DISCONNECT ? 0 : 1);
            connector.stop(0);
            loop.settle();
        }
    }

    @Test
    void shouldConnectToSendWhatIsQueuedWhenTheSocketIsClosed() {
        Connector connector = start(1, ReconnectStop.AFTER_DISCONNECT);
        host.attached.get(0).requireWriter().write(ZmqMessage.ofStrings("queued"), true);
        host.closed = true;
        connector.stop(Duration.ofSeconds(10).toNanos());
        loop.settle();
        assertThat(connector.ended().getCount()).isOne();
        connector.stop(0);
        loop.settle();
        assertThat(connector.ended().getCount()).isZero();
    }
}
