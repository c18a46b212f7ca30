package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.WaitStrategy;
import org.junit.jupiter.api.Test;

class LeadershipTest {

    private static final long SHORT_NS = 50_000;
    private static final long LONG_NS = 5_000_000;

    private long now;
    private final Leadership leadership = lead(WaitStrategy.SPIN_THEN_PARK);

    private Leadership lead(WaitStrategy strategy) {
        return new Leadership(new IdleStrategy(strategy, () -> now), () -> true);
    }

    @Test
    void shouldBeWorthItAfterTwoShortWaits() {
        assertThat(leadership.isWorthIt()).isFalse();
        waited(SHORT_NS);
        assertThat(leadership.isWorthIt()).isFalse();
        waited(SHORT_NS);
        assertThat(leadership.isWorthIt()).isTrue();
    }

    @Test
    void shouldOutlastASingleLongWaitAmongShortOnes() {
        for (int i = 0; i < 100; i++) {
            waited(i % 10 == 9 ? LONG_NS : SHORT_NS);
            assertThat(leadership.isWorthIt()).isEqualTo(i > 0);
        }
    }

    @Test
    void shouldEndWithTheThirdLongWaitInARowHoweverManyShortOnesThereWere() {
        for (int i = 0; i < 1_000_000; i++) {
            waited(SHORT_NS);
        }
        waited(LONG_NS);
        waited(LONG_NS);
        assertThat(leadership.isWorthIt()).isTrue();
        waited(LONG_NS);
        assertThat(leadership.isWorthIt()).isFalse();
    }

    @Test
    void shouldAlwaysBeWorthItForThreadsThatNeverSleep() {
        assertThat(lead(WaitStrategy.BUSY_SPIN).isWorthIt()).isTrue();
    }

    private void waited(long ns) {
        long start = now;
        now += ns;
        leadership.waitedSince(start);
    }
}
