package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.loop.HandTurnedLoop;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.support.MemorySocket;
import io.zmqspring.core.support.MemoryTransport;
import io.zmqspring.core.support.TestHost;
import io.zmqspring.core.support.Zmtp;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.zmtp.PropertyCodec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connector with a clock turned by hand and channels in memory. */
@Timeout(60)
class ConnectorTest {

    private static final Endpoint ENDPOINT = Endpoint.parse("tcp://several:5555");
    private static final SocketOptions NEVER_AGAIN =
            SocketOptions.builder().reconnectInterval(Duration.ZERO).build();
    private static final SocketOptions AGAIN = SocketOptions.builder()
            .reconnectInterval(Duration.ofMillis(100))
            .reconnectIntervalMax(Duration.ofMillis(400))
            .handshakeTimeout(Duration.ofSeconds(5))
            .build();

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private MemoryTransport transport = MemoryTransport.withAddresses(1);
    private TestHost host = new TestHost(AGAIN, transport, loop.loop());

    @AfterEach
    void close() {
        loop.close();
        assertThat(host.errors).isEmpty();
    }

    @Nested
    class Addresses {

        @Test
        void shouldTryTheNextWhenTheFirstFailsTheHandshake() {
            Connector connector = start(NEVER_AGAIN, 2);
            accept();
            transport.last().peerEnds();
            loop.settle();

            assertThat(transport.opened()).hasSize(2);
            accept().peerShakesHands("PULL");
            loop.settle();
            assertThat(state(connector)).isEqualTo(EndpointStatus.State.CONNECTED);
        }

        @Test
        void shouldTryTheNextWhenTheFirstRefuses() {
            Connector connector = start(NEVER_AGAIN, 2);
            transport.last().peerRefuses();
            loop.settle();
            accept().peerShakesHands("PULL");
            loop.settle();
            assertThat(state(connector)).isEqualTo(EndpointStatus.State.CONNECTED);
        }

        @Test
        void shouldGiveEveryReasonWhenNoneCanBeReached() {
            Connector connector = start(NEVER_AGAIN, 2);
            transport.last().peerRefuses();
            loop.settle();
            transport.last().peerRefuses();
            loop.settle();

            assertThat(state(connector)).isEqualTo(EndpointStatus.State.STOPPED);
            assertThat(host.events(MonitorEvent.ConnectFailed.class))
                    .singleElement()
                    .extracting(MonitorEvent.ConnectFailed::reason)
                    .asString()
                    .contains("memory-0", "connection refused; ");
        }

        @Test
        void shouldBeAskedForAgainWithEachAttempt() {
            start(AGAIN, 1);
            transport.last().peerRefuses();
            passMs(150);
            assertThat(transport.resolved()).isEqualTo(2);
        }
    }

    @Nested
    class Reconnecting {

        @Test
        void shouldBackOffFurtherWithEachFailureUpToTheLongestDelay() {
            start(AGAIN, 1);
            for (int i = 1; i <= 4; i++) {
                failAndCheckTheDelay(i);
            }
        }

        @Test
        void shouldBackOffFurtherWhenAPeerAcceptsAndFailsTheHandshake() {
            start(AGAIN, 1);
            accept().peerEnds();
            checkTheDelay(1, 100);
            accept().peerSends(Zmtp.ascii("HTTP/1.1 400 Bad Request"));
            checkTheDelay(2, 200);
            accept();
            passMs(5_000);
            assertThat(host.events(MonitorEvent.HandshakeFailed.class)).hasSize(3);
            checkTheDelay(3, 400);
        }

        @Test
        void shouldBeginWithTheShortestDelayAfterAHandshakeThatSucceeded() {
            start(AGAIN, 1);
            failAndCheckTheDelay(1);
            failAndCheckTheDelay(2);
            accept().peerShakesHands("PULL");
            loop.settle();

            transport.last().peerEnds();
            checkTheDelay(3, 100);
        }

