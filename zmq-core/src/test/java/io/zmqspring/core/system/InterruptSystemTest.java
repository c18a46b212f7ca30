package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts: a wait ends with an exception and the flag set, nothing is lost, and the socket is as good as before. */
@Timeout(60)
class InterruptSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SocketOptions NARROW =
            SocketOptions.builder().sendHwm(1).linger(Duration.ZERO).build();

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    static Stream<Arguments> receiving() {
        return Stream.of(
                Arguments.of("receive", (WaitingCall) PullSocket::receive),
                Arguments.of("receive(timeout)", (WaitingCall) pull -> pull.receive(PATIENCE)),
                Arguments.of("receiveMessage", (WaitingCall) PullSocket::receiveMessage),
                Arguments.of("receiveInto", (WaitingCall) pull -> pull.receiveInto(ByteBuffer.allocate(9))),
                Arguments.of("poll", (WaitingCall) pull -> pull.poll((body, more) -> {}, 5, PATIENCE)),
                Arguments.of("awaitPeers", (WaitingCall) pull -> pull.awaitPeers(2, PATIENCE)));
    }

    /** A call on a PULL socket that has nothing to give. */
    @FunctionalInterface
    interface WaitingCall {

        Object on(PullSocket pull) throws Exception;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("receiving")
    void shouldEndWaitOfReceiverAndLoseNothing(String verb, WaitingCall call) throws Exception {
        PullSocket pull = context.pull();
        PushSocket push = context.push();
        push.connect(pull.bind("tcp://127.0.0.1:*"));
        assertThat(push.awaitPeers(1, PATIENCE)).isTrue();

        assertInterrupted(() -> call.on(pull));

        push.send(ascii("afterwards"));
        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("afterwards");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:1", "inproc://nobody"})
    void shouldEndWaitOfSenderAndQueueNothing(String endpoint) throws Exception {
        PushSocket push = context.push(NARROW);
        push.connect(endpoint);
        push.send(ascii("fills it"));

        assertInterrupted(() -> {
            push.send(ascii("too much"));
            return null;
        });
        assertInterrupted(() -> push.send(ascii("too much"), PATIENCE));

        assertThat(push.counters().sent()).isEqualTo(1);
        assertThat(push.counters().queuedToSend()).isEqualTo(1);
    }

    @Test
    void shouldCarryMessagesOfThreadWhoseFlagIsSet() throws Exception {
        PairSocket one = context.pair();
        PairSocket other = context.pair();
        one.connect(other.bind("tcp://127.0.0.1:*"));
        assertThat(one.awaitPeers(1, PATIENCE)).isTrue();
        Calls.Running<Void> sender = Calls.start(() -> {
            Thread.currentThread().interrupt();
            for (int i = 0; i < 1000; i++) {
                assertThat(one.trySend(ascii("interrupted " + i))).isTrue();
            }
        });
        assertThat(sender.result()).succeedsWithin(PATIENCE);
        assertThat(sender.interrupted().get()).isTrue();
        for (int i = 0; i < 1000; i++) {
            assertThat(HealthyNeighbour.nextText(other)).isEqualTo("interrupted " + i);
        }
        assertThat(one.counters().connections()).isEqualTo(1);
        assertThat(one.counters().reconnects()).isZero();
    }

    @Test
    void shouldLoseNothingWhileReceiverIsInterruptedAgainAndAgain() throws Exception {
        PullSocket pull = context.pull();
        PushSocket push = context.push();
        push.connect(pull.bind("tcp://127.0.0.1:*"));
        int count = 20_000;
        Calls.Running<Integer> receiver = Calls.start(() -> {
            int interrupts = 0;
            for (int next = 0; next < count; ) {
                try {
                    assertThat(HealthyNeighbour.nextText(pull)).isEqualTo(String.valueOf(next));
                    next++;
                } catch (ZmqInterruptedException e) {
                    interrupts++;
                    assertThat(Thread.interrupted()).isTrue();
                }
            }
            return interrupts;
        });
        for (int i = 0; i < count; i++) {
            push.send(ascii(String.valueOf(i)));
            if (i % 10 == 0) {
                receiver.thread().interrupt();
            }
        }
        assertThat(receiver.result()).succeedsWithin(PATIENCE);
        assertThat(pull.counters().received()).isEqualTo(count);
        assertThat(pull.counters().connections()).isEqualTo(1);
    }

    @Test
    void shouldEndCloseOfSocketEarlyAndGoOnSendingBehindIt() throws Exception {
        PushSocket push = context.push(SocketOptions.builder()
                .linger(Duration.ofSeconds(15))
                .reconnectInterval(Duration.ofMillis(5))
                .reconnectIntervalMax(Duration.ofMillis(50))
                .build());
        String endpoint;
        try (ZmqContext other = ZmqContext.create()) {
            endpoint = other.pull().bind("tcp://127.0.0.1:*");
        }
        push.connect(endpoint);
        push.send(ascii("in the background"));
        Calls.Running<Void> closing = Calls.start(push::close).awaitWaiting();
        closing.thread().interrupt();

        assertThat(closing.result()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(closing.interrupted().get()).isTrue();
        assertThat(push.isClosed()).isTrue();
        PullSocket pull = context.pull();
        pull.bind(endpoint);
        assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("in the background");
    }

    @Test
    void shouldEndCloseOfContextEarly() throws Exception {
        PushSocket push = context.push(
                SocketOptions.builder().linger(Duration.ofSeconds(30)).build());
        push.connect("tcp://127.0.0.1:1");
        push.send(ascii("never delivered"));
        Calls.Running<Void> closing = Calls.start(context::close).awaitWaiting();
        closing.thread().interrupt();

        assertThat(closing.result()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(closing.interrupted().get()).isTrue();
        assertThat(context.isClosed()).isTrue();
        assertThat(push.counters().dropped()).isEqualTo(1);
    }

    private static void assertInterrupted(Callable<?> call) throws Exception {
        Calls.Running<?> running = Calls.start(call).awaitWaiting();
        running.thread().interrupt();

        assertThat(running.result())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(ZmqInterruptedException.class);
        assertThat(running.interrupted())
                .succeedsWithin(PATIENCE, InstanceOfAssertFactories.BOOLEAN)
                .isTrue();
    }
}
