package io.zmqspring.core.pattern.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prefixes of many lengths: those of a topic are found, and others cost it nothing. */
class PrefixStemsTest {

    private final PrefixHash hash = new PrefixHash();
    private final PrefixTable table = new PrefixTable(hash);

    private List<String> prefixesOf(PrefixTable of, String topic) {
        byte[] bytes = bytes(topic);
        List<String> found = new ArrayList<>();
        of.beginMatching(bytes, 0, bytes.length);
        for (int place = of.nextMatch(bytes, 0, bytes.length);
                place != PrefixTable.NONE;
                place = of.nextMatch(bytes, 0, bytes.length)) {
            found.add(new String(of.prefix(place), StandardCharsets.US_ASCII));
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void addEveryLength(String letter, int most) {
        for (int length = 1; length <= most; length++) {
            table.add(bytes(letter.repeat(length)), length);
        }
    }

    @Test
    void shouldFindPrefixesOfEveryLength() {
        addEveryLength("z", 1_100);

        assertThat(prefixesOf(table, "z".repeat(2_000))).hasSize(1_100);
        assertThat(prefixesOf(table, "z".repeat(700) + "q".repeat(700))).hasSize(700);
        assertThat(prefixesOf(table, "z".repeat(300))).hasSize(300);
    }

    @ParameterizedTest
    @CsvSource({"0, 64", "70, 128", "500, 512"})
    void shouldLookNoFurtherIntoATopicThanItHasAStem(int alike, int most) {
        addEveryLength("z", 1_100);

        assertThat(prefixesOf(table, "z".repeat(alike) + "q".repeat(2_000))).hasSize(alike);
        assertThat(hash.hashedBytes()).as("bytes of the topic that were hashed").isLessThanOrEqualTo(most);
    }

    @Test
    void shouldForgetTheStemsOfWhatIsRemoved() {
        addEveryLength("z", 1_100);
        table.add(bytes("a"), 1);
        long full = table.bytes();
        for (int length = 1_100; length > 64; length--) {
            table.remove(table.find(bytes("z".repeat(length))));
        }

        assertThat(prefixesOf(table, "z".repeat(2_000))).hasSize(64);
        table.add(bytes("q".repeat(1_000)), 1);
        assertThat(prefixesOf(table, "z".repeat(2_000))).hasSize(64);
        assertThat(hash.hashedBytes()).isLessThanOrEqualTo(64);
        for (int length = 64; length > 0; length--) {
            table.remove(table.find(bytes("z".repeat(length))));
        }
        table.remove(table.find(bytes("a")));
        table.remove(table.find(bytes("q".repeat(1_000))));
        assertThat(table.bytes()).isLessThan(full / 10);
    }

    @Test
    void shouldFindWhatASetFindsOverManyRandomSteps() {
        findAsASetDoes(table, 4_000);
    }

    @Test
    void shouldFindWhatASetFindsWhenAllStemsHaveOneHash() {
        findAsASetDoes(new PrefixTable(new PrefixHash(0)), 500);
    }

    private void findAsASetDoes(PrefixTable actual, int steps) {
        Random random = new Random(5);
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < steps; i++) {
            String prefix = text(random, 700);
            int place = actual.find(bytes(prefix));
            assertThat(place != PrefixTable.NONE).isEqualTo(expected.contains(prefix));
            if (place == PrefixTable.NONE) {
                actual.add(bytes(prefix), i);
                expected.add(prefix);
            } else {
                actual.remove(place);
                expected.remove(prefix);
            }
            if (i % 500 == 0) {
                actual.compact();
            }
            String topic = text(random, 1_000);
            assertThat(prefixesOf(actual, topic))
                    .containsExactlyInAnyOrderElementsOf(
                            expected.stream().filter(topic::startsWith).toList());
        }
    }

    /** Begins as others do: the bytes are the same but for one. */
    private static String text(Random random, int most) {
        char[] text = new char[random.nextInt(most)];
        Arrays.fill(text, 'z');
        if (text.length > 0 && random.nextBoolean()) {
            text[random.nextInt(text.length)] = 'q';
        }
        return new String(text);
    }
}
