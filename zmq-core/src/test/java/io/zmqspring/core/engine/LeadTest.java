package io.zmqspring.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.WaitStrategy;
import org.junit.jupiter.api.Test;

class LeadTest {

    private static final long SHORT_NS = 50_000;
    private static final long LONG_NS = 5_000_000;

    private long now;
    private final Lead lead = lead(WaitStrategy.SPIN_THEN_PARK);

    private Lead lead(WaitStrategy strategy) {
        return new Lead(new Waiting(strategy, () -> now), () -> true);
    }

    @Test
    void shouldBeWorthItAfterTwoShortWaits() {
        assertThat(lead.isWorthIt()).isFalse();
        waited(SHORT_NS);
        assertThat(lead.isWorthIt()).isFalse();
        waited(SHORT_NS);
        assertThat(lead.isWorthIt()).isTrue();
    }

    @Test
    void shouldOutlastASingleLongWaitAmongShortOnes() {
        for (int i = 0; i < 100; i++) {
            waited(i % 10 == 9 ? LONG_NS : SHORT_NS);
            assertThat(lead.isWorthIt()).isEqualTo(i > 0);
        }
    }

    @Test
    void shouldEndWithTheThirdLongWaitInARowHoweverManyShortOnesThereWere() {
        for (int i = 0; i < 1_000_000; i++) {
            waited(SHORT_NS);
        }
        waited(LONG_NS);
        waited(LONG_NS);
        assertThat(lead.isWorthIt()).isTrue();
        waited(LONG_NS);
        assertThat(lead.isWorthIt()).isFalse();
    }

    @Test
    void shouldAlwaysBeWorthItForThreadsThatNeverSleep() {
        assertThat(lead(WaitStrategy.BUSY_SPIN).isWorthIt()).isTrue();
    }

    private void waited(long ns) {
        long start = now;
        now += ns;
        lead.waitedSince(start);
    }
}