        @Test
        void shouldNotHappenWhenItIsOff() {
            Connector connector = start(NEVER_AGAIN, 1);
            accept().peerShakesHands("PULL");
            loop.settle();
            transport.last().peerResets();

            passMs(100_000);
            assertThat(transport.opened()).hasSize(1);
            assertThat(state(connector)).isEqualTo(EndpointStatus.State.STOPPED);
        }

        @Test
        void shouldNotHappenOnceStopped() {
            Connector connector = start(AGAIN, 1);
            transport.last().peerRefuses();
            passMs(50);
            stop(connector, 0);

            passMs(10_000);
            assertThat(transport.opened()).hasSize(1);
        }

        private void failAndCheckTheDelay(int failures) {
            transport.last().peerRefuses();
            checkTheDelay(failures, Math.min(400, 100L << failures - 1));
        }

        /** A delay is up to half longer than its share of the doubling. */
        private void checkTheDelay(int retries, long shortestMs) {
            loop.settle();
            int opened = transport.opened().size();
            assertThat(host.events(MonitorEvent.ConnectRetried.class)).hasSize(retries);
            Duration delay = host.events(MonitorEvent.ConnectRetried.class)
                    .get(retries - 1)
                    .delay();
            assertThat(delay).isBetween(Duration.ofMillis(shortestMs), Duration.ofMillis(shortestMs * 3 / 2));

            loop.advance(delay.minusNanos(1));
            assertThat(transport.opened()).hasSize(opened);
            loop.advance(Duration.ofNanos(1));
            assertThat(transport.opened()).hasSize(opened + 1);
        }
    }

    @Nested
    class Linger {

        @Test
        void shouldEndAConnectorThatNeverConnected() {
            Connector connector = start(AGAIN, 1);
            queue("to nobody");
            stop(connector, 500);

            passMs(499);
            assertThat(connector.ended().getCount()).isOne();
            passMs(1);
            assertThat(connector.ended().getCount()).isZero();
            assertThat(host.detached).containsExactly(Unsent.DROP);
            assertThat(transport.last().isOpen()).isFalse();
        }

        @Test
        void shouldNotBeWaitedForWhenNothingIsQueued() {
            Connector connector = start(AGAIN, 1);
            stop(connector, 500);
            assertThat(connector.ended().getCount()).isZero();
        }

        @Test
        void shouldGoOnThroughALossAndSendWhatIsQueuedOverTheNextConnection() {
            Connector connector = start(AGAIN, 1);
            accept().peerShakesHands("PULL");
            loop.settle();
            transport.last().peerTakes(0);
            queue("twice");
            stop(connector, 500);
            transport.last().peerResets();
            passMs(160);
            assertThat(transport.opened()).hasSize(2);
            accept().peerShakesHands("PULL");
            loop.settle();

            assertThat(Zmtp.text(transport.last().takeSent())).endsWith("twice");
            transport.last().peerEnds();
            loop.settle();
            assertThat(connector.ended().getCount()).isZero();
        }

        @Test
        void shouldCountFromTheStopAcrossConnections() {
            Connector connector = start(AGAIN, 1);
            queue("to nobody");
            stop(connector, 500);
            passMs(300);
            accept().peerTakes(0);
            transport.last().peerShakesHands("PULL");

            passMs(199);
            assertThat(connector.ended().getCount()).isOne();
            passMs(1);
            assertThat(connector.ended().getCount()).isZero();
        }

        @Test
        void shouldStayAsItWasWithALaterStop() {
            Connector connector = start(AGAIN, 1);
            queue("to nobody");
            stop(connector, 500);
            stop(connector, 100);
            stop(connector, 5_000);
            passMs(499);
            assertThat(connector.ended().getCount()).isOne();
            passMs(1);
            assertThat(connector.ended().getCount()).isZero();
        }

        @Test
        void shouldEndAtOnceWithASecondStopOfZero() {
            Connector connector = start(AGAIN, 1);
            queue("to nobody");
            stop(connector, 500_000);
            assertThat(connector.ended().getCount()).isOne();
            stop(connector, 0);
            assertThat(connector.ended().getCount()).isZero();
        }
    }

