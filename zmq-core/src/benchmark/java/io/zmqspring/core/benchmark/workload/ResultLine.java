package io.zmqspring.core.benchmark.workload;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a child program found, as numbers by name; travels as {@code RESULT name=number …} on its standard output. */
public final class ResultLine {

    /** First word of the line. */
    public static final String PREFIX = "RESULT";

    private final Map<String, Long> numbers;

    private ResultLine(Map<String, Long> numbers) {
        this.numbers = numbers;
    }

    public static ResultLine empty() {
        return new ResultLine(Map.of());
    }

    public static ResultLine of(MessageShape shape) {
        return empty().with("size", shape.size()).with("parts", shape.parts());
    }

    public static ResultLine parse(String line) {
        ResultLine result = empty();
        for (String word : line.substring(PREFIX.length()).trim().split(" ")) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not a result: " + line);
            }
            result = result.with(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
        }
        return result;
    }

    public ResultLine with(String name, long number) {
        Map<String, Long> copy = new LinkedHashMap<>(numbers);
        copy.put(name, number);
        return new ResultLine(copy);
    }

    /** Adds the numbers of another result, each under its name with a suffix. */
    public ResultLine withAll(ResultLine other, String suffix) {
        Map<String, Long> copy = new LinkedHashMap<>(numbers);
        other.numbers.forEach((name, number) -> copy.put(name + suffix, number));
        return new ResultLine(copy);
    }

    public long number(String name) {
        Long number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("missing result: " + name + " in " + this);
        }
        return number;
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(PREFIX);
        numbers.forEach(
                (name, number) -> line.append(' ').append(name).append('=').append(number));
        return line.toString();
    }
}
