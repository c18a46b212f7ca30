package io.zmqspring.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceTest {

    private final Sequence sequence = new Sequence();

    @Test
    void shouldBeginAtZero() {
        assertThat(sequence.plain()).isZero();
        assertThat(sequence.acquire()).isZero();
    }

    @Test
    void shouldShowWhatWasReleased() {
        sequence.release(Long.MAX_VALUE);

        assertThat(sequence.plain()).isEqualTo(Long.MAX_VALUE);
        assertThat(sequence.acquire()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldSurroundItsValueWithACacheLineOnEitherSide() {
        List<String> order = new ArrayList<>();
        for (Class<?> type = Sequence.class; type != Object.class; type = type.getSuperclass()) {
            List<String> own = new ArrayList<>();
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == long.class) {
                    own.add(field.getName());
                }
            }
            order.addAll(0, own);
        }

        int value = order.indexOf("value");
        assertThat(value * Long.BYTES).isGreaterThanOrEqualTo(64);
        assertThat((order.size() - 1 - value) * Long.BYTES).isGreaterThanOrEqualTo(64);
    }

    @Test
    void shouldMakeWhatWasWrittenBeforeVisible() throws InterruptedException {
        final int rounds = 20_000;
        long[] payload = new long[1];
        Sequence answered = new Sequence();
        List<String> errors = new ArrayList<>();
        Thread watcher = new Thread(() -> {
            for (long round = 1; round <= rounds; round++) {
                while (sequence.acquire() < round) {
                    Thread.yield();
                }
                if (payload[0] != round) {
                    errors.add("round " + round + " saw " + payload[0]);
                }
                answered.release(round);
            }
        });
        watcher.start();
        for (long round = 1; round <= rounds && watcher.isAlive(); round++) {
            payload[0] = round;
            sequence.release(round);
            while (answered.acquire() < round && watcher.isAlive()) {
                Thread.yield();
            }
        }
        watcher.join(20_000);

        assertThat(watcher.isAlive()).isFalse();
        assertThat(errors).isEmpty();
    }
}
