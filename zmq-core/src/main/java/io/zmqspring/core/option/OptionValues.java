package io.zmqspring.core.option;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of the options that were set, in the order they were set first; {@code null} may be a value.
 *
 * @param <O> the options of one table
 */
final class OptionValues<O extends ZmqOption<?>> {

    private final Map<O, @Nullable Object> values;

    OptionValues() {
        this.values = new LinkedHashMap<>();
    }

    OptionValues(OptionValues<O> copied) {
        this.values = new LinkedHashMap<>(copied.values);
    }

    /** {@return the value that was set, or the option's default} */
    @SuppressWarnings({"unchecked", "NullAway"}) // null where the range has it, see set
    <T extends @Nullable Object> T get(ZmqOption<T> option) {
        return isSet(option) ? (T) values.get(option) : option.defaultValue();
    }

    boolean isSet(ZmqOption<?> option) {
        return values.containsKey(option);
    }

    Set<O> options() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /**
     * Sets a value.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    @SuppressWarnings("unchecked")
    <T extends @Nullable Object> void set(ZmqOption<T> option, @Nullable T value) {
        option.check(value);
        values.put((O) option, value);
    }

    /** Sets an option as it is set in others. */
    void copy(O option, OptionValues<O> from) {
        values.put(option, from.values.get(option));
    }
}
