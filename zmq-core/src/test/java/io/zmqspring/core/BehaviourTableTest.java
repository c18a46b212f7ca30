package io.zmqspring.core;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table in {@code BEHAVIOURS.md}: each behaviour has a row, and each test it names is there. */
class BehaviourTableTest {

    private static final Path DOCUMENT = Path.of("BEHAVIOURS.md");
    private static final Path SOURCES = Path.of("src", "test", "java");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    static Stream<String> rows() throws IOException {
        return Files.readAllLines(DOCUMENT).stream().filter(line -> line.matches("\\| \\d+ \\|.*"));
    }

    @Test
    void shouldHaveEveryBehaviourOnce() throws IOException {
        assertThat(rows().map(row -> Integer.parseInt(cells(row)[1])))
                .containsExactlyElementsOf(IntStream.concat(IntStream.rangeClosed(1, 70), IntStream.rangeClosed(79, 85))
                        .boxed()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldNameATestOrSayWhyThereIsNone(String row) {
        String[] cells = cells(row);
        assertThat(cells).hasSize(5);
        if (cells[4].isEmpty()) {
            assertThat(cells[3]).isNotEmpty();
        } else {
            assertThat(TEST.matcher(cells[4]).replaceAll("").strip())
                    .as("beside names of tests")
                    .isEmpty();
        }
    }

    @Test
    void shouldNameTestsThatAreThere() throws IOException {
        Map<String, List<Path>> sources;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            sources = files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(groupingBy(file -> file.getFileName().toString().replace(".java", "")));
        }
        List<String> missing = rows().flatMap(row -> TEST.matcher(row).results())
                .filter(test -> sources.getOrDefault(test.group(1), List.of()).stream()
                        .noneMatch(file -> declares(file, test.group(2))))
                .map(MatchResult::group)
                .toList();
        assertThat(missing).isEmpty();
    }

    private static boolean declares(Path source, String method) {
        try {
            return Files.readString(source).contains("void " + method + "(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the cells, from 1} */
    private static String[] cells(String row) {
        String[] parts = row.split("\\|", -1);
        String[] cells = new String[parts.length - 1];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = parts[i].strip();
        }
        return cells;
    }
}
