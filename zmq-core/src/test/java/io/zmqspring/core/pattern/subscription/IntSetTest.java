package io.zmqspring.core.pattern.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntSetTest {

    private final IntSet set = new IntSet();

    /** In rows as the places of topics are, with gaps of up to 8 KiB, and with one that is a multiple of a row. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 1024})
    void shouldDoAsASetDoesOverManyRandomSteps(int stride) {
        Random random = new Random(stride);
        Set<Integer> expected = new HashSet<>();
        for (int step = 0; step < 100_000; step++) {
            int number = random.nextInt(5_000) * stride;
            assertThat(set.contains(number)).isEqualTo(expected.contains(number));
            if (expected.remove(number)) {
                set.remove(number);
            } else {
                expected.add(number);
                set.add(number);
            }
        }
        Set<Integer> found = new TreeSet<>();
        set.forEach(found::add);
        assertThat(found).isEqualTo(new TreeSet<>(expected));
        assertThat(set.size()).isEqualTo(expected.size());
    }

    @Test
    void shouldTakeTheSmallestAndTheLargestNumber() {
        for (int i = 0; i < 1_000; i++) {
            set.add(Integer.MAX_VALUE - 1 - i);
        }
        set.add(0);

        assertThat(set.contains(Integer.MAX_VALUE - 1)).isTrue();
        assertThat(set.contains(0)).isTrue();
        assertThat(set.contains(1)).isFalse();
    }
}
