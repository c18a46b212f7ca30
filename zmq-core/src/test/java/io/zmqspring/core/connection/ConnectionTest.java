package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.loop.HandTurnedLoop;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.CloseCause;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.support.CodecMechanism;
import io.zmqspring.core.support.MemorySocket;
import io.zmqspring.core.support.MemoryTransport;
import io.zmqspring.core.support.TestHost;
import io.zmqspring.core.support.ToyCodec;
import io.zmqspring.core.support.ToyMechanism;
import io.zmqspring.core.support.Zmtp;
import io.zmqspring.core.zmtp.FrameEncoder;
import io.zmqspring.core.zmtp.mechanism.HandshakeExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of one connection with a clock turned by hand: the time for the handshake, linger, and the half-close. */
class ConnectionTest {

    private static final SocketOptions OPTIONS = SocketOptions.builder()
            .handshakeTimeout(Duration.ofSeconds(1))
            .heartbeatInterval(Duration.ofMillis(1_000))
            .heartbeatTimeout(Duration.ofSeconds(3))
            .build();

    /** How traffic looks on the channel. */
    enum Layer {
        PLAIN,
        TRANSFORMED
    }

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final MemorySocket socket = MemorySocket.connected();
    private final TestHost host = new TestHost(OPTIONS, MemoryTransport.withAddresses(1), loop.loop());
    private final Owner owner = new Owner();
    private final FrameEncoder peersEncoder = ToyCodec.streaming(1, 1).encoder();
    private final Connection connection = new Connection(host, owner, host.ioThread(), socket, "tcp://peer");

    @AfterEach
    void close() {
        loop.run(() -> connection.close(CloseCause.CLOSED_HERE, "the test is over"));
        loop.close();
        assertThat(host.errors).isEmpty();
    }

    @Nested
    class TimeForTheHandshake {

        @Test
        void shouldEndTheConnectionOfAPeerThatSendsNothing() {
            loop.run(connection::start);
            passMs(999);
            assertThat(owner.closed).isNull();
            passMs(1);
            assertThat(owner.closed).isEqualTo("no handshake within PT1S: the peer sent nothing");
            assertThat(host.handshakeFailures).hasValue(1);
            assertThat(socket.isOpen()).isFalse();
        }

        @Test
        void shouldNotGrowWithWhatThePeerSends() {
            loop.run(connection::start);
            byte[] greeting = Zmtp.greeting();
            for (int i = 0; i < 10; i++) {
                socket.peerSends(new byte[] {greeting[i]});
                passMs(100);
            }
            assertThat(owner.closed).isEqualTo("no handshake within PT1S: the peer sent 10 bytes of its greeting");
        }

        @Test
        void shouldGoOnUntilReadyIsComplete() {
            loop.run(connection::start);
            byte[] ready = Zmtp.ready("PULL");
            socket.peerSends(Zmtp.greeting(), Arrays.copyOf(ready, ready.length - 1));
            passMs(1_000);
            assertThat(owner.closed)
                    .isEqualTo("no handshake within PT1S: the peer sent its greeting and no complete READY");
        }

        @Test
        void shouldGoOnWhileAnAuthenticatorIsWaitedFor() {
            List<HandshakeExchange> asked = new ArrayList<>();
            host.mechanism = ToyMechanism.server((exchange, letIn) -> {
                exchange.suspend();
                asked.add(exchange);
            });
            loop.run(connection::start);
            socket.peerSends(
                    Zmtp.greeting(3, 1, ToyMechanism.NAME),
                    Zmtp.command("HELLO", ToyMechanism.bytes(1)),
                    Zmtp.command("INITIATE", new byte[0]));
            passMs(999);
            assertThat(asked).hasSize(1);
            passMs(1);
            assertThat(owner.closed).isEqualTo("no handshake within PT1S: the peer waits to be authenticated");

            asked.get(0).resume(() -> {
                throw new AssertionError("the connection is closed");
            });
            loop.settle();
        }

        @Test
        void shouldEndWithTheHandshake() {
            startTraffic();
            passMs(3_500);
            assertThat(owner.closed).isNull();
        }
    }

    @Nested
    class Linger {

        @Test
        void shouldEndAConnectionWhosePeerTakesNothing() {
            startTraffic();
            socket.peerTakes(0);
            send("unsent");
            linger(500);

            passMs(499);
            assertThat(owner.closed).isNull();
            passMs(1);
            assertThat(owner.closed).isEqualTo("closed by us, linger is over");
        }

        @Test
        void shouldNotBeWaitedForDuringTheHandshake() {
            loop.run(connection::start);
            linger(500);
            assertThat(owner.closed).isEqualTo("closed by us");
        }

        @Test
        void shouldNotBeWaitedForWhenNothingWasEverSent() {
            startTraffic();
            linger(500);
            assertThat(owner.closed).isEqualTo("closed by us");
        }

        @Test
        void shouldEndAtOnceWithZero() {
            startTraffic();
            socket.peerTakes(0);
            send("unsent");
            linger(500);
            linger(0);
            assertThat(owner.closed).isEqualTo("closed by us");
        }

        @Test
        void shouldStayAsItWasWithALaterLongerOne() {
            startTraffic();
            socket.peerTakes(0);
            send("unsent");
            linger(500);
            linger(10_000);
            passMs(500);
            assertThat(owner.closed).isEqualTo("closed by us, linger is over");
        }

        @Test
        void shouldSendWhatIsQueuedOnceThePeerTakesIt() {
            startTraffic();
            socket.peerTakes(3);
            send("written late");
            linger(500);
            passMs(400);
            assertThat(socket.isOutputShut()).isFalse();
            socket.peerTakesEverything();
            loop.settle();

            assertThat(Zmtp.text(socket.takeSent())).endsWith("written late");
            assertThat(socket.isOutputShut()).isTrue();
            assertThat(owner.closed).isNull();
        }
    }

