package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.SocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {

    private static final long MS = 1_000_000;

    private double random;

    @Test
    void shouldDoubleUpToTheLongestDelay() {
        ReconnectBackoff backoff = backoff(100, 1_000);

        assertThat(backoff.isEnabled()).isTrue();
        for (long expected : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
            assertThat(backoff.next()).isEqualTo(expected * MS);
        }
    }

    @Test
    void shouldAddUpToHalfOfTheDelayAtRandom() {
        ReconnectBackoff backoff = backoff(100, 1_000);
        random = 0.5;
        assertThat(backoff.next()).isEqualTo(125 * MS);
        random = 0.999;
        assertThat(backoff.next()).isBetween(299 * MS, 300 * MS);
    }

    @Test
    void shouldBeginAnewWhenReset() {
        ReconnectBackoff backoff = backoff(100, 1_000);
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(100 * MS);
        assertThat(backoff.next()).isEqualTo(200 * MS);
    }

    @Test
    void shouldKeepTheDelayWhenThereIsNoLongest() {
        ReconnectBackoff backoff = backoff(100, 0);

        assertThat(backoff.next()).isEqualTo(100 * MS);
        assertThat(backoff.next()).isEqualTo(100 * MS);
    }

    @Test
    void shouldNotTryAgainWhenTheIntervalIsZero() {
        assertThat(backoff(0, 1_000).isEnabled()).isFalse();
    }

    @Test
    void shouldNotOverflowWithTheLongestDelays() {
        ReconnectBackoff backoff =
                backoff(Duration.ofDays(365).toMillis(), Duration.ofDays(365).toMillis());
        random = 0.999;
        for (int i = 0; i < 10; i++) {
            assertThat(backoff.next())
                    .isBetween(
                            Duration.ofDays(365).toNanos(), Duration.ofDays(548).toNanos());
        }
    }

    private ReconnectBackoff backoff(long firstMs, long maxMs) {
        SocketOptions options = SocketOptions.builder()
                .reconnectInterval(Duration.ofMillis(firstMs))
                .reconnectIntervalMax(Duration.ofMillis(maxMs))
                .build();
        return new ReconnectBackoff(options, () -> random);
    }
}
