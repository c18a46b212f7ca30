package io.zmqspring.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.support.HandTurnedClock;
import org.junit.jupiter.api.Test;

/** How soon a writer is looked at again. */
class DeferredWritersTest {

    private static final long FIRST_NS = 50_000;
    private static final long MAX_NS = 800_000;

    private final DeferredWriters writers = new DeferredWriters(new TurnLimit(new HandTurnedClock()), error -> {
        throw new AssertionError(error);
    });
    private final Writer writer = new Writer();

    @Test
    void shouldLookLessAndLessOftenAtAWriterWithNothingToWrite() {
        writers.add(writer);
        for (long expected : new long[] {FIRST_NS, 2 * FIRST_NS, 4 * FIRST_NS, 8 * FIRST_NS, MAX_NS, MAX_NS}) {
            assertThat(writers.look(false)).isTrue();
            assertThat(writers.untilNextLookNs()).isEqualTo(expected);
        }
    }

    @Test
    void shouldLookSoonAgainAtAWriterThatFoundBytes() {
        writers.add(writer);
        writers.look(false);
        writers.untilNextLookNs();
        writer.finds = true;
        for (int look = 0; look < 3; look++) {
            writers.look(false);
            assertThat(writers.untilNextLookNs()).isEqualTo(FIRST_NS);
        }
        writer.finds = false;
        writers.look(false);
        assertThat(writers.untilNextLookNs()).isEqualTo(2 * FIRST_NS);
    }

    private static final class Writer extends DeferredWriter {

        private boolean finds;

        @Override
        protected boolean look(boolean last) {
            if (finds) {
                foundBytes();
            }
            return true;
        }
    }
}
