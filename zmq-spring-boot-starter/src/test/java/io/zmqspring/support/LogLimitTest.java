package io.zmqspring.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogLimitTest {

    private long nowNs = Long.MAX_VALUE - 5;
    private final LogLimit limit = new LogLimit(3, Duration.ofNanos(10), () -> nowNs);

    @Test
    void shouldLetABurstThroughAndThenOneAnInterval() {
        assertThat(passed(5)).isEqualTo(3);

        nowNs += 9;
        assertThat(passed(1)).isZero();
        nowNs += 1;
        assertThat(passed(2)).isEqualTo(1);
        nowNs += 1000;
        assertThat(passed(5)).isEqualTo(3);
    }

    @Test
    void shouldSayOnceHowManyWereLeftOut() {
        assertThat(limit.leftOut()).isEmpty();

        passed(5);

        assertThat(limit.leftOut()).isEqualTo(" (2 more before this one were not logged)");
        assertThat(limit.leftOut()).isEmpty();
    }

    private int passed(int tries) {
        int passed = 0;
        for (int i = 0; i < tries; i++) {
            passed += limit.tryPass() ? 1 : 0;
        }
        return passed;
    }
}
