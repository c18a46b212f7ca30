package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.MessageSender;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many messages queue up, and what a sender sees that finds no room. */
@Timeout(60)
class HighWaterMarkSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NOBODY = "tcp://127.0.0.1:1";

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000, 5000})
    void shouldQueueExactlyTheSendHwmForEndpointWithNobodyThere(int hwm) {
        PushSocket push = context.push(none().sendHwm(hwm).build());
        push.connect(NOBODY);

        assertThat(sendUntilFull(push, hwm + 10)).isEqualTo(hwm);
        assertThat(push.counters().queuedToSend()).isEqualTo(hwm);
        assertThat(push.counters().sent()).isEqualTo(hwm);
    }

    @Test
    void shouldCountWholeMultipartsNotFrames() {
        PushSocket push = context.push(none().sendHwm(10).build());
        push.connect(NOBODY);
        int count = 0;
        while (push.trySend(ZmqMessage.ofStrings("a", "b", "c"))) {
            count++;
        }
        assertThat(count).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 5", "1000, 1000", "10, 2000"})
    void shouldQueueTheSumOfBothHwmOverInproc(int sendHwm, int receiveHwm) {
        PullSocket pull =
                context.pull(SocketOptions.builder().receiveHwm(receiveHwm).build());
        PushSocket push = context.push(none().sendHwm(sendHwm).build());
        pull.bind("inproc://sum");
        push.connect("inproc://sum");

        int sum = sendHwm + receiveHwm;
        assertThat(sendUntilFull(push, sum + 10)).isEqualTo(sum);
        for (int i = 0; i < sum; i++) {
            assertThat(HealthyNeighbour.nextText(pull)).isEqualTo(String.valueOf(i));
        }
        assertThat(sendUntilFull(push, sum + 10)).isEqualTo(sum);
    }

    @Test
    void shouldQueueOnlyTheSendHwmOverInprocBeforeTheNameIsBound() {
        PushSocket push = context.push(none().sendHwm(3).build());
        push.connect("inproc://later");
        assertThat(sendUntilFull(push, 20)).isEqualTo(3);

        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(4).build());
        pull.bind("inproc://later");

        assertThat(sendUntilFull(push, 20)).isEqualTo(4);
        assertThat(pull.counters().queuedToReceive()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "0, 0", "2147483647, 2147483647"})
    void shouldNotLimitInprocWhenEitherHwmIsEndless(int sendHwm, int receiveHwm) {
        PullSocket pull =
                context.pull(SocketOptions.builder().receiveHwm(receiveHwm).build());
        PushSocket push = context.push(none().sendHwm(sendHwm).build());
        pull.bind("inproc://endless");
        push.connect("inproc://endless");

        assertThat(sendUntilFull(push, 20_000)).isEqualTo(20_000);
    }

    @Test
    void shouldNotLimitTcpWhenSendHwmIsZero() {
        PushSocket push = context.push(none().sendHwm(0).build());
        push.connect(NOBODY);

        assertThat(sendUntilFull(push, 100_000)).isEqualTo(100_000);
    }

    @Test
    void shouldLimitBytesBesideMessages() {
        PushSocket push = context.push(none().sendHwm(0).sendHwmBytes(100_000).build());
        push.connect(NOBODY);
        int count = 0;
        while (push.trySend(new byte[991])) {
            count++;
        }
        assertThat(count).isEqualTo(100);
    }

    @Test
    void shouldTakeSingleMessageLargerThanTheLimitInBytes() {
        PushSocket push = context.push(none().sendHwmBytes(1000).build());
        push.connect(NOBODY);

        assertThat(push.trySend(new byte[200_000])).isTrue();
        assertThat(push.trySend(new byte[1])).isFalse();
    }

    @Test
    void shouldHoldTheSenderBackWhenTheReceiverIsFullAndLoseNothing() {
        PullSocket pull = context.pull(
                SocketOptions.builder().receiveHwm(10).receiveBufferBytes(4096).build());
        PushSocket push = context.push(none().sendHwm(10).sendBufferBytes(4096).build());
        push.connect(pull.bind("tcp://127.0.0.1:*"));
        byte[] padding = new byte[50_000];
        int sent = 0;
        while (push.send(ZmqMessage.of(ascii(String.valueOf(sent)), padding), Duration.ofMillis(500))) {
            sent++;
            assertThat(sent).as("messages taken although nobody receives").isLessThan(1000);
        }
        assertThat(pull.counters().queuedToReceive()).isBetween(1L, 40L);
        Calls.Running<Boolean> blocked = Calls.start(() -> push.send(ascii("last"), PATIENCE));
        for (int i = 0; i < sent; i++) {
            assertThat(pull.receiveMessage(PATIENCE))
                    .isNotNull()
                    .satisfies(each -> assertThat(each.frameCount()).isEqualTo(2));
        }
        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("last");
        assertThat(blocked.result()).succeedsWithin(PATIENCE).isEqualTo(true);
    }

    @Test
    void shouldQueueTheWholeSendHwmOfLongMessagesForAPeerThatDoesNotRead() {
        final int hwm = 300;
        PushSocket push = context.push(none().sendHwm(hwm).build());
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            push.connect(listener.endpoint());
            RawPeer peer = listener.accept().handshake("PULL");
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
            int sent = 0;
            while (push.send(numbered(sent), Duration.ofMillis(300))) {
                sent++;
            }
            assertThat(push.counters().queuedToSend()).isEqualTo(hwm);

            for (int i = 0; i < sent; i++) {
                assertThat(peer.readMessage()).startsWith(ascii(i + " ")).hasSize(16_384);
            }
        }
    }

    private static byte[] numbered(int number) {
        return Arrays.copyOf(ascii(number + " "), 16_384);
    }

    @Test
    void shouldSayInTimeThatThereIsNoRoom() {
        PushSocket push = context.push(
                none().sendHwm(1).sendTimeout(Duration.ofMillis(50)).build());
        push.connect(NOBODY);
        push.send(ascii("fills it"));

        long start = System.nanoTime();
        assertThat(push.trySend(ascii("x"))).isFalse();
        assertThat(push.send(ascii("x"), Duration.ZERO)).isFalse();
        assertThat(push.send(ascii("x"), Duration.ofMillis(100))).isFalse();
        long took = System.nanoTime() - start;
        assertThat(took).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(took).isLessThan(TimeUnit.SECONDS.toNanos(10));
        Assertions.assertThatExceptionOfType(ZmqTimeoutException.class)
                .isThrownBy(() -> push.send(ascii("x")))
                .withMessage("PUSH[" + NOBODY + "]: message not sent within PT0.05S, no peer is connected");
        assertThat(push.counters().sent()).isEqualTo(1);
    }

    @Test
    void shouldSayHowManyPeersHadNoRoom() {
        PushSocket push = context.push(
                none().sendHwm(1).sendTimeout(Duration.ofMillis(50)).build());
        PullSocket pull = context.pull(none().receiveHwm(1).build());
        push.connect(pull.bind("inproc://full"));
        assertThat(push.awaitPeers(1, PATIENCE)).isTrue();

        Assertions.assertThatExceptionOfType(ZmqTimeoutException.class)
                .isThrownBy(() -> {
                    while (true) {
                        push.send(ascii("x"));
                    }
                })
                .withMessageEndingWith(": message not sent within PT0.05S, none of 1 connected peers had room");
    }

    @Test
    void shouldSendNothingToAnybodyWithoutPeers() {
        PushSocket push = context.push();
        push.bind("tcp://127.0.0.1:*");

        assertThat(push.trySend(ascii("x"))).isFalse();
        assertThat(push.send(ascii("x"), Duration.ofMillis(20))).isFalse();
    }

    @Test
    void shouldWakeBlockedSenderWhenPeerComes() {
        PushSocket push = context.push();
        String endpoint = push.bind("tcp://127.0.0.1:*");
        Calls.Running<Void> blocked =
                Calls.start(() -> push.send(ascii("at last"))).awaitWaiting();
        PullSocket pull = context.pull();
        pull.connect(endpoint);

        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("at last");
        assertThat(blocked.result()).succeedsWithin(PATIENCE);
    }

    @Test
    void shouldStopReadingAtTheReceiveHwm() {
        PullSocket pull = context.pull(SocketOptions.builder().receiveHwm(7).build());
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH");
                HealthyNeighbour neighbour = new HealthyNeighbour(pull, endpoint)) {
            for (int i = 0; i < 7; i++) {
                peer.send(message("first " + i));
                int expected = i + 1;
                Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == expected);
            }
            for (int i = 0; i < 100; i++) {
                peer.send(message("then " + i));
            }
            Awaitility.await()
                    .during(Duration.ofMillis(100))
                    .atMost(PATIENCE)
                    .until(() -> pull.counters().queuedToReceive() == 7);
            for (int i = 0; i < 7; i++) {
                assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("first " + i);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("then " + i);
            }
            neighbour.assertUndisturbed();
        }
    }

    private static SocketOptions.Builder none() {
        return SocketOptions.builder().linger(Duration.ZERO);
    }

    private static int sendUntilFull(MessageSender push, int most) {
        int count = 0;
        while (count < most && push.trySend(ascii(String.valueOf(count)))) {
            count++;
        }
        return count;
    }
}
