package io.zmqspring.core.inproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.connection.Unsent;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.loop.HandTurnedLoop;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.support.MemoryTransport;
import io.zmqspring.core.support.TestHost;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A bound name and sockets that connect to it, with a clock turned by hand. */
class InprocTest {

    private static final String NAME = "inproc://here";

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final InprocDirectory directory = new InprocDirectory();
    private final TestHost pushing = host(SocketType.PUSH, SocketOptions.defaults());
    private final TestHost pulling = host(SocketType.PULL, SocketOptions.defaults());

    @AfterEach
    void close() {
        loop.close();
    }

    @Nested
    class Joining {

        @Test
        void shouldHappenAtOnceWhenTheNameIsBound() {
            bind(pulling);
            InprocConnector connector = connect(pushing);
            requireJoined(connector);
        }

        @Test
        void shouldHappenWhenTheNameIsBoundLaterAndBringWhatWasQueued() {
            InprocConnector connector = connect(pushing);
            assertThat(connector.status().state()).isEqualTo(EndpointStatus.State.CONNECTING);
            send("early");

            bind(pulling);

            requireJoined(connector);
            assertThat(received()).containsExactly("early");
        }

        @Test
        void shouldBeRefusedOnBothSidesWhenTheTypesDoNotFit() {
            TestHost other = host(SocketType.PUSH, SocketOptions.defaults());
            bind(other);
            InprocConnector connector = connect(pushing);

            for (TestHost each : List.of(pushing, other)) {
                assertThat(each.handshakeFailures).hasValue(1);
                assertThat(each.events(MonitorEvent.HandshakeFailed.class)).hasSize(1);
            }
            assertThat(connector.status().state()).isEqualTo(EndpointStatus.State.CONNECTING);
            assertThat(connector.status().lastError()).contains("PUSH");
        }

        @Test
        void shouldWaitUntilTheBoundSocketHasRoomForOneMorePeer() {
            InprocListener listener = bind(pulling);
            pulling.takesPeer = false;
            InprocConnector connector = connect(pushing);
            assertThat(connector.status().state()).isEqualTo(EndpointStatus.State.CONNECTING);

            pulling.takesPeer = true;
            listener.onRoomForPeer();
            assertThat(connector.status().state()).isEqualTo(EndpointStatus.State.CONNECTED);
        }

        @Test
        void shouldLeaveNoTraceWhenASocketRefusesThePeer() {
            pushing.refusal = "the id is in use";
            bind(pulling);
            InprocConnector connector = connect(pushing);

            assertThat(connector.status().lastError()).isEqualTo("the id is in use");
            assertThat(pulling.withdrawn).hasValue(1);
            assertThat(pulling.attached).isEmpty();
            assertThat(pulling.disconnected).hasSize(1);
            assertThat(pushing.connections).hasValue(0);
        }

        @Test
        void shouldAddTheHighWaterMarksOfBothSides() {
            TestHost three =
                    host(SocketType.PUSH, SocketOptions.builder().sendHwm(3).build());
            three.mark = 3;
            TestHost four =
                    host(SocketType.PULL, SocketOptions.builder().receiveHwm(4).build());
            InprocConnector connector = connect(three);
            assertThat(writeUntilFull(three)).isEqualTo(3);
            InprocListener listener = bind(four);
            assertThat(writeUntilFull(three)).isEqualTo(4);

            assertThat(bodies(four.attached.get(0))).hasSize(7);
            listener.stop(0);
            assertThat(connector.status().state()).isEqualTo(EndpointStatus.State.CONNECTING);
            assertThat(writeUntilFull(three)).isEqualTo(3);
        }

        private int writeUntilFull(TestHost host) {
            int count = 0;
            while (host.attached.get(0).requireWriter().write(ZmqMessage.of(new byte[1]), true)) {
                count++;
            }
            return count;
        }
    }

    @Nested
    class Linger {

        @Test
        void shouldEndAConnectorWhoseNameNobodyBinds() {
            InprocConnector connector = connect(pushing);
            send("to nobody");
            stop(connector, 500);

            loop.advance(Duration.ofMillis(499));
            assertThat(connector.ended().getCount()).isOne();
            loop.advance(Duration.ofMillis(1));
            assertThat(connector.ended().getCount()).isZero();
            assertThat(pushing.detached).containsExactly(Unsent.DROP);
            bind(pulling);
            assertThat(pulling.attached).isEmpty();
        }

        @Test
        void shouldEndWhenTheNameIsBoundAndLeaveWhatIsQueuedToThePeer() {
            InprocConnector connector = connect(pushing);
            send("in time");
            stop(connector, 500);
            loop.advance(Duration.ofMillis(499));
            Pipe[] taken = new Pipe[1];
            InprocListener listener = new InprocListener(pulling, directory, NAME);
            pulling.onAttach = pipe -> taken[0] = pipe;
            listener.start();

            assertThat(connector.ended().getCount()).isZero();
            assertThat(pushing.detached).containsExactly(Unsent.LEAVE);
            assertThat(pulling.detached).containsExactly(Unsent.LEAVE);
            assertThat(bodies(taken[0])).containsExactly("in time");
            loop.advance(Duration.ofSeconds(1));
            assertThat(pushing.ended).containsExactly(connector);
        }

        @Test
        void shouldStayAsItWasWithALaterOne() {
            InprocConnector connector = connect(pushing);
            send("to nobody");
            stop(connector, 500);
            stop(connector, 100);
            stop(connector, 5_000);
            loop.advance(Duration.ofMillis(499));
            assertThat(connector.ended().getCount()).isOne();
            loop.advance(Duration.ofMillis(1));
            assertThat(connector.ended().getCount()).isZero();
        }

