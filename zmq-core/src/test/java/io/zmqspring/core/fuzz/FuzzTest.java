package io.zmqspring.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each parser with mutations of its corpus, for two seconds, or for as long as {@code -Dfuzz.seconds=600} says. An
 * input with an outcome of a new kind joins the inputs that are mutated. {@code -Dfuzz.seed=N} begins elsewhere.
 */
class FuzzTest {

    private static final long SECONDS = Long.getLong("fuzz.seconds", 2);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_130);
    private static final int MAX_INPUTS = 2_000;

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
    void shouldHoldForMutationsOfTheCorpus(FuzzTarget target) {
        Random random = new Random(SEED);
        Mutator mutator = new Mutator(random);
        List<byte[]> inputs = new ArrayList<>(Corpus.of(target));
        Set<String> kinds = new HashSet<>();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        long runs = 0;
        while (System.nanoTime() - end < 0) {
            byte[] input = mutator.mutate(inputs);
            if (kinds.add(run(target, input, random.nextLong())) && inputs.size() < MAX_INPUTS) {
                inputs.add(input);
            }
            runs++;
        }
        assertThat(runs).isGreaterThan(100);
        assertThat(kinds).as("kinds of outcome in %d runs", runs).hasSizeGreaterThan(2);
        if (SECONDS > 2) {
            System.out.printf("%s: %d runs, %d kinds of outcome%n", target, runs, kinds.size());
        }
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
