package io.zmqspring.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTableTest {

    private static final class Item implements Numbered {

        private long number;

        @Override
        public long number() {
            return number;
        }

        @Override
        public void number(long given) {
            number = given;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 1000, 4096})
    void shouldHaveTwiceAsManySlotsAsRequests(int most) {
        assertThat(new SlotTable<Item>(most).capacity()).isBetween(2 * most, 4 * most);
    }

    @Test
    void shouldFindARequestByItsNumberUntilItIsRemoved() {
        SlotTable<Item> table = new SlotTable<>(1);
        Item item = new Item();
        table.add(item);
        assertThat(table.find(item.number())).isSameAs(item);
        assertThat(table.remove(item)).isTrue();
        assertThat(table.remove(item)).isFalse();
        assertThat(table.find(item.number())).isNull();
    }

    @Test
    void shouldNotTakeALateNumberForTheRequestThatHasTheSlotNow() {
        SlotTable<Item> table = new SlotTable<>(1);
        Item first = new Item();
        table.add(first);
        table.remove(first);
        for (int i = 0; i < 2 * table.capacity(); i++) {
            Item other = new Item();
            table.add(other);
            assertThat(table.find(first.number())).isNull();
            assertThat(table.remove(first)).isFalse();
            table.remove(other);
        }
        assertThat(table.wasGiven(first.number())).isTrue();
    }

    @Test
    void shouldTellNumbersThatWereGivenFromOthers() {
        SlotTable<Item> table = new SlotTable<>(4);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            items.add(new Item());
            table.add(items.get(i));
        }
        assertThat(items).allMatch(item -> table.wasGiven(item.number()));
        assertThat(table.wasGiven(items.get(0).number() - 1)).isFalse();
        assertThat(table.wasGiven(items.get(2).number() + 1)).isFalse();
        assertThat(table.wasGiven(items.get(0).number() + Long.MIN_VALUE)).isFalse();
    }

    @Test
    void shouldPassOverFewSlotsWhileMostRequestsStay() {
        int most = 1024;
        SlotTable<Item> table = new SlotTable<>(most);
        for (int i = 0; i < most - 1; i++) {
            table.add(new Item());
        }
        Item first = new Item();
        table.add(first);
        table.remove(first);
        int count = 100_000;
        Item last = first;
        for (int i = 0; i < count; i++) {
            last = new Item();
            table.add(last);
            table.remove(last);
        }
        assertThat(last.number() - first.number()).isLessThan(2L * count + table.capacity());
    }

    @Test
    void shouldNeverGiveANumberTwice() {
        SlotTable<Item> table = new SlotTable<>(16);
        Random random = new Random(3);
        List<Item> present = new ArrayList<>();
        Set<Long> numbers = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            if (present.size() < 16 && random.nextBoolean()) {
                Item item = new Item();
                table.add(item);
                present.add(item);
                assertThat(numbers.add(item.number())).isTrue();
            } else if (!present.isEmpty()) {
                Item item = present.remove(random.nextInt(present.size()));
                assertThat(table.find(item.number())).isSameAs(item);
                assertThat(table.remove(item)).isTrue();
            }
        }
    }
}
