package io.zmqspring.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveSpinTest {

    private static final long SHORT_NS = 1_000;
    private static final long DISTURBED_NS = 1_000_000;
    private static final int MANY = 100_000;

    private final AdaptiveSpin spin = new AdaptiveSpin();

    @Test
    void shouldLookAgainWhileThatIsSuccessful() {
        assertThat(attempts(MANY, MANY)).isEqualTo(MANY);
    }

    @Test
    void shouldRestAfterAFewVainAttemptsAndThenTryAgain() {
        int attempts = 0;
        for (int i = 0; i < 1_000; i++) {
            if (spin.isWorthIt()) {
                attempts++;
                spin.looked(SHORT_NS);
                spin.ended(false, SHORT_NS);
            }
        }
        assertThat(attempts).isBetween(5, 100);
    }

    @Test
    void shouldGoOnWhenAnotherProgramTakesTheCoreAtTimes() {
        assertThat(attempts(MANY, 2_500)).isEqualTo(MANY);
    }

    @Test
    void shouldRestLongWhenAnotherProgramTakesTheCoreOften() {
        assertThat(attempts(MANY, 120)).isLessThan(MANY / 10);
    }

    @Test
    void shouldLookAgainOnceNoOtherProgramTakesTheCoreAnyMore() {
        attempts(MANY, 120);
        attempts(10_000, MANY);

        assertThat(attempts(MANY, MANY)).isEqualTo(MANY);
    }

    @Test
    void shouldLookTwiceAsLongAsIsUsual() {
        ended(true, 12_000);

        assertThat(spin.maxNs()).isBetween(23_000L, 25_000L);
    }

    @Test
    void shouldNeverLookLongerThanTheMostNorLessThanTheLeast() {
        ended(true, DISTURBED_NS);
        assertThat(spin.maxNs()).isEqualTo(AdaptiveSpin.MAX_NS);

        ended(true, 1);
        assertThat(spin.maxNs()).isEqualTo(AdaptiveSpin.MIN_NS);
    }

    @Test
    void shouldLookLongerAgainForAPeerThatHasBecomeSlower() {
        ended(true, 5_000);
        ended(false, spin.maxNs());

        assertThat(spin.maxNs()).isEqualTo(AdaptiveSpin.MAX_NS);
    }

    private void ended(boolean successful, long tookNs) {
        for (int i = 0; i < 100; i++) {
            spin.ended(successful, tookNs);
        }
    }

    /** {@return in how many of so many waits a thread looked again, when each so-many-th attempt is disturbed} */
    private int attempts(int waits, int disturbedEach) {
        int attempts = 0;
        for (int i = 0; i < waits; i++) {
            if (spin.isWorthIt()) {
                attempts++;
                spin.looked(attempts % disturbedEach == 0 ? DISTURBED_NS : SHORT_NS);
                spin.ended(true, SHORT_NS);
            }
        }
        return attempts;
    }
}
