package io.zmqspring.core.option;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values an option takes: those between two ends, and single ones that mean something of their own, such as -1 for
 * no limit. Immutable.
 *
 * @param <T> type of the values
 */
public final class OptionRange<T extends @Nullable Object> {

    private static final Duration MAX_TIME = Duration.ofDays(365);

    private final Class<?> type;
    private final OptionUnit unit;
    private final Predicate<T> ordinary;
    private final @Nullable T least;
    private final String above;
    private final Map<@Nullable T, String> meanings;

    private OptionRange(
            Class<?> type,
            OptionUnit unit,
            Predicate<T> ordinary,
            @Nullable T least,
            String above,
            Map<@Nullable T, String> meanings) {
        this.type = type;
        this.unit = unit;
        this.ordinary = ordinary;
        this.least = least;
        this.above = above;
        this.meanings = meanings;
    }

    static OptionRange<Boolean> flag() {
        return of(Boolean.class, "true or false", flag -> true);
    }

    static OptionRange<Integer> count(OptionUnit unit, int least) {
        return new OptionRange<>(Integer.class, unit, value -> value >= least, least, " or more", Map.of());
    }

    static OptionRange<Integer> count(OptionUnit unit, int least, int most) {
        return new OptionRange<>(
                Integer.class,
                unit,
                value -> value >= least && value <= most,
                least,
                " to " + unit.format(most),
                Map.of());
    }

    static OptionRange<Long> bytes(long least) {
        return new OptionRange<>(Long.class, OptionUnit.BYTES, value -> value >= least, least, " or more", Map.of());
    }

    static <T extends @Nullable Duration> OptionRange<T> time(T least) {
        return time(least, MAX_TIME);
    }

    static <T extends @Nullable Duration> OptionRange<T> time(T least, Duration most) {
        return new OptionRange<>(
                Duration.class,
                OptionUnit.TIME,
                value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                least,
                " to " + OptionUnit.TIME.format(most),
                Map.of());
    }

    static <T extends Enum<T>> OptionRange<T> oneOf(Class<T> type) {
        return of(type, "one of " + List.of(type.getEnumConstants()), value -> true);
    }

    static <T> OptionRange<T> of(Class<T> type, String allowed, Predicate<T> contains) {
        return new OptionRange<>(type, OptionUnit.NONE, contains, null, allowed, Map.of());
    }

    static OptionRange<@Nullable RoutingId> announcedId() {
        return new OptionRange<>(
                RoutingId.class,
                OptionUnit.NONE,
                id -> id != null && !id.isAssigned(),
                null,
                "1 to " + RoutingId.MAX_BYTES + " bytes, the first not 0",
                Map.of());
    }

    static OptionRange<@Nullable MessageBody> body() {
        return new OptionRange<>(
                MessageBody.class,
                OptionUnit.NONE,
                body -> body != null,
                null,
                "up to " + OptionUnit.BYTES.format(MessageBody.MAX_BYTES),
                Map.of());
    }

    static OptionRange<@Nullable SocksProxy> proxy() {
        return new OptionRange<>(
                SocksProxy.class, OptionUnit.NONE, proxy -> proxy != null, null, "host:port", Map.of());
    }

    static OptionRange<@Nullable String> text(int maxBytes) {
        return new OptionRange<>(
                String.class,
                OptionUnit.NONE,
                text -> text != null && !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= maxBytes,
                null,
                "1 to " + maxBytes + " bytes",
                Map.of());
    }

    static OptionRange<@Nullable Secret> secret(int maxBytes) {
        return new OptionRange<>(
                Secret.class,
                OptionUnit.NONE,
                secret -> secret != null && secret.bytes() <= maxBytes,
                null,
                "up to " + maxBytes + " bytes",
                Map.of());
    }

    /** Sets of constants; the empty one has a meaning of its own. */
    static <T extends Enum<T>> OptionRange<Set<T>> anyOf(Class<T> type, String none) {
        return new OptionRange<Set<T>>(
                        Set.class,
                        OptionUnit.NONE,
                        value -> true,
                        null,
                        "any of " + List.of(type.getEnumConstants()),
                        Map.of())
                .named(Set.of(), none);
    }

    /** {@return a range with one more {@link #named(Object, String) value that means something of its own}} */
    static <T extends @Nullable Object> OptionRange<T> named(@Nullable T value, String meaning, OptionRange<T> range) {
        return range.named(value, meaning);
    }

    /** Adds a value that means something of its own, inside or outside of the range; {@code null} too. */
    OptionRange<T> named(@Nullable T value, String meaning) {
        Map<@Nullable T, String> more = new LinkedHashMap<>(meanings);
        more.put(value, meaning);
        return new OptionRange<>(type, unit, ordinary, least, above, Collections.unmodifiableMap(more));
    }

    /** {@return the class of the values, boxed} */
    public Class<?> type() {
        return type;
    }

    /** {@return what a number counts} */
    public OptionUnit unit() {
        return unit;
    }

    /** {@return the values that mean something of their own, with their meaning; {@code null} may be among them} */
    public Map<@Nullable T, String> meanings() {
        return meanings;
    }

    /** {@return whether {@code null} is a value of the option} */
    public boolean acceptsNull() {
        return contains(null);
    }

    /**
     * Looks whether an option may have a value.
     *
     * @param value the value
     * @return whether it is in the range or one of the values with a meaning of their own
     */
    public boolean contains(@Nullable T value) {
        for (T named : meanings.keySet()) {
            if (named == null ? value == null : named.equals(value)) {
                return true;
            }
        }
        return value != null && ordinary.test(value);
    }

    /** {@return the values allowed, such as {@code -1 (no limit), 1 or more}; {@code null} is not mentioned} */
    public String allowed() {
        String singles = meanings.entrySet().stream()
                .filter(named -> unit != OptionUnit.NONE
                        && named.getKey() != null
                        && !named.getKey().equals(least))
                .map(named -> number(named.getKey()) + " (" + named.getValue() + "), ")
                .collect(Collectors.joining());
        return singles + (least == null ? "" : number(least)) + meaningOfLeast() + above;
    }

    /**
     * Writes a value as people read it.
     *
     * @param value a value in the range
     * @return the meaning of its own, or the value with its unit
     */
    public String format(@Nullable T value) {
        for (Entry<@Nullable T, String> named : meanings.entrySet()) {
            if (named.getKey() == null ? value == null : named.getKey().equals(value)) {
                return named.getValue();
            }
        }
        return unit.format(value) + (unit == OptionUnit.MESSAGES ? " messages" : "");
    }

    private String meaningOfLeast() {
        String meaning = least == null ? null : meanings.get(least);
        return meaning == null ? "" : " (" + meaning + ")";
    }

    /** Negative sizes are no sizes: they stand for something else. */
    private String number(T value) {
        return value instanceof Number number && number.longValue() <= 0 ? String.valueOf(number) : unit.format(value);
    }
}
