package io.zmqspring.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTest {

    private final Cursor cursor = new Cursor();

    @Test
    void shouldBeginAtZero() {
        assertThat(cursor.positionPlain()).isZero();
        assertThat(cursor.position()).isZero();
        assertThat(cursor.messagesPlain()).isZero();
        assertThat(cursor.messages()).isZero();
    }

    @Test
    void shouldShowHowFarItAdvanced() {
        cursor.advance(Long.MAX_VALUE, 7);

        assertThat(cursor.positionPlain()).isEqualTo(Long.MAX_VALUE);
        assertThat(cursor.position()).isEqualTo(Long.MAX_VALUE);
        assertThat(cursor.messagesPlain()).isEqualTo(7);
        assertThat(cursor.messages()).isEqualTo(7);
    }

    @Test
    void shouldSurroundItsValuesWithACacheLineOnEitherSide() {
        List<String> order = new ArrayList<>();
        for (Class<?> type = Cursor.class; type != Object.class; type = type.getSuperclass()) {
            List<String> own = new ArrayList<>();
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == long.class) {
                    own.add(field.getName());
                }
            }
            order.addAll(0, own);
        }

        int first = order.indexOf("position");
        assertThat(order.indexOf("messages")).isEqualTo(first + 1);
        assertThat(first * Long.BYTES).isGreaterThanOrEqualTo(64);
        assertThat((order.size() - 2 - first) * Long.BYTES).isGreaterThanOrEqualTo(64);
    }

    @Test
    void shouldMakeWhatWasWrittenBeforeVisible() throws InterruptedException {
        final int rounds = 20_000;
        long[] payload = new long[1];
        Cursor answered = new Cursor();
        List<String> errors = new ArrayList<>();
        Thread watcher = new Thread(() -> {
            for (long round = 1; round <= rounds; round++) {
                while (cursor.position() < 10 * round) {
                    Thread.yield();
                }
                if (payload[0] != round) {
                    errors.add("round " + round + " saw " + payload[0]);
                }
                if (cursor.messages() < round) {
                    errors.add("position " + 10 * round + " was seen with " + cursor.messages() + " messages");
                }
                answered.advance(10 * round, round);
            }
        });
        watcher.start();
        for (long round = 1; round <= rounds && watcher.isAlive(); round++) {
            payload[0] = round;
            cursor.advance(10 * round, round);
            while (answered.position() < 10 * round && watcher.isAlive()) {
                Thread.yield();
            }
        }
        watcher.join(20_000);

        assertThat(watcher.isAlive()).isFalse();
        assertThat(errors).isEmpty();
    }
}
