package io.zmqspring.core.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param seed from which every decision comes
 * @param duration how long faults are injected
 * @param faults the kinds that are on
 * @param report the file for the report, or {@code null} for standard output only
 * @param home the folder of the JVM under test, or {@code null} in the process that starts it
 */
record ChaosOptions(
        long seed,
        Duration duration,
        Set<Fault> faults,
        @Nullable Path report,
        @Nullable Path home) {

    static final String USAGE = """
            usage: chaos [--seconds=N | --minutes=N] [--seed=N] [--report=FILE] [--without=KIND,...] [--only=KIND,...]
            The seed is printed first; the same seed gives the same plan, though not the same timing.
            Kinds of faults:
            """;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException when it cannot be understood
     */
    static ChaosOptions parse(String... arguments) {
        long seed = new SplittableRandom().nextLong() >>> 20;
        Duration duration = Duration.ofSeconds(10);
        Set<Fault> faults = EnumSet.allOf(Fault.class);
        Path report = null;
        Path home = null;
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            String value = parts.length < 2 ? "" : parts[1];
            switch (parts[0]) {
                case "--seed" -> seed = Long.parseLong(value);
                case "--seconds" -> duration = Duration.ofSeconds(Long.parseLong(value));
                case "--minutes" -> duration = Duration.ofMinutes(Long.parseLong(value));
                case "--report" -> report = Path.of(value).toAbsolutePath();
                case "--without" -> faults.removeAll(kinds(value));
                case "--only" -> faults.retainAll(kinds(value));
                case "--under-test" -> home = Path.of(value);
                default -> throw new IllegalArgumentException("unknown option: " + argument + "\n" + usage());
            }
        }
        return new ChaosOptions(seed, duration, faults, report, home);
    }

    private static Set<Fault> kinds(String value) {
        Set<Fault> kinds = EnumSet.noneOf(Fault.class);
        for (String name : value.split(",")) {
            if (!name.isEmpty()) {
                kinds.add(Fault.ofOption(name));
            }
        }
        return kinds;
    }

    static String usage() {
        StringBuilder text = new StringBuilder(USAGE);
        for (Fault fault : Fault.values()) {
            text.append("  %-20s %s%n".formatted(fault.option(), fault.text()));
        }
        return text.toString();
    }

    /** {@return the command line that shows which kinds are off} */
    String without() {
        Set<Fault> off = EnumSet.complementOf(EnumSet.copyOf(faults));
        return String.join(",", off.stream().map(Fault::option).toList());
    }
}
