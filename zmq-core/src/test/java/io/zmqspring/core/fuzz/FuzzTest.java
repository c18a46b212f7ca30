package io.zmqspring.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each parser with mutations of its corpus, for two seconds, or for as long as {@code -Dfuzz.seconds=600} says. An
 * input with an outcome of a new kind, or the shortest of its kind, joins the inputs that are mutated; a long run
 * leaves the shortest of new kinds in {@code target/fuzz}. {@code -Dfuzz.seed=N} begins elsewhere.
 */
class FuzzTest {

    private static final long SECONDS = Long.getLong("fuzz.seconds", 2);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_130);
    private static final int MAX_INPUTS = 2_000;
    private static final int MAX_KEPT = 20;

    @ParameterizedTest
    @EnumSource
    void shouldHoldForTheCorpus(FuzzTarget target) {
        List<byte[]> corpus = Corpus.of(target);
        assertThat(corpus).hasSizeGreaterThan(5);
        for (byte[] input : corpus) {
            for (int seed = 0; seed < 20; seed++) {
                run(target, input, seed);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldForMutationsOfTheCorpus(FuzzTarget target) throws IOException {
        Random random = new Random(SEED);
        Mutator mutator = new Mutator(random);
        List<byte[]> inputs = new ArrayList<>(Corpus.of(target));
        Map<String, byte[]> shortestOfKind = new TreeMap<>();
        for (byte[] input : inputs) {
            shortestOfKind.put(run(target, input, random.nextLong()), input);
        }
        Set<String> known = Set.copyOf(shortestOfKind.keySet());
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        long runs = 0;
        while (System.nanoTime() - end < 0) {
            byte[] input = mutator.mutate(inputs);
            String kind = run(target, input, random.nextLong());
            byte[] shortest = shortestOfKind.get(kind);
            if (shortest == null ? shortestOfKind.size() < MAX_INPUTS : input.length < shortest.length) {
                shortestOfKind.put(kind, input);
                if (inputs.size() < MAX_INPUTS) {
                    inputs.add(input);
                }
            }
            runs++;
        }
        assertThat(runs).isGreaterThan(100);
        assertThat(shortestOfKind).as("kinds of outcome in %d runs", runs).hasSizeGreaterThan(2);
        if (SECONDS > 2) {
            shortestOfKind.keySet().removeAll(known);
            report(target, runs, known.size(), shortestOfKind);
        }
    }

    /** A row for the report beside this class, and lines for the corpus. */
    private static void report(FuzzTarget target, long runs, int known, Map<String, byte[]> found) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "fuzz"));
        String row = String.format(
                Locale.ROOT, "| %s | %d | %d | %,d | %d | %d |", target, SEED, SECONDS, runs, known, found.size());
        Files.writeString(
                folder.resolve("report.md"), row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        List<String> lines = found.values().stream()
                .sorted(Comparator.comparingInt(input -> input.length))
                .limit(MAX_KEPT)
                .map(HexFormat.of()::formatHex)
                .toList();
        Files.write(folder.resolve(target.name().toLowerCase(Locale.ROOT) + ".txt"), lines);
        System.out.println(row);
    }

    private static String run(FuzzTarget target, byte[] input, long seed) {
        try {
            return target.run(input, new Random(seed));
        } catch (Throwable fault) {
            throw new AssertionError(
                    "target=" + target + ", seed of the pieces=" + seed + ", input for src/test/resources/fuzz: "
                            + HexFormat.of().formatHex(input),
                    fault);
        }
    }
}
