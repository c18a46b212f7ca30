package io.zmqspring.sample.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a page gets, and when. */
class TranscriptReaderTest {

    private static final Kernel.State STATE = new Kernel.State(Kernel.Status.READY, "", false, null, 0);

    private final Transcript transcript = new Transcript();
    private final TranscriptReader reader = new TranscriptReader(transcript, () -> STATE, Runnable::run, gone -> {});

    @Test
    void shouldBeginWithAllThatIsThere() {
        assertThat(reader.next().begin()).isTrue();
        assertThat(reader.next()).isNull();

        transcript.add(1, "stdout", "a");

        TranscriptReader.Update second = reader.next();
        assertThat(second.begin()).isFalse();
        assertThat(second.missed()).isZero();
        assertThat(second.entries()).containsExactly(new Transcript.Entry(1, 1, "stdout", "a"));
        assertThat(second.kernel()).isEqualTo(STATE);
        assertThat(reader.next()).isNull();
    }

    @Test
    void shouldSayHowMuchASlowPageHasMissed() {
        transcript.add(1, "stdout", "first");
        reader.next();
        for (int i = 0; i < Transcript.MAX_ENTRIES + 7; i++) {
            transcript.add(1, "stdout", "");
        }

        TranscriptReader.Update late = reader.next();

        assertThat(late.missed()).isEqualTo(7);
        assertThat(late.entries()).hasSize(Transcript.MAX_ENTRIES);
    }
}