        @Test
        void shouldEndAtOnceWithZero() {
            InprocConnector connector = connect(pushing);
            send("to nobody");
            stop(connector, 0);
            assertThat(connector.ended().getCount()).isZero();
            assertThat(pushing.detached).containsExactly(Unsent.DROP);
        }

        @Test
        void shouldNotBeWaitedForWhenNothingIsQueued() {
            InprocConnector connector = connect(pushing);
            stop(connector, 500);
            assertThat(connector.ended().getCount()).isZero();
        }
    }

    @Nested
    class Parting {

        @Test
        void shouldLetTheConnectorWaitForTheNextListenerWithWhatWasNotReceived() {
            InprocListener listener = bind(pulling);
            InprocConnector connector = connect(pushing);
            send("unreceived");
            listener.stop(0);

            assertThat(connector.status().state()).isEqualTo(EndpointStatus.State.CONNECTING);
            assertThat(pulling.withdrawn).hasValue(1);
            assertThat(pushing.connections).hasValue(0);
            TestHost next = host(SocketType.PULL, SocketOptions.defaults());
            bind(next);
            assertThat(bodies(next.attached.get(0))).containsExactly("unreceived");
        }

        @Test
        void shouldBeToldToBothSidesWhenTheConnectorStops() {
            InprocListener listener = bind(pulling);
            InprocConnector connector = connect(pushing);
            stop(connector, 500);

            assertThat(connector.ended().getCount()).isZero();
            for (TestHost each : List.of(pushing, pulling)) {
                assertThat(each.connections).hasValue(0);
                assertThat(each.events(MonitorEvent.Disconnected.class))
                        .singleElement()
                        .extracting(MonitorEvent.Disconnected::reason)
                        .isEqualTo("the peer closed its socket");
            }
            assertThat(listener.status().peers()).isZero();
        }

        @Test
        void shouldLetThoseInWhoWaitForRoom() {
            bind(pulling);
            InprocConnector first = connect(pushing);
            pulling.takesPeer = false;
            InprocConnector second = connect(host(SocketType.PUSH, SocketOptions.defaults()));
            assertThat(second.status().state()).isEqualTo(EndpointStatus.State.CONNECTING);

            pulling.takesPeer = true;
            stop(first, 0);
            assertThat(second.status().state()).isEqualTo(EndpointStatus.State.CONNECTED);
        }

        @Test
        void shouldNotFollowAnUnbind() {
            InprocListener listener = bind(pulling);
            InprocConnector connector = connect(pushing);

            assertThat(listener.unbind(0)).isFalse();
            assertThat(connector.status().state()).isEqualTo(EndpointStatus.State.CONNECTED);
            InprocConnector late = connect(host(SocketType.PUSH, SocketOptions.defaults()));
            assertThat(late.status().state()).isEqualTo(EndpointStatus.State.CONNECTING);
            assertThat(pulling.events(MonitorEvent.Closed.class)).hasSize(1);
            listener.stop(0);
            assertThat(pulling.events(MonitorEvent.Closed.class)).hasSize(1);
        }
    }

    @Test
    void shouldRefuseANameThatIsTaken() {
        bind(pulling);
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> bind(host(SocketType.PULL, SocketOptions.defaults())))
                .withMessageContaining("address already in use in this context");
    }

    @Test
    void shouldRefuseAConnectWhenTheSocketTakesNoFurtherPeer() {
        pushing.takesPeer = false;
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> connect(pushing));
    }

    private TestHost host(SocketType type, SocketOptions options) {
        TestHost host = new TestHost(options, MemoryTransport.withAddresses(0), loop.loop());
        host.type = type;
        host.reads = type == SocketType.PULL;
        return host;
    }

    private InprocListener bind(TestHost host) {
        InprocListener listener = new InprocListener(host, directory, NAME);
        listener.start();
        return listener;
    }

    private InprocConnector connect(TestHost host) {
        InprocConnector connector = new InprocConnector(host, directory, NAME, null);
        connector.start();
        return connector;
    }

    private void stop(InprocConnector connector, long lingerMs) {
        connector.stop(TimeUnit.MILLISECONDS.toNanos(lingerMs));
        loop.settle();
    }

    private void requireJoined(InprocConnector connector) {
        assertThat(connector.status().state()).isEqualTo(EndpointStatus.State.CONNECTED);
        for (TestHost each : List.of(pushing, pulling)) {
            assertThat(each.connections).hasValue(1);
            assertThat(each.events(MonitorEvent.HandshakeSucceeded.class)).hasSize(1);
        }
        assertThat(pushing.connected)
                .singleElement()
                .satisfies(peer -> assertThat(peer.type()).isEqualTo(SocketType.PULL));
        assertThat(pulling.connected)
                .singleElement()
                .satisfies(peer -> assertThat(peer.type()).isEqualTo(SocketType.PUSH));
    }

    private void send(String body) {
        Pipe pipe = pushing.attached.get(0);
        assertThat(pipe.requireWriter().write(ZmqMessage.of(Zmtp.ascii(body)), true))
                .isTrue();
    }

    private List<String> received() {
        return bodies(pulling.attached.get(0));
    }

    private static List<String> bodies(Pipe pipe) {
        MessageReader reader = pipe.requireReader();
        List<String> bodies = new ArrayList<>();
        while (reader.hasMessage()) {
            bodies.add(Zmtp.text(reader.takeMessage().frame(0)));
        }
        return bodies;
    }
}
