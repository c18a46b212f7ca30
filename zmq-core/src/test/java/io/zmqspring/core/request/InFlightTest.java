package io.zmqspring.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.support.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InFlightTest {

    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(20);

    @Test
    void shouldLetAsManyBeginAsAllowed() {
        InFlight inFlight = new InFlight(2);
        assertThat(inFlight.tryBegin()).isTrue();
        assertThat(inFlight.tryBegin()).isTrue();
        assertThat(inFlight.tryBegin()).isFalse();
        assertThat(inFlight.count()).isEqualTo(2);
        inFlight.end(2);
        assertThat(inFlight.tryBegin()).isTrue();
        assertThat(inFlight.count()).isEqualTo(1);
        assertThat(inFlight.begun()).isEqualTo(3);
    }

    @Test
    void shouldWaitUntilOneIsOver() throws Exception {
        InFlight inFlight = new InFlight(1);
        inFlight.tryBegin();
        assertThat(inFlight.begin(1)).isFalse();
        Calls.Running<Boolean> waiting =
                Calls.start(() -> inFlight.begin(LONG_NS)).awaitWaiting();
        inFlight.end(1);
        assertThat(waiting.result().get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(inFlight.count()).isEqualTo(1);
    }

    @Test
    void shouldEndWaitsByAnInterruptAndByItsClose() throws Exception {
        InFlight inFlight = new InFlight(1);
        inFlight.tryBegin();
        Calls.Running<Boolean> interrupted =
                Calls.start(() -> inFlight.begin(LONG_NS)).awaitWaiting();
        Calls.Running<Boolean> waiting =
                Calls.start(() -> inFlight.begin(LONG_NS)).awaitWaiting();
        interrupted.thread().interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> interrupted.result().get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(InterruptedException.class);
        inFlight.close();
        assertThat(waiting.result().get(20, TimeUnit.SECONDS)).isFalse();
        assertThat(inFlight.count()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheBoundAndLetEveryThreadThroughWhenManyBeginAtOnce() throws Exception {
        int most = 3;
        InFlight inFlight = new InFlight(most);
        AtomicInteger present = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        List<Calls.Running<Void>> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(Calls.start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    assertThat(inFlight.tryBegin() || inFlight.begin(LONG_NS)).isTrue();
                    highest.accumulateAndGet(present.incrementAndGet(), Math::max);
                    present.decrementAndGet();
                    inFlight.end(1);
                }
            }));
        }
        for (Calls.Running<Void> thread : threads) {
            thread.result().get(50, TimeUnit.SECONDS);
        }
        assertThat(highest.get()).isBetween(1, most);
        assertThat(inFlight.count()).isZero();
        assertThat(inFlight.begun()).isEqualTo(160_000);
    }
}
