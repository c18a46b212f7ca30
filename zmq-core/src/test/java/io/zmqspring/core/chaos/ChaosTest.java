package io.zmqspring.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of random faults, on request: {@code -Dchaos.seconds=120} says how long, and {@code -Dchaos.seed=N} repeats the
 * plan of a failure; for more there is {@code src/test/chaos/run}.
 */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(
        named = "chaos.seconds",
        matches = "\\d+",
        disabledReason = "runs on request: -Dchaos.seconds=120")
@Tag("chaos")
class ChaosTest {

    @Test
    @Timeout(600)
    void shouldAccountForEveryMessageWhenFaultsAreRandom(@TempDir Path folder) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Path output = folder.resolve("output");
        String seed = System.getProperty("chaos.seed");
        ChaosOptions options = ChaosOptions.parse(
                "--seconds=" + System.getProperty("chaos.seconds"), seed == null ? "--without=" : "--seed=" + seed);
        assertThat(Chaos.start(options, Redirect.to(output.toFile())))
                .as(() -> "exit code of seed " + options.seed() + "\n" + textOf(output))
                .isZero();
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
