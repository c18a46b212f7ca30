package io.zmqspring.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.time.NanoClock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingCallGuardTest {

    private final EventLoop loop = loop();

    private static EventLoop loop() {
        return new EventLoop(NanoClock.SYSTEM, WaitStrategy.PARK, error -> {});
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void shouldCountBlockingCallOfTheOwnerAndNameIt() {
        assertThat(loop.tryOwn()).isTrue();
        BlockingCallGuard.enter("look up example.org");
        loop.disown();

        assertThat(loop.blockingCalls()).isEqualTo(1);
        assertThat(NoBlockingCalls.take())
                .singleElement()
                .satisfies(found -> assertThat(found)
                        .hasMessageContaining(Thread.currentThread().getName())
                        .hasMessageContaining("look up example.org"));
    }

    @Test
    void shouldNotCountCallsOfThreadsThatOwnNoLoop() {
        BlockingCallGuard.enter("before");
        assertThat(loop.tryOwn()).isTrue();
        loop.disown();
        BlockingCallGuard.enter("after");

        assertThat(loop.blockingCalls()).isZero();
        assertThat(NoBlockingCalls.take()).isEmpty();
    }

    @Test
    void shouldNotCountCallsOfOthersWhileALoopIsOwned() throws Exception {
        assertThat(loop.tryOwn()).isTrue();
        Thread other = new Thread(() -> BlockingCallGuard.enter("elsewhere"), "elsewhere");
        other.start();
        other.join(TimeUnit.SECONDS.toMillis(20));
        loop.disown();

        assertThat(other.isAlive()).isFalse();
        assertThat(loop.blockingCalls()).isZero();
    }

    @Test
    void shouldCountForTheLoopThatIsOwnedOnly() {
        EventLoop second = loop();
        assertThat(second.tryOwn()).isTrue();
        BlockingCallGuard.enter("here");
        second.disown();
        second.close();

        assertThat(loop.blockingCalls()).isZero();
        assertThat(second.blockingCalls()).isEqualTo(1);
        assertThat(NoBlockingCalls.take()).hasSize(1);
    }
}
