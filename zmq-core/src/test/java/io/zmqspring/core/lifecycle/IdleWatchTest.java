package io.zmqspring.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdleWatchTest {

    private final AtomicLong nowNs = new AtomicLong(500);
    private final List<Duration> told = new ArrayList<>();
    private final IdleWatch watch = new IdleWatch(Duration.ofNanos(100), nowNs::get, told::add);

    @Test
    void shouldTellOnceEachInterval() {
        watch.nothingReceived();
        pass(99);
        watch.nothingReceived();
        assertThat(told).isEmpty();

        pass(1);
        watch.nothingReceived();
        watch.nothingReceived();
        assertThat(told).containsExactly(Duration.ofNanos(100));

        pass(100);
        watch.nothingReceived();
        assertThat(told).containsExactly(Duration.ofNanos(100), Duration.ofNanos(200));
    }

    @Test
    void shouldBeginAnewWithEachMessage() {
        pass(90);
        watch.received();
        pass(20);
        watch.nothingReceived();

        assertThat(told).isEmpty();
        assertThat(watch.maxWait()).isEqualTo(Duration.ofNanos(80));
    }

    @Test
    void shouldNotTellWithoutAnInterval() {
        IdleWatch none = new IdleWatch(null, nowNs::get, told::add);
        pass(Duration.ofDays(2).toNanos());
        none.received();
        none.nothingReceived();

        assertThat(told).isEmpty();
        assertThat(none.maxWait()).isEqualTo(Duration.ofDays(1));
    }

    private void pass(long ns) {
        nowNs.addAndGet(ns);
    }
}
