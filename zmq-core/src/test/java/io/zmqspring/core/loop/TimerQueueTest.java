package io.zmqspring.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.time.NanoClock;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerQueueTest {

    private final List<String> fired = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private long now;
    private final TurnLimit limit = new TurnLimit(() -> now);
    private final TimerQueue timers = new TimerQueue(() -> now, limit, errors::add);

    @Test
    void shouldHaveNothingToWaitForAtFirst() {
        assertThat(timers.isEmpty()).isTrue();
        assertThat(timers.fireDue()).isEqualTo(NanoClock.FOREVER);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, Long.MAX_VALUE - 50, Long.MIN_VALUE + 5, -60})
    void shouldFireInOrderOfTimeAndNeverEarlyWhereverTheClockStands(long origin) {
        now = origin;
        timers.schedule(100, () -> fired.add("b"));
        timers.schedule(50, () -> fired.add("a"));
        timers.schedule(200, () -> fired.add("c"));

        assertThat(timers.fireDue()).isEqualTo(50);
        now += 49;
        assertThat(timers.fireDue()).isOne();
        assertThat(fired).isEmpty();
        now += 1;
        assertThat(timers.fireDue()).isEqualTo(50);
        assertThat(fired).containsExactly("a");
        now += 500;
        assertThat(timers.fireDue()).isEqualTo(NanoClock.FOREVER);
        assertThat(fired).containsExactly("a", "b", "c");
        assertThat(timers.isEmpty()).isTrue();
    }

    @Test
    void shouldLetGoOfWhatACancelledTimerWouldHaveNeeded() {
        WeakReference<Object> needed = new WeakReference<>(cancelledWithSomethingLarge());

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return needed.get() == null;
        });
        assertThat(timers.isEmpty()).isFalse();
    }

    private Object cancelledWithSomethingLarge() {
        Object large = new byte[1 << 20];
        timers.schedule(NanoClock.FOREVER, () -> fired.add(large.toString())).cancel();
        return large;
    }

    @Test
    void shouldNotFireWhatIsCancelled() {
        Timer timer = timers.schedule(10, () -> fired.add("cancelled"));
        timers.schedule(20, () -> fired.add("kept"));

        timer.cancel();
        timer.cancel();
        now = 30;
        timers.fireDue();

        assertThat(fired).containsExactly("kept");
    }

    @Test
    void shouldNotWaitForWhatIsCancelled() {
        timers.schedule(10, () -> fired.add("cancelled")).cancel();
        timers.schedule(20, () -> fired.add("kept"));

        assertThat(timers.fireDue()).isEqualTo(20);
    }

    @Test
    void shouldLetATimerCancelAnotherAndScheduleMore() {
        Timer other = timers.schedule(20, () -> fired.add("other"));
        timers.schedule(10, () -> {
            fired.add("first");
            other.cancel();
            timers.schedule(0, () -> fired.add("at once"));
            timers.schedule(100, () -> fired.add("later"));
        });
        now = 30;

        assertThat(timers.fireDue()).isEqualTo(100);
        assertThat(fired).containsExactly("first", "at once");
    }

    @Test
    void shouldTellOfATimerThatFailsAndFireTheOthers() {
        IllegalStateException failure = new IllegalStateException("timer");
        timers.schedule(10, () -> {
            throw failure;
        });
        timers.schedule(10, () -> fired.add("next"));
        now = 10;

        assertThat(timers.fireDue()).isEqualTo(NanoClock.FOREVER);
        assertThat(errors).containsExactly(failure);
        assertThat(fired).containsExactly("next");
    }

    @Test
    void shouldNeverFireATimerWithoutEnd() {
        timers.schedule(NanoClock.FOREVER, () -> fired.add("never"));
        now = NanoClock.FOREVER >> 2;

        assertThat(timers.fireDue()).isPositive();
        assertThat(fired).isEmpty();
    }

    @Test
    void shouldKeepLiveTimersWhenCancelledOnesAreSweptOut() {
        for (int i = 0; i < 20_000; i++) {
            int number = i;
            Timer timer = timers.schedule(1_000_000 + i, () -> fired.add("t" + number));
            if (i % 5_000 != 7) {
                timer.cancel();
            }
        }
        now = 2_000_000;
        timers.fireDue();

        assertThat(fired).containsExactly("t7", "t5007", "t10007", "t15007");
    }
}
