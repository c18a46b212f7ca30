package io.zmqspring.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.socket.ContextCore;
import io.zmqspring.core.socket.SocketCore;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.support.HandTurnedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of time of a requester, its clock turned by hand. */
@Timeout(60)
class RequesterCoreTest {

    private static final long LONG_NS = Duration.ofHours(1).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HandTurnedClock clock = new HandTurnedClock();
    private final ContextCore context = new ContextCore(ContextOptions.defaults(), "a test", clock);
    private final SocketCore router = context.socket(SocketType.ROUTER, SocketOptions.defaults());
    private final RequesterCore requester = new RequesterCore(context, RequesterOptions.defaults());

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldFailAFutureWhenItsTimeIsOverAndNotBefore() {
        connect();
        CompletableFuture<ZmqMessage> shorter = send(RequestOptions.of(Duration.ofSeconds(3)));
        CompletableFuture<ZmqMessage> longer = send(RequestOptions.of(Duration.ofSeconds(10)));
        CompletableFuture<ZmqMessage> shortest = send(RequestOptions.of(Duration.ofSeconds(1)));
        assertThat(received(3)).hasSize(3);

        turn(Duration.ofMillis(999));
        assertThat(shortest).isNotDone();
        turn(Duration.ofMillis(1));
        assertTimedOut(shortest);
        turn(Duration.ofMillis(1999));
        assertThat(shorter).isNotDone();
        turn(Duration.ofMillis(1));
        assertTimedOut(shorter);
        turn(Duration.ofMillis(6999));
        assertThat(longer).isNotDone();
        CompletableFuture<ZmqMessage> later = send(RequestOptions.of(Duration.ofSeconds(10)));
        turn(Duration.ofMillis(1));
        assertTimedOut(longer);
        turn(Duration.ofMillis(9998));
        assertThat(later).isNotDone();
        turn(Duration.ofMillis(1));
        assertTimedOut(later);
        assertThat(requester.counters().timedOut()).isEqualTo(4);
        assertThat(requester.counters().inFlight()).isZero();
    }

    @Test
    void shouldSendAgainAfterEachAttemptAndWaitForTheLastUntilTheEnd() {
        connect();
        RequestOptions thrice =
                RequestOptions.of(Duration.ofSeconds(10)).withAttempts(3).withAttemptTimeout(Duration.ofSeconds(1));
        CompletableFuture<ZmqMessage> future = send(thrice);
        assertThat(received(1)).hasSize(1);
        turn(Duration.ofMillis(999));
        assertNothingReceived();
        turn(Duration.ofMillis(1));
        assertThat(received(1)).hasSize(1);
        turn(Duration.ofMillis(999));
        assertNothingReceived();
        turn(Duration.ofMillis(1));
        assertThat(received(1)).hasSize(1);
        turn(Duration.ofMillis(7999));
        assertNothingReceived();
        assertThat(future).isNotDone();
        turn(Duration.ofMillis(1));
        assertTimedOut(future);
        assertThat(requester.counters().retried()).isEqualTo(2);
        assertThat(requester.counters().sent()).isEqualTo(3);
    }

    @Test
    void shouldShareTheTimeOutAmongTheAttempts() {
        connect();
        CompletableFuture<ZmqMessage> future =
                send(RequestOptions.of(Duration.ofSeconds(10)).withAttempts(2));
        assertThat(received(1)).hasSize(1);
        turn(Duration.ofSeconds(5));
        assertThat(received(1)).hasSize(1);
        turn(Duration.ofSeconds(5));
        assertTimedOut(future);
    }

    @Test
    void shouldSpendNoAttemptWhileNoPeerIsThere() {
        CompletableFuture<ZmqMessage> future = send(
                RequestOptions.of(Duration.ofSeconds(10)).withAttempts(2).withAttemptTimeout(Duration.ofSeconds(1)));
        turn(Duration.ofSeconds(4));
        turn(Duration.ofSeconds(4));
        assertThat(requester.counters().retried()).isZero();
        connect();
        assertThat(received(1)).hasSize(1);
        turn(Duration.ofSeconds(1));
        assertThat(received(1)).hasSize(1);
        turn(Duration.ofSeconds(1));
        assertTimedOut(future);
        assertThat(requester.counters().retried()).isEqualTo(1);
    }

    @Test
    void shouldNotSendAgainWhatIsAnsweredOrGivenUp() {
        connect();
        RequestOptions twice =
                RequestOptions.of(Duration.ofSeconds(10)).withAttempts(2).withAttemptTimeout(Duration.ofSeconds(1));
        CompletableFuture<ZmqMessage> answered = send(twice);
        CompletableFuture<ZmqMessage> cancelled = send(twice);
        router.send(received(2).get(0), 0);
        cancelled.cancel(true);
        assertThat(answered).succeedsWithin(PATIENCE);
        turn(Duration.ofSeconds(2));
        assertNothingReceived();
        assertThat(requester.counters().inFlight()).isZero();
    }

    @Test
    void shouldEndACallThatWaitsWhenItsTimeIsOver() throws Exception {
        connect();
        Calls.Running<ZmqMessage> call = Calls.start(() -> requester.call(
                new byte[] {1},
                RequestOptions.of(Duration.ofSeconds(10)).withAttempts(2).withAttemptTimeout(Duration.ofSeconds(1)),
                this));
        assertThat(received(1)).hasSize(1);
        clock.turn(Duration.ofSeconds(1));
        requester.socket().endWait();
        assertThat(received(1)).hasSize(1);
        clock.turn(Duration.ofSeconds(8));
        requester.socket().endWait();
        call.awaitWaiting();
        clock.turn(Duration.ofSeconds(1));
        requester.socket().endWait();
        assertTimedOut(call.result());
        assertThat(requester.counters().timedOut()).isEqualTo(1);
    }

    @Test
    void shouldLookForTimeOutsWhileACallerReceives() throws Exception {
        connect();
        Calls.Running<ZmqMessage> call =
                Calls.start(() -> requester.call(new byte[] {1}, RequestOptions.of(Duration.ofHours(1)), this));
        ZmqMessage first = received(1).get(0);
        call.awaitWaiting();
        CompletableFuture<ZmqMessage> future = send(RequestOptions.of(Duration.ofSeconds(1)));
        assertThat(received(1)).hasSize(1);
        turn(Duration.ofSeconds(1));
        assertTimedOut(future);
        router.send(first, 0);
        assertThat(call.result()).succeedsWithin(PATIENCE);
    }

    private void connect() {
        requester.socket().connect(router.bind("inproc://router"), null);
    }

    private CompletableFuture<ZmqMessage> send(RequestOptions options) {
        return requester.send(new byte[] {1}, options, this);
    }

    /** Turns the clock, and lets the worker look: once the second turn has begun, the first is over. */
    private void turn(Duration by) {
        clock.turn(by);
        for (int i = 0; i < 2; i++) {
            requester.worker().tryWake();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> !requester.worker().isWanted());
        }
    }

    private List<ZmqMessage> received(int count) {
        List<ZmqMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ZmqMessage message = router.receiveMessage(LONG_NS);
            assertThat(message).isNotNull();
            messages.add(message);
        }
        return messages;
    }

    private void assertNothingReceived() {
        assertThat(router.receiveMessage(0)).isNull();
    }

    private static void assertTimedOut(CompletableFuture<ZmqMessage> future) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .withCauseInstanceOf(ZmqRequestTimeoutException.class);
    }
}
