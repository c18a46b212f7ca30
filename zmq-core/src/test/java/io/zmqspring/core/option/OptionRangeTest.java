package io.zmqspring.core.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionRangeTest {

    @Test
    void shouldContainBothEndsAndTheNamedValues() {
        OptionRange<Integer> range =
                OptionRange.count(OptionUnit.COUNT, 5, 7).named(-1, "no limit").named(6, "six");

        assertThat(List.of(-1, 5, 6, 7)).allMatch(range::contains);
        assertThat(List.of(-2, 0, 4, 8)).noneMatch(range::contains);
        assertThat(range.contains(null)).isFalse();
        assertThat(range.acceptsNull()).isFalse();
    }

    @Test
    void shouldContainNullWhenItIsNamed() {
        OptionRange<Duration> range = OptionRange.time(Duration.ZERO).named(null, "for ever");

        assertThat(range.acceptsNull()).isTrue();
        assertThat(range.format(null)).isEqualTo("for ever");
        assertThat(range.allowed()).isEqualTo("0 s to 365 days");
    }

    @Test
    void shouldSayWhatIsAllowedWithTheMeaningOfNamedValues() {
        assertThat(OptionRange.count(OptionUnit.MESSAGES, 0)
                        .named(-1, "as another")
                        .named(0, "no limit")
                        .allowed())
                .isEqualTo("-1 (as another), 0 (no limit) or more");
        assertThat(OptionRange.bytes(1 << 20).named(-1L, "half").allowed()).isEqualTo("-1 (half), 1 MiB or more");
        assertThat(OptionRange.time(Duration.ofSeconds(1), Duration.ofMillis(6_553_500))
                        .allowed())
                .isEqualTo("1 s to 6553.5 s");
        assertThat(OptionRange.flag().allowed()).isEqualTo("true or false");
        assertThat(OptionRange.oneOf(WaitStrategy.class).allowed())
                .isEqualTo("one of [PARK, SPIN_THEN_PARK, BUSY_SPIN]");
    }

    @ParameterizedTest
    @CsvSource({
        "BYTES, 0, 0 B",
        "BYTES, 1023, 1023 B",
        "BYTES, 1024, 1 KiB",
        "BYTES, 1025, 1025 B",
        "BYTES, 67108864, 64 MiB",
        "BYTES, 1099511627776, 1024 GiB",
        "COUNT, 65536, '65,536'",
        "MESSAGES, -1, -1"
    })
    void shouldFormatNumbersWithTheirUnit(OptionUnit unit, long value, String text) {
        assertThat(unit.format(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0 s", "PT0.1S, 100 ms", "PT30S, 30 s", "PT90S, 90 s", "PT6553.5S, 6553.5 s", "PT8760H, 365 days"
    })
    void shouldFormatTimes(Duration time, String text) {
        assertThat(OptionUnit.TIME.format(time)).isEqualTo(text);
    }
}
