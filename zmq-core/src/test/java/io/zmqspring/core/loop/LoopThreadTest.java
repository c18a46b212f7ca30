package io.zmqspring.core.loop;

import static io.zmqspring.core.loop.LoopThread.MAX_STAND_BY_NS;
import static io.zmqspring.core.loop.LoopThread.STAND_BY_NS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopThreadTest {

    private static final int FREQUENT_CHANGES = 1_000;

    @Test
    void shouldLookMoreAndMoreRarelyWhileThreadsLeadFrequently() {
        long period = STAND_BY_NS;
        for (int i = 0; i < 10; i++) {
            long next = LoopThread.nextPeriod(period, FREQUENT_CHANGES);
            assertThat(next).isEqualTo(Math.min(2 * period, MAX_STAND_BY_NS));
            period = next;
        }
        assertThat(period).isEqualTo(MAX_STAND_BY_NS);
    }

    @Test
    void shouldLookSoonAgainWhenThreadsLeadRarelyOrNotAtAll() {
        assertThat(LoopThread.nextPeriod(MAX_STAND_BY_NS, 0)).isEqualTo(STAND_BY_NS);
        assertThat(LoopThread.nextPeriod(MAX_STAND_BY_NS, 16)).isEqualTo(STAND_BY_NS);
        assertThat(LoopThread.nextPeriod(STAND_BY_NS, 2)).isEqualTo(STAND_BY_NS);
    }
}