    /** Our side has ended; the peer's has not. */
    @Nested
    class HalfClosed {

        @ParameterizedTest
        @EnumSource
        void shouldReceiveUntilThePeerEndsItsSide(Layer layer) {
            startHalfClosed(layer, 500);
            peerSends(layer, "one");
            loop.settle();
            passMs(400);
            peerSends(layer, "two");
            socket.peerEnds();
            loop.settle();

            assertThat(received()).containsExactly("one", "two");
            assertThat(owner.closed).isEqualTo("closed by us");
        }

        @ParameterizedTest
        @EnumSource
        void shouldReceiveUntilLingerIsOver(Layer layer) {
            startHalfClosed(layer, 500);
            passMs(499);
            peerSends(layer, "just in time");
            loop.settle();
            assertThat(owner.closed).isNull();
            passMs(1);

            assertThat(received()).containsExactly("just in time");
            assertThat(owner.closed).isEqualTo("closed by us, linger is over");
            assertThat(socket.isOpen()).isFalse();
        }

        @ParameterizedTest
        @EnumSource
        void shouldLastNoLongerThanHalfAMinuteWhenLingerHasNoEnd(Layer layer) {
            startHalfClosed(layer, 1_000_000);
            passMs(29_999);
            assertThat(owner.closed).isNull();
            passMs(1);
            assertThat(owner.closed).isEqualTo("closed by us, the peer did not end its side");
        }

        @ParameterizedTest
        @EnumSource
        void shouldCountWhatArrivesWhenNobodyReceivesAnyMore(Layer layer) {
            startTraffic(layer);
            send("the last");
            loop.settle();
            host.closed = true;
            linger(500);
            assertThat(socket.isOutputShut()).isTrue();
            peerSends(layer, "one");
            peerSends(layer, "two");
            loop.settle();
            socket.peerEnds();
            loop.settle();

            assertThat(host.dropped).hasValue(2);
            assertThat(received()).isEmpty();
            assertThat(owner.closed).isEqualTo("closed by us");
        }

        @ParameterizedTest
        @EnumSource
        void shouldEndWithAReset(Layer layer) {
            startHalfClosed(layer, 500);
            peerSends(layer, "before");
            socket.peerResets();
            loop.settle();

            assertThat(received()).containsExactly("before");
            assertThat(owner.closed).isEqualToIgnoringCase("connection reset");
        }

        @Test
        void shouldNotEndWithTheTtlThatThePeerAnnounced() {
            startTraffic();
            socket.peerSends(Zmtp.ping(2, new byte[0]));
            send("the last");
            loop.settle();
            linger(5_000);
            passMs(4_999);
            assertThat(owner.closed).isNull();
        }

        private void startHalfClosed(Layer layer, long lingerMs) {
            startTraffic(layer);
            send("the last");
            loop.settle();
            linger(lingerMs);
            assertThat(socket.isOutputShut()).isTrue();
            assertThat(owner.closed).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReceiveWhatArrivedWithTheEndOfTheHandshake(Layer layer) {
        use(layer);
        socket.peerShakesHands("PAIR");
        peerSends(layer, "first");
        loop.run(connection::start);

        assertThat(received()).containsExactly("first");
    }

    private void startTraffic() {
        startTraffic(Layer.PLAIN);
    }

    private void startTraffic(Layer layer) {
        use(layer);
        loop.run(connection::start);
        socket.peerShakesHands("PAIR");
        loop.settle();
        assertThat(host.connected).hasSize(1);
    }

    private void use(Layer layer) {
        host.type = SocketType.PAIR;
        host.reads = true;
        if (layer == Layer.TRANSFORMED) {
            host.mechanism = new CodecMechanism(ToyCodec.streaming(1, 1));
        }
    }

    private void linger(long ms) {
        loop.run(() -> connection.closeAfterLinger(TimeUnit.MILLISECONDS.toNanos(ms)));
    }

    private void send(String body) {
        Pipe pipe = host.attached.get(0);
        assertThat(pipe.requireWriter().write(ZmqMessage.of(Zmtp.ascii(body)), true))
                .isTrue();
        pipe.outgoing().consumer().wakeAfterPublish();
    }

    private void peerSends(Layer layer, String body) {
        socket.peerSends(
                layer == Layer.PLAIN ? Zmtp.message(body) : ToyCodec.encode(peersEncoder, 0, Zmtp.ascii(body)));
    }

    private List<String> received() {
        MessageReader reader = host.attached.get(0).requireReader();
        List<String> bodies = new ArrayList<>();
        while (reader.hasMessage()) {
            bodies.add(Zmtp.text(reader.takeMessage().frame(0)));
        }
        return bodies;
    }

    private void passMs(long ms) {
        loop.advance(Duration.ofMillis(ms));
    }

    /** A listener: gives each connection a pipe, and keeps why it was closed. */
    private final class Owner implements ConnectionOwner {

        private @Nullable String closed;

        @Override
        public String endpoint() {
            return "tcp://us:1";
        }

        @Override
        public boolean isBound() {
            return true;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean takesPeer() {
            return true;
        }

        @Override
        public @Nullable Pipe onHandshake(Connection established) {
            return host.adoptPipe();
        }

        @Override
        public void onReading(Connection reading) {}

        @Override
        public void onRefusedForGood() {}

        @Override
        public void onClosed(Connection ended, @Nullable Pipe pipe, String reason) {
            closed = reason;
        }
    }
}
