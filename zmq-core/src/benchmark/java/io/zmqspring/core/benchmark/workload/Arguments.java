package io.zmqspring.core.benchmark.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Named arguments of a benchmark program, written {@code --name=value}; a bare {@code --name} means {@code true}.
 * The C programs read the same notation.
 */
public final class Arguments {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    public static Arguments none() {
        return new Arguments(Map.of());
    }

    /**
     * Reads arguments.
     *
     * @param words as given on the command line
     * @return the arguments by name
     * @throws IllegalArgumentException if a word does not start with {@code --}
     */
    public static Arguments parse(List<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words) {
            if (!word.startsWith("--")) {
                throw new IllegalArgumentException("expected --name=value: " + word);
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
            values.put(name, equals < 0 ? "true" : word.substring(equals + 1));
        }
        return new Arguments(values);
    }

    /**
     * Refuses misspelt names before anything has been started.
     *
     * @param known names that the program reads
     * @return these arguments
     * @throws IllegalArgumentException if another name was given
     */
    public Arguments allowing(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown argument: --" + name + "; known=" + new TreeSet<>(known));
            }
        }
        return this;
    }

    public Arguments with(String name, Object value) {
        Map<String, String> copy = new LinkedHashMap<>(values);
        copy.put(name, String.valueOf(value));
        return new Arguments(copy);
    }

    /** These arguments, with those of {@code other} put over them. */
    public Arguments with(Arguments other) {
        Map<String, String> copy = new LinkedHashMap<>(values);
        copy.putAll(other.values);
        return new Arguments(copy);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("missing argument: --" + name);
        }
        return value;
    }

    public String text(String name, String absent) {
        return values.getOrDefault(name, absent);
    }

    public List<String> list(String name, String absent) {
        return List.of(text(name, absent).split(","));
    }

    public int integer(String name, int absent) {
        return Math.toIntExact(number(name, absent));
    }

    public long number(String name, long absent) {
        String value = values.get(name);
        try {
            return value == null ? absent : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: --" + name + "=" + value, e);
        }
    }

    /** A time given in seconds, which may be a decimal fraction, in nanoseconds. */
    public long nanos(String name, double absentSeconds) {
        return (long) (seconds(name, absentSeconds) * NANOS_PER_SECOND);
    }

    public double seconds(String name, double absent) {
        String value = values.get(name);
        try {
            return value == null ? absent : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: --" + name + "=" + value, e);
        }
    }

    /**
     * A part of one, written as a decimal fraction.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public double fraction(String name, double absent) {
        double value = seconds(name, absent);
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("not from 0 to 1: --" + name + "=" + value);
        }
        return value;
    }

    /** The arguments in the notation of the command line. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        values.forEach((name, value) -> words.add("--" + name + "=" + value));
        return words;
    }

    @Override
    public String toString() {
        return String.join(" ", words());
    }
}