    @Test
    void shouldEndOnceWhenStoppedByManyAtOnce() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            Connector connector = start(NEVER_AGAIN, 1);
            Thread other = new Thread(() -> connector.stop(TimeUnit.SECONDS.toNanos(1)));
            other.start();
            connector.stop(0);
            other.join();
            loop.settle();

            assertThat(connector.ended().getCount()).isZero();
            assertThat(host.ended).containsExactly(connector);
            assertThat(host.events(MonitorEvent.Closed.class)).hasSize(1);
        }
    }

    @Test
    void shouldCloseTheConnectionOfAPeerThatItsSocketRefuses() {
        Connector connector = start(NEVER_AGAIN, 1);
        host.refusal = "the id is in use";
        accept().peerShakesHands("PULL");
        transport.last().peerSends(Zmtp.message("not to be read"));
        loop.settle();

        assertThat(transport.last().isOpen()).isFalse();
        assertThat(state(connector)).isEqualTo(EndpointStatus.State.STOPPED);
        assertThat(host.events(MonitorEvent.Disconnected.class))
                .singleElement()
                .extracting(MonitorEvent.Disconnected::reason)
                .isEqualTo("the id is in use");
        assertThat(host.disconnected).hasSize(1);
    }

    @Test
    void shouldTellItsSocketAboutThePeerAndGiveItTheCommandsOfTheSocketType() {
        Connector connector = start(NEVER_AGAIN, 1);
        accept().peerShakesHands("PULL");
        transport.last().peerSends(Zmtp.ping(0, new byte[0]), Zmtp.command("SUBSCRIBE", new byte[] {7}));
        loop.settle();

        assertThat(host.connected).singleElement().satisfies(peer -> {
            assertThat(peer.type()).isEqualTo(SocketType.PULL);
            assertThat(peer.zmtpVersion()).isEqualTo("3.1");
            assertThat(peer.propertyNames()).containsOnly("Socket-Type");
            assertThat(peer.routingId()).isNull();
            assertThat(peer.endpoint()).isEqualTo(ENDPOINT.toString());
        });
        assertThat(host.commands).singleElement().satisfies(command -> {
            assertThat(command.name()).isEqualTo("SUBSCRIBE");
            assertThat(command.data()).containsExactly(7);
        });
        stop(connector, 0);
        assertThat(host.disconnected).hasSize(1);
    }

    @Test
    void shouldNotKeepMorePropertiesOfAPeerThanFourKibibytes() {
        start(NEVER_AGAIN, 1);
        Map<String, byte[]> properties = Map.of("Socket-Type", Zmtp.ascii("PULL"), "X-Long", new byte[5_000]);
        accept().peerSends(Zmtp.greeting(), Zmtp.command("READY", PropertyCodec.encode(properties)));
        loop.settle();

        assertThat(host.connected).singleElement().satisfies(each -> {
            assertThat(each.type()).isEqualTo(SocketType.PULL);
            assertThat(each.propertyNames()).containsOnly("Socket-Type");
        });
    }

    private Connector start(SocketOptions options, int addresses) {
        transport = MemoryTransport.withAddresses(addresses);
        host = new TestHost(options, transport, loop.loop());
        Connector connector = new Connector(host, ENDPOINT, null);
        assertThat(connector.start()).isTrue();
        loop.settle();
        return connector;
    }

    private MemorySocket accept() {
        transport.last().peerAccepts();
        loop.settle();
        return transport.last();
    }

    private void queue(String body) {
        Pipe pipe = host.attached.get(0);
        assertThat(pipe.requireWriter().write(ZmqMessage.of(Zmtp.ascii(body)), true))
                .isTrue();
        pipe.outgoing().consumer().wakeAfterPublish();
    }

    private void stop(Connector connector, long lingerMs) {
        connector.stop(TimeUnit.MILLISECONDS.toNanos(lingerMs));
        loop.settle();
    }

    private static EndpointStatus.State state(Connector connector) {
        return connector.status().state();
    }

    private void passMs(long ms) {
        loop.advance(Duration.ofMillis(ms));
    }
}
