package io.zmqspring.core.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param seed from which the plan of faults comes
 * @param duration how long faults are injected
 * @param report the file for the report, or {@code null} for standard output only
 * @param python the interpreter that has pyzmq
 * @param program what runs in it
 */
record SoakOptions(long seed, Duration duration, @Nullable Path report, String python, Path program) {

    static final String USAGE = """
            usage: soak [--seconds=N | --minutes=N] [--seed=N] [--report=FILE] [--python=FILE]
            The seed is printed first; the same seed gives the same plan of faults, though not the same timing.
            Peers with libzmq are processes of the Python given, by default /usr/bin/python3, if it has pyzmq.
            """;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException when it cannot be understood
     */
    static SoakOptions parse(String... arguments) {
        long seed = new SplittableRandom().nextLong() >>> 20;
        Duration duration = Duration.ofMinutes(1);
        Path report = null;
        String python = "/usr/bin/python3";
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            String value = parts.length < 2 ? "" : parts[1];
            switch (parts[0]) {
                case "--seed" -> seed = Long.parseLong(value);
                case "--seconds" -> duration = Duration.ofSeconds(Long.parseLong(value));
                case "--minutes" -> duration = Duration.ofMinutes(Long.parseLong(value));
                case "--report" -> report = Path.of(value).toAbsolutePath();
                case "--python" -> python = value;
                default -> throw new IllegalArgumentException("unknown option: " + argument + "\n" + USAGE);
            }
        }
        Path program = Path.of(System.getProperty("soak.program", "zmq-core/src/test/soak/peer.py"));
        return new SoakOptions(seed, duration, report, python, program);
    }
}
