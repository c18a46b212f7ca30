package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A context that is closed on an interrupted thread does not wait for a frame handler. The message the handler has is
 * received, the others are dropped, and each is counted once.
 */
@Timeout(60)
class HandlerAtContextEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MESSAGES = 10;

    @ParameterizedTest
    @ValueSource(strings = {"inproc://handled", "tcp://127.0.0.1:*"})
    void shouldCountEachMessageOnceWhenTheReceiverIsBound(String address) {
        try (ZmqContext context = ZmqContext.create()) {
            PullSocket pull = context.pull();
            PushSocket push = context.push();
            push.connect(pull.bind(address));

            endWhileAHandlerRuns(context, push, pull);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inproc://handled", "tcp://127.0.0.1:*"})
    void shouldCountEachMessageOnceWhenTheSenderIsBound(String address) {
        try (ZmqContext context = ZmqContext.create()) {
            PushSocket push = context.push();
            PullSocket pull = context.pull();
            pull.connect(push.bind(address));

            endWhileAHandlerRuns(context, push, pull);
        }
    }

    private static void endWhileAHandlerRuns(ZmqContext context, PushSocket push, PullSocket pull) {
        for (int i = 0; i < MESSAGES; i++) {
            push.send(new byte[] {(byte) i});
        }
        Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == MESSAGES);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        Calls.Running<Integer> handling = Calls.start(() -> pull.poll(
                (frame, more) -> {
                    begun.countDown();
                    await(mayReturn);
                },
                MESSAGES,
                PATIENCE));
        await(begun);

        Calls.Running<Void> closing = Calls.start(() -> {
            Thread.currentThread().interrupt();
            context.close();
        });

        assertThat(closing.result()).succeedsWithin(PATIENCE);
        assertThat(pull.counters().dropped() + push.counters().dropped()).isZero();
        mayReturn.countDown();
        assertThat(handling.result()).succeedsWithin(PATIENCE).isEqualTo(1);
        assertThat(pull.counters().received()).isEqualTo(1);
        assertThat(pull.counters().dropped()).isEqualTo(MESSAGES - 1);
        assertThat(push.counters().dropped()).isZero();
        assertThat(pull.counters().queuedToReceive()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
