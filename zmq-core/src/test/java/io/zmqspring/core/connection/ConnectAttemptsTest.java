package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.loop.HandTurnedLoop;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.MemorySocket;
import io.zmqspring.core.support.MemoryTransport;
import io.zmqspring.core.transport.Endpoint;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attempts at the addresses of one name, with a clock turned by hand and channels in memory. */
class ConnectAttemptsTest {

    private static final Endpoint ENDPOINT = Endpoint.parse("tcp://several:5555");
    private static final SocketOptions OPTIONS =
            SocketOptions.builder().connectTimeout(Duration.ofSeconds(2)).build();

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<SocketChannel> connected = new ArrayList<>();
    private final List<String> exhausted = new ArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void shouldTryTheNextAddressBesideOneThatDoesNotAnswerWithinAQuarterOfASecond() {
        MemoryTransport transport = MemoryTransport.withAddresses(3);
        start(transport, 3);
        assertThat(transport.opened()).hasSize(1);

        passMs(249);
        assertThat(transport.opened()).hasSize(1);
        passMs(1);
        assertThat(transport.opened()).hasSize(2);
        passMs(249);
        assertThat(transport.opened()).hasSize(2);
        passMs(1);

        assertThat(transport.opened()).hasSize(3).allMatch(SocketChannel::isOpen);
        assertThat(connected).isEmpty();
    }

    @Test
    void shouldKeepTheFirstThatIsConnectedAndCloseTheOthers() {
        MemoryTransport transport = MemoryTransport.withAddresses(3);
        ConnectAttempts attempts = start(transport, 3);
        passMs(300);

        transport.opened().get(1).peerAccepts();
        loop.settle();

        assertThat(connected).containsExactly(transport.opened().get(1));
        assertThat(transport.opened().get(0).isOpen()).isFalse();
        passMs(10_000);
        assertThat(transport.opened()).hasSize(2);
        assertThat(exhausted).isEmpty();
        assertThat(attempts.hasUntried())
                .as("the address that did not answer is tried again when the other fails the handshake")
                .isTrue();
    }

    @Test
    void shouldGoOnWithTheOneThatWasCutOffWhenTheConnectedOneIsOfNoUse() {
        MemoryTransport transport = MemoryTransport.withAddresses(2);
        ConnectAttempts attempts = start(transport, 2);
        passMs(250);
        transport.opened().get(1).peerAccepts();
        loop.settle();

        loop.run(attempts::next);

        assertThat(transport.last().address()).isEqualTo(MemoryTransport.address(0));
    }

    @Test
    void shouldTryTheNextAddressAtOnceWhenOneFailsSoonerAndBeginItsQuarterOfASecondAnew() {
        MemoryTransport transport = MemoryTransport.withAddresses(3);
        start(transport, 3);
        passMs(100);
        transport.last().peerRefuses();
        loop.settle();
        assertThat(transport.opened()).hasSize(2);

        passMs(249);
        assertThat(transport.opened()).hasSize(2);
        passMs(1);
        assertThat(transport.opened()).hasSize(3);
    }

    @Test
    void shouldGiveUpAnAddressAfterTheConnectTimeout() {
        MemoryTransport transport = MemoryTransport.withAddresses(1);
        start(transport, 1);

        passMs(1_999);
        assertThat(exhausted).isEmpty();
        passMs(1);
        assertThat(exhausted).containsExactly("not connected within PT2S");
        assertThat(transport.last().isOpen()).isFalse();
    }

    @Test
    void shouldSayEveryReasonWhenTheLastAddressHasFailed() {
        MemoryTransport transport = MemoryTransport.withAddresses(2);
        start(transport, 2);
        passMs(250);
        transport.opened().get(1).peerRefuses();
        passMs(1_749);
        assertThat(exhausted).isEmpty();

        passMs(1);

        assertThat(exhausted)
                .singleElement()
                .asString()
                .contains(MemoryTransport.address(1) + ": connection refused", ": not connected within PT2S");
    }

    @Test
    void shouldLetOthersHaveTheirTurnAfterManyAddressesThatFailAtOnce() {
        MemoryTransport transport = MemoryTransport.withAddresses(1);
        SocketAddress bad = MemoryTransport.address(1);
        transport.refuses(bad);
        List<SocketAddress> addresses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            addresses.add(bad);
        }
        addresses.add(MemoryTransport.address(0));
        ConnectAttempts attempts = attempts(transport);
        loop.run(() -> attempts.start(addresses));
        assertThat(transport.opened()).isEmpty();

        passMs(1);
        assertThat(transport.opened()).hasSize(1);
    }

    @Test
    void shouldNameSixteenReasonsAtMost() {
        MemoryTransport transport = MemoryTransport.withAddresses(20);
        for (int i = 0; i < 20; i++) {
            transport.refuses(MemoryTransport.address(i));
        }
        start(transport, 20);

        assertThat(exhausted).singleElement().asString().endsWith("; and 4 more addresses failed");
        assertThat(exhausted.get(0)).contains("memory-15").doesNotContain("memory-16");
    }

    @Test
    void shouldDoNothingMoreOnceCancelled() {
        MemoryTransport transport = MemoryTransport.withAddresses(3);
        ConnectAttempts attempts = start(transport, 3);
        passMs(300);
        MemorySocket late = transport.last();

        loop.run(attempts::cancel);
        late.peerAccepts();
        passMs(10_000);

        assertThat(transport.opened()).hasSize(2).noneMatch(SocketChannel::isOpen);
        assertThat(connected).isEmpty();
        assertThat(exhausted).isEmpty();
    }

    private ConnectAttempts attempts(MemoryTransport transport) {
        return new ConnectAttempts(loop.loop(), transport, ENDPOINT, OPTIONS, new ConnectAttempts.Outcome() {
            @Override
            public void onAttemptFailed() {
                throw new AssertionError("an attempt ended without a result");
            }

            @Override
            public void onConnected(SocketChannel channel) {
                connected.add(channel);
            }

            @Override
            public void onExhausted(String reason) {
                exhausted.add(reason);
            }
        });
    }

    private ConnectAttempts start(MemoryTransport transport, int addresses) {
        ConnectAttempts attempts = attempts(transport);
        List<SocketAddress> all = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            all.add(MemoryTransport.address(i));
        }
        loop.run(() -> attempts.start(all));
        return attempts;
    }

    private void passMs(long ms) {
        loop.advance(Duration.ofMillis(ms));
    }
}
