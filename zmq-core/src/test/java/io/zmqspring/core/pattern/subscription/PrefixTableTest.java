package io.zmqspring.core.pattern.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixTableTest {

    private final PrefixTable table = new PrefixTable();

    private List<String> prefixesOf(String topic) {
        byte[] bytes = ("xx" + topic).getBytes(UTF_8);
        List<String> found = new ArrayList<>();
        table.beginMatching(bytes, 2, bytes.length - 2);
        for (int place = table.nextMatch(bytes, 2, bytes.length - 2);
                place != PrefixTable.NONE;
                place = table.nextMatch(bytes, 2, bytes.length - 2)) {
            found.add(new String(table.prefix(place), UTF_8));
        }
        return found;
    }

    private int add(String prefix, int value) {
        return table.add(prefix.getBytes(UTF_8), value);
    }

    @Test
    void shouldFindEveryPrefixOfATopicTheShortestFirst() {
        for (String prefix : List.of("", "a", "ab", "abcde", "abcdefgh", "b", "abx", "abcdefghi")) {
            add(prefix, 1);
        }

        assertThat(prefixesOf("abcdefgh")).containsExactly("", "a", "ab", "abcde", "abcdefgh");
        assertThat(prefixesOf("")).containsExactly("");
        assertThat(prefixesOf("c")).containsExactly("");
        assertThat(table.longest()).isEqualTo(9);
    }

    @Test
    void shouldGiveTheValueOfWhatMatches() {
        add("first", 7);
        int second = add("first and longer than a slot", -3);
        table.value(second, 9);
        byte[] topic = "first and longer than a slot, and more".getBytes(UTF_8);

        table.beginMatching(topic, 0, topic.length);
        table.nextMatch(topic, 0, topic.length);
        assertThat(table.matchedValue()).isEqualTo(7);
        assertThat(table.nextMatch(topic, 0, topic.length)).isEqualTo(second);
        assertThat(table.matchedValue()).isEqualTo(9);
        assertThat(table.nextMatch(topic, 0, topic.length)).isEqualTo(PrefixTable.NONE);
    }

    @Test
    void shouldKeepTheValueOfEachPrefix() {
        int first = add("first", 7);
        int second = add("second", -3);
        table.value(first, 8);

        assertThat(table.value(table.find("first".getBytes(UTF_8)))).isEqualTo(8);
        assertThat(table.value(second)).isEqualTo(-3);
        assertThat(table.find("fir".getBytes(UTF_8))).isEqualTo(PrefixTable.NONE);
        assertThat(table.prefixLength(second)).isEqualTo(6);
    }

    @Test
    void shouldTellZeroBytesFromNoBytes() {
        table.add(new byte[0], 0);
        table.add(new byte[1], 1);
        table.add(new byte[4], 4);
        table.add(new byte[5], 5);

        for (int length : new int[] {0, 1, 4, 5}) {
            assertThat(table.value(table.find(new byte[length]))).isEqualTo(length);
        }
        assertThat(table.find(new byte[2])).isEqualTo(PrefixTable.NONE);
        assertThat(table.find(new byte[8])).isEqualTo(PrefixTable.NONE);
    }

    @Test
    void shouldRefuseAPrefixThatIsTooLongAndNameBothLengths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.add(new byte[1 << 20], 0))
                .withMessageContainingAll("bytes=1048576", "most=1048568");
        assertThat(table.size()).isZero();
        assertThat(table.longest()).isZero();
    }

    @Test
    void shouldTellPrefixesApartThatHaveOneHash() {
        PrefixTable collisions = new PrefixTable(new PrefixHash(0));
        List<String> prefixes = new ArrayList<>();
        for (int length = 0; length <= 40; length++) {
            prefixes.add("a".repeat(length));
            prefixes.add("a".repeat(length) + "b");
            prefixes.add("\0".repeat(length + 1));
        }
        for (int i = 0; i < prefixes.size(); i++) {
            assertThat(collisions.find(prefixes.get(i).getBytes(UTF_8))).isEqualTo(PrefixTable.NONE);
            collisions.add(prefixes.get(i).getBytes(UTF_8), i);
        }

        for (int i = 0; i < prefixes.size(); i++) {
            byte[] prefix = prefixes.get(i).getBytes(UTF_8);
            assertThat(collisions.value(collisions.find(prefix))).isEqualTo(i);
        }
        assertThat(collisions.find("ba".getBytes(UTF_8))).isEqualTo(PrefixTable.NONE);
    }

    @Test
    void shouldDoAsAMapDoesWhenAllPrefixesHaveOneHash() {
        doAsAMapDoes(new PrefixTable(new PrefixHash(0)), 5_000, 60);
    }

    @Test
    void shouldDoAsAMapDoesOverManyRandomSteps() {
        doAsAMapDoes(table, 200_000, 3_000);
    }

    private static void doAsAMapDoes(PrefixTable table, int steps, int names) {
        Random random = new Random(42);
        Map<String, Integer> expected = new HashMap<>();
        for (int i = 0; i < steps; i++) {
            String prefix =
                    "t" + random.nextInt(names) + "/".repeat(random.nextInt(4)) + "z".repeat(random.nextInt(90));
            byte[] bytes = prefix.getBytes(UTF_8);
            int place = table.find(bytes);
            assertThat(place == PrefixTable.NONE ? null : (Integer) table.value(place))
                    .isEqualTo(expected.get(prefix));
            if (place == PrefixTable.NONE) {
                table.add(bytes, i);
                expected.put(prefix, i);
            } else {
                table.remove(place);
                expected.remove(prefix);
            }
            if (table.isCompactionDue()) {
                table.compact();
            }
        }
        Map<String, Integer> found = new HashMap<>();
        table.forEach(place -> found.put(new String(table.prefix(place), UTF_8), table.value(place)));
        assertThat(found).isEqualTo(expected);
        assertThat(table.size()).isEqualTo(expected.size());
    }

    @Test
    void shouldFindTheSameAfterItIsCompacted() {
        for (int i = 0; i < 60_000; i++) {
            add("topic/" + i, i);
        }
        for (int i = 0; i < 60_000; i++) {
            if (i % 10 != 0) {
                table.remove(table.find(("topic/" + i).getBytes(UTF_8)));
            }
        }
        assertThat(table.isCompactionDue()).isTrue();
        table.compact();

        assertThat(table.isCompactionDue()).isFalse();
        for (int i = 0; i < 60_000; i++) {
            int place = table.find(("topic/" + i).getBytes(UTF_8));
            assertThat(place == PrefixTable.NONE ? -1 : table.value(place)).isEqualTo(i % 10 == 0 ? i : -1);
        }
        assertThat(prefixesOf("topic/1230")).containsExactly("topic/1230");
    }
}
