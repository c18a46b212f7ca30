package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** High-water marks that are changed while a socket is in use; the cases of libzmq's test_sockopt_hwm, and tcp. */
@Timeout(60)
class HighWaterMarkChangeSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    private static SocketOptions marks(int send, int receive) {
        return SocketOptions.builder()
                .sendHwm(send)
                .receiveHwm(receive)
                .linger(Duration.ZERO)
                .reconnectInterval(Duration.ofMillis(10))
                .build();
    }

    private static int sendAll(PushSocket push) {
        int sent = 0;
        while (push.trySend(new byte[] {(byte) sent})) {
            sent++;
        }
        return sent;
    }

    private String freeEndpoint() {
        try (PullSocket pull = context.pull()) {
            return pull.bind("tcp://127.0.0.1:*");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeAsManyMoreAsAHigherMarkAllows(boolean inproc) {
        PushSocket push = context.push(marks(2, 1));
        push.connect(inproc ? "inproc://nobody" : freeEndpoint());
        assertThat(sendAll(push)).isEqualTo(2);
        push.sendHwm(5);
        assertThat(push.options().sendHwm()).isEqualTo(5);
        assertThat(sendAll(push)).isEqualTo(3);
    }

    @Test
    void shouldWakeASenderThatWaits() {
        PushSocket push = context.push(marks(1, 1));
        push.connect(freeEndpoint());
        push.send(new byte[1]);
        Calls.Running<Boolean> waiting =
                Calls.start(() -> push.send(new byte[1], PATIENCE)).awaitWaiting();
        push.sendHwm(2);
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(true);
    }

    @Test
    void shouldLoseNothingBeyondALowerMarkAndTakeNoMore() {
        PushSocket push = context.push(marks(10, 1));
        String endpoint = freeEndpoint();
        push.connect(endpoint);
        for (int i = 0; i < 6; i++) {
            assertThat(push.trySend(new byte[] {(byte) i})).isTrue();
        }
        push.sendHwm(2);
        assertThat(push.trySend(new byte[1])).isFalse();
        PullSocket pull = context.pull();
        pull.bind(endpoint);
        for (int i = 0; i < 6; i++) {
            assertThat(pull.receive(PATIENCE)).containsExactly(i);
        }
    }

    @Test
    void shouldReadOnWhenAHigherMarkAllows() {
        PullSocket pull = context.pull(marks(1, 2));
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
            for (int i = 0; i < 10; i++) {
                peer.send(Zmtp.frame(0, new byte[] {(byte) i}));
            }
            Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == 2);
            pull.receiveHwm(7);
            Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == 7);
            pull.receiveHwm(1);
            for (int i = 0; i < 10; i++) {
                assertThat(pull.receive(PATIENCE)).containsExactly(i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAddTheMarksOfBothSidesWhichEitherMayChange(boolean senderBinds) {
        PushSocket push = context.push(marks(1, 1));
        PullSocket pull = context.pull(marks(1, 1));
        if (senderBinds) {
            pull.connect(push.bind("inproc://sum"));
        } else {
            push.connect(pull.bind("inproc://sum"));
        }
        push.sendHwm(5);
        assertThat(sendAll(push)).isEqualTo(6);
        pull.receiveHwm(3);
        assertThat(sendAll(push)).isEqualTo(2);
        pull.receiveHwm(0);
        assertThat(push.trySend(new byte[1])).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(push.trySend(new byte[1])).isTrue();
        }
    }

    @Test
    void shouldHoldForPeersToCome() {
        PushSocket push = context.push(marks(1, 1));
        push.sendHwm(4);
        push.connect("inproc://nobody");
        assertThat(sendAll(push)).isEqualTo(4);
    }

    @Test
    void shouldRefuseANegativeMarkAndKeepTheOldOne() {
        PushSocket push = context.push(marks(3, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> push.sendHwm(-1)).withMessageContaining("sendHwm=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> push.receiveHwm(-2))
                .withMessageContaining("receiveHwm=-2");
        assertThat(push.options().sendHwm()).isEqualTo(3);
        assertThat(push.options().receiveHwm()).isEqualTo(4);
    }
}
