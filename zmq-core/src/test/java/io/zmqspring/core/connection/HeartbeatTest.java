package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1000, 0",
        "1, 1000, 1",
        "1001, 100, 11",
        "65500, 1000, 655",
        "65501, 1000, 655",
        "6553500, 1000, 655",
        "6553500, 32750, 655",
        "6553500, 32751, 0"
    })
    void shouldAnnounceNoTtlThatLibzmqWouldMisread(long ttlMs, long intervalMs, int deciseconds) {
        int announced = Heartbeat.ttlDeciseconds(
                Duration.ofMillis(ttlMs).toNanos(),
                Duration.ofMillis(intervalMs).toNanos());

        assertThat(announced).isEqualTo(deciseconds);
    }
}
