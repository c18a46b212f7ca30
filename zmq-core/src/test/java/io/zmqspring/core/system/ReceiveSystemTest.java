package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqBufferTooSmallException;
import io.zmqspring.core.error.ZmqFrameCountException;
import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three ways to receive when something is not as the caller hoped. */
@Timeout(60)
class ReceiveSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();
    private final PullSocket pull = context.pull(
            SocketOptions.builder().receiveTimeout(Duration.ofMillis(30)).build());
    private final PushSocket push = context.push();

    @AfterEach
    void close() {
        context.close();
    }

    private void connect(String where) {
        push.connect(pull.bind(where));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://receive"})
    void shouldSayThatNothingCame(String where) {
        connect(where);

        assertThat(pull.tryReceive()).isNull();
        assertThat(pull.tryReceiveMessage()).isNull();
        assertThat(pull.receive(Duration.ofMillis(10))).isNull();
        assertThat(pull.receiveMessage(Duration.ofMillis(10))).isNull();
        assertThat(pull.receiveInto(ByteBuffer.allocate(1), Duration.ofMillis(10)))
                .isEqualTo(-1);
        assertThat(pull.poll((body, more) -> {}, 1)).isZero();
        assertThat(pull.poll((body, more) -> {}, 1, Duration.ofMillis(10))).isZero();
        assertThatExceptionOfType(ZmqTimeoutException.class)
                .isThrownBy(pull::receive)
                .withMessageContaining("PT0.03S");
        assertThatExceptionOfType(ZmqTimeoutException.class).isThrownBy(pull::receiveMessage);
        assertThatExceptionOfType(ZmqTimeoutException.class).isThrownBy(() -> pull.receiveInto(ByteBuffer.allocate(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> pull.receive(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> pull.poll((body, more) -> {}, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://receive"})
    void shouldKeepMessageThatDoesNotFitTheBuffer(String where) {
        connect(where);
        for (int size : new int[] {11, 100_000}) {
            push.send(new byte[size]);
            ByteBuffer small = ByteBuffer.allocate(size + 5).position(6);

            assertThatExceptionOfType(ZmqBufferTooSmallException.class)
                    .isThrownBy(() -> pull.receiveInto(small, PATIENCE))
                    .withMessageContaining("body=" + size)
                    .withMessageContaining("room=" + (size - 1));
            assertThat(small.position()).isEqualTo(6);
            ByteBuffer enough = ByteBuffer.allocateDirect(size);
            assertThat(pull.receiveInto(enough, PATIENCE)).isEqualTo(size);
            assertThat(enough.hasRemaining()).isFalse();
        }
        assertThat(pull.counters().received()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://receive"})
    void shouldKeepMultipartThatSingleFrameCallMeets(String where) {
        connect(where);
        ZmqMessage message = ZmqMessage.of(ascii("a"), new byte[80_000], ascii("c"));
        push.send(message);

        assertThatExceptionOfType(ZmqFrameCountException.class)
                .isThrownBy(() -> pull.receive(PATIENCE))
                .withMessageContaining("3 frames");
        assertThatExceptionOfType(ZmqFrameCountException.class).isThrownBy(pull::tryReceive);
        assertThatExceptionOfType(ZmqFrameCountException.class)
                .isThrownBy(() -> pull.receiveInto(ByteBuffer.allocate(100), PATIENCE));
        assertThat(pull.receiveMessage(PATIENCE)).isEqualTo(message);
        assertThat(pull.counters().received()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://receive"})
    void shouldConsumeMessageWhoseHandlerThrows(String where) {
        connect(where);
        push.send(ZmqMessage.of(ascii("bad"), new byte[100_000], ascii("never seen")));
        push.send(ZmqMessage.of(new byte[100_000], ascii("bad too"), new byte[90_000]));
        push.send(ascii("good"));
        for (int i = 0; i < 2; i++) {
            int failsAt = i;
            List<Integer> seen = new ArrayList<>();
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> pull.poll(
                            (body, more) -> {
                                seen.add(body.remaining());
                                if (seen.size() > failsAt) {
                                    throw new UnsupportedOperationException("handler's own");
                                }
                            },
                            1,
                            PATIENCE))
                    .withMessage("handler's own");
            assertThat(seen).hasSize(failsAt + 1);
        }
        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("good");
        assertThat(pull.counters().received()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://receive"})
    void shouldRefuseToReceiveFromWithinAHandler(String where) {
        connect(where);
        push.send(ascii("one"));
        push.send(ascii("two"));
        List<String> seen = new ArrayList<>();

        assertThat(pull.poll(
                        (body, more) -> {
                            assertThatIllegalStateException().isThrownBy(pull::tryReceive);
                            assertThatIllegalStateException().isThrownBy(() -> pull.receive(PATIENCE));
                            assertThatIllegalStateException().isThrownBy(() -> pull.poll((b, m) -> {}, 1));
                            assertThat(push.trySend(ascii("from within"))).isTrue();
                            seen.add("handled");
                        },
                        1,
                        PATIENCE))
                .isEqualTo(1);
        assertThat(seen).hasSize(1);
        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("two");
        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("from within");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://receive"})
    void shouldShowFramesReadOnlyAndNoMoreMessagesThanWanted(String where) {
        connect(where);
        for (int i = 0; i < 10; i++) {
            push.send(ZmqMessage.of(ascii("n" + i), new byte[i * 9000]));
        }
        List<String> seen = new ArrayList<>();
        for (int taken = 0; taken < 10; ) {
            int polled = pull.poll(
                    (body, more) -> {
                        assertThatExceptionOfType(ReadOnlyBufferException.class)
                                .isThrownBy(() -> body.put(body.position(), (byte) 1));
                        seen.add((more ? "more " : "last ") + body.remaining());
                    },
                    3,
                    PATIENCE);
            assertThat(polled).isBetween(1, 3);
            taken += polled;
        }
        for (int i = 0; i < 10; i++) {
            assertThat(seen.get(2 * i)).isEqualTo("more 2");
            assertThat(seen.get(2 * i + 1)).isEqualTo("last " + i * 9000);
        }
    }

    @Test
    void shouldNotWaitBeyondItsTimeoutForTheHandlerOfAnotherThread() {
        connect("inproc://receive");
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        AtomicInteger handled = new AtomicInteger();
        FrameHandler slow = (body, more) -> {
            handled.incrementAndGet();
            goOn.join();
        };
        Calls.Running<Integer> polling =
                Calls.start(() -> pull.poll(slow, 1, PATIENCE)).awaitWaiting();
        Calls.Running<byte[]> receiving;
        do {
            // Whichever of the two is quicker gets the message; wanted is the other case.
            receiving = Calls.start(() -> pull.receive(Duration.ofMillis(300))).awaitWaiting();
            push.send(ascii("x"));
            CompletableFuture<byte[]> received = receiving.result();
            Awaitility.await().atMost(PATIENCE).until(() -> handled.get() > 0 || received.isDone());
        } while (handled.get() == 0);

        assertThat(receiving.result()).succeedsWithin(PATIENCE).isNull();
        assertThat(polling.result()).isNotDone();
        goOn.complete(null);
        assertThat(polling.result()).succeedsWithin(PATIENCE).isEqualTo(1);
    }
}
