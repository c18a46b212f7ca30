package io.zmqspring.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wait of ours is found when a thread that owns a loop enters it. */
@Timeout(60)
class OwnWaitsTest {

    private static final Duration SHORT = Duration.ofMillis(1);

    private final EventLoop loop = new EventLoop(NanoClock.SYSTEM, WaitStrategy.PARK, error -> {});
    private final ZmqContext context = ZmqContext.create();
    private final PushSocket push = context.push();
    private final PullSocket pull = context.pull();
    private String bound = "";

    @FunctionalInterface
    interface Wait {

        void of(OwnWaitsTest test);
    }

    @AfterEach
    void close() {
        context.close();
        loop.close();
    }

    static Stream<Arguments> waits() {
        return Stream.of(
                wait("wait to send or receive", test -> test.push.send(new byte[1], SHORT)),
                wait("wait to send or receive", test -> test.pull.receive(SHORT)),
                wait("wait to send or receive", test -> test.pull.poll((frame, more) -> {}, 1, SHORT)),
                wait("wait for peers", test -> test.pull.awaitPeers(1, SHORT)),
                wait("wait for an address to be free", test -> test.pull.unbind(test.bound)),
                wait("wait for a socket to end", test -> test.pull.close()),
                wait("wait for a context to end", test -> test.context.close()));
    }

    @Test
    void shouldBeFoundAlsoWhenThreadsSpinInsteadOfSleeping() {
        try (ZmqContext spinning = ZmqContext.create(
                ContextOptions.builder().waitStrategy(WaitStrategy.BUSY_SPIN).build())) {
            PushSocket sender = spinning.push();
            PullSocket receiver = spinning.pull();
            assertThat(loop.tryOwn()).isTrue();
            try {
                sender.send(new byte[1], SHORT);
                receiver.receive(SHORT);
            } finally {
                loop.disown();
            }

            assertThat(loop.blockingCalls()).isEqualTo(2);
            assertThat(NoBlockingCalls.take()).hasSize(2);
        }
    }

    private static Arguments wait(String call, Wait wait) {
        return Arguments.of(call, wait);
    }

    @ParameterizedTest
    @MethodSource("waits")
    void shouldBeFoundOnAThreadThatOwnsALoop(String call, Wait wait) {
        bound = pull.bind("tcp://127.0.0.1:*");
        assertThat(loop.tryOwn()).isTrue();
        try {
            wait.of(this);
        } finally {
            loop.disown();
        }

        assertThat(loop.blockingCalls()).isPositive();
        assertThat(NoBlockingCalls.take())
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found).hasMessageEndingWith(call));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void shouldNotBeFoundElsewhere(String call, Wait wait) {
        bound = pull.bind("tcp://127.0.0.1:*");

        wait.of(this);

        assertThat(loop.blockingCalls()).isZero();
        assertThat(NoBlockingCalls.take()).as(call).isEmpty();
    }
}
