package io.zmqspring.sample.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The memory that output may take. */
class TranscriptTest {

    private final Transcript transcript = new Transcript();

    @Test
    void shouldGiveWhatIsNew() {
        transcript.add(1, "code", "a");
        transcript.add(1, "stdout", "b");

        assertThat(transcript.after(0)).hasSize(2);
        assertThat(transcript.after(1)).containsExactly(new Transcript.Entry(2, 1, "stdout", "b"));
        assertThat(transcript.after(2)).isEmpty();
    }

    @Test
    void shouldForgetTheOldestWhenThereAreTooManyEntries() {
        for (int i = 0; i < Transcript.MAX_ENTRIES + 5; i++) {
            transcript.add(1, "stdout", "");
        }

        assertThat(transcript.after(0)).hasSize(Transcript.MAX_ENTRIES);
        assertThat(transcript.after(0).get(0).number()).isEqualTo(6);
    }

    @Test
    void shouldForgetTheOldestWhenThereAreTooManyCharacters() {
        String text = "x".repeat(Transcript.MAX_ENTRY_CHARACTERS);
        for (int i = 0; i < 100; i++) {
            transcript.add(1, "stdout", text);
        }

        assertThat(transcript.characters())
                .isEqualTo(transcript.after(0).stream()
                        .mapToInt(entry -> entry.text().length())
                        .sum())
                .isBetween(Transcript.MAX_CHARACTERS - Transcript.MAX_ENTRY_CHARACTERS, Transcript.MAX_CHARACTERS);
    }

    @Test
    void shouldKeepBothEndsOfALongEntry() {
        transcript.add(1, "stdout", "begin" + "x".repeat(1_000_000) + "end");

        String kept = transcript.after(0).get(0).text();
        assertThat(kept).startsWith("begin").endsWith("end").contains("960008 characters are left out");
        assertThat(kept.length()).isLessThan(Transcript.MAX_ENTRY_CHARACTERS + 100);
    }

    @Test
    void shouldCallListeners() {
        AtomicInteger calls = new AtomicInteger();
        transcript.addListener(calls::incrementAndGet);

        transcript.add(1, "stdout", "a");

        assertThat(calls).hasValue(1);
    }
}
