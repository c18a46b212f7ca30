package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Range checks whose message names the option, the value and what is allowed. */
final class OptionCheck {

    private static final Duration LONGEST_TTL = Duration.ofMillis(6_553_500);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final long LEAST_MEMORY = 1 << 20;
    private static final int HIGHEST_TRAFFIC_CLASS = 255;

    private OptionCheck() {}

    static void zeroOrMore(String option, int value) {
        require(value >= 0, option, value, "0 or more");
    }

    static void positive(String option, long value) {
        require(value > 0, option, value, "1 or more");
    }

    static void size(String option, long value) {
        require(value >= -1, option, value, "-1 (no limit), 0 or more");
    }

    static void limit(String option, long value) {
        require(value == -1 || value > 0, option, value, "-1 (no limit), 1 or more");
    }

    static void mark(String option, int value) {
        require(value >= -1, option, value, "-1 (as receiveHwm), 0 (no limit), 1 or more");
    }

    static void memory(String option, long value) {
        require(
                value == -1 || value >= LEAST_MEMORY,
                option,
                value,
                "-1 (by what the JVM has), " + LEAST_MEMORY + " or more");
    }

    static void buffer(String option, int value) {
        require(value == -1 || value > 0, option, value, "-1 (as the operating system has it), 1 or more");
    }

    static void tos(String option, int value) {
        require(value >= 0 && value <= HIGHEST_TRAFFIC_CLASS, option, value, "0 to 255");
    }

    static void zeroOrMoreTimeOrNone(String option, @Nullable Duration value) {
        if (value != null) {
            zeroOrMoreTime(option, value);
        }
    }

    static void zeroOrMoreTime(String option, Duration value) {
        require(
                value != null && !value.isNegative() && value.compareTo(LONGEST) <= 0,
                option,
                value,
                "0 s to 365 days");
    }

    static void positiveTime(String option, @Nullable Duration value) {
        if (value != null) {
            require(value.toSeconds() >= 1 && value.compareTo(LONGEST) <= 0, option, value, "1 s to 365 days");
        }
    }

    static void ttl(String option, Duration value) {
        require(
                value != null && !value.isNegative() && value.compareTo(LONGEST_TTL) <= 0,
                option,
                value,
                "0 s to 6553.5 s");
    }

    static void require(boolean holds, String option, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "option " + option + "=" + value + " is out of range: allowed is " + allowed);
        }
    }
}
