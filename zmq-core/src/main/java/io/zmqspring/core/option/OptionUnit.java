package io.zmqspring.core.option;

import java.text.NumberFormat;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Unit of an option's value. */
public enum OptionUnit {

    /** Not a number: a flag, a text, an object. */
    NONE,
    /** Whole messages, of several frames or one. */
    MESSAGES,
    /** Bytes. */
    BYTES,
    /** A time. */
    TIME,
    /** Things, which the name of the option states. */
    COUNT;

    private static final int KIB = 1 << 10;
    private static final int MILLIS_PER_SECOND = 1000;
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB"};

    /**
     * Writes a value as people read it, such as {@code 64 MiB}, {@code 100 ms} or {@code 65,536}.
     *
     * @param value a value of an option of this unit
     * @return its text
     */
    public String format(@Nullable Object value) {
        if (value instanceof Duration time) {
            return formatTime(time);
        }
        if (value instanceof String text) {
            return '"' + text + '"';
        }
        if (value instanceof Number number) {
            return this == BYTES
                    ? formatSize(number.longValue())
                    : NumberFormat.getIntegerInstance(Locale.ROOT).format(number.longValue());
        }
        return String.valueOf(value);
    }

    private static String formatSize(long bytes) {
        long size = bytes;
        int step = 0;
        while (step < SIZES.length - 1 && size >= KIB && size % KIB == 0) {
            size /= KIB;
            step++;
        }
        return size + " " + SIZES[step];
    }

    private static String formatTime(Duration time) {
        if (time.toDays() > 0 && time.equals(Duration.ofDays(time.toDays()))) {
            return time.toDays() + " days";
        }
        long millis = time.toMillis();
        if (millis % MILLIS_PER_SECOND == 0) {
            return time.toSeconds() + " s";
        }
        return millis < MILLIS_PER_SECOND ? millis + " ms" : millis / (double) MILLIS_PER_SECOND + " s";
    }
}
