package io.zmqspring.core.option;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of options: all that is known of one option, in one place. What checks values, documents options or
 * configures them reads it from here.
 *
 * @param <T> type of its values; {@code null} is one of them where {@link #range()} says so
 */
public abstract sealed class ZmqOption<T extends @Nullable Object> permits SocketOption, ContextOption {

    private final String name;
    private final OptionRange<T> range;
    private final @Nullable T defaultValue;
    private final @Nullable LibzmqOption<T> libzmq;

    ZmqOption(String name, OptionRange<T> range, @Nullable T defaultValue, @Nullable LibzmqOption<T> libzmq) {
        this.name = name;
        this.range = range;
        this.defaultValue = defaultValue;
        this.libzmq = libzmq;
    }

    static <T extends @Nullable Object> LibzmqOption<T> libzmq(String name, int number, @Nullable T defaultValue) {
        return new LibzmqOption<>(name, number, defaultValue);
    }

    /** {@return its name, which is that of its accessor and of its setter} */
    public final String name() {
        return name;
    }

    /** {@return the values it takes} */
    public final OptionRange<T> range() {
        return range;
    }

    /** {@return its value when it was not set} */
    public final @Nullable T defaultValue() {
        return defaultValue;
    }

    /** {@return the same option of libzmq, or {@code null} when libzmq has none} */
    public final @Nullable LibzmqOption<T> libzmq() {
        return libzmq;
    }

    /** {@return whether libzmq has another default, or no such option} */
    public final boolean differsFromLibzmq() {
        return libzmq == null || !Objects.equals(libzmq.defaultValue(), defaultValue);
    }

    /**
     * Checks a value.
     *
     * @param value the value
     * @throws IllegalArgumentException when it is out of range
     */
    final void check(@Nullable T value) {
        if (!range.contains(value)) {
            String text = value instanceof String ? '"' + value.toString() + '"' : String.valueOf(value);
            throw new IllegalArgumentException(
                    "option " + name + "=" + text + " is out of range: allowed is " + range.allowed());
        }
    }

    /** {@return its name} */
    @Override
    public final String toString() {
        return name;
    }
}
