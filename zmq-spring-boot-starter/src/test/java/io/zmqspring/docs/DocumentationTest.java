package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages of the reference show is compiled and run: their Java stands in the tests of this package, their
 * configurations start. What concerns all pages of the project is tested in the sample, which depends on all modules.
 */
@Timeout(60)
class DocumentationTest {

    private static final Path SOURCES = Path.of("src/test/java/io/zmqspring/docs");

    static Stream<Arguments> java() {
        return blocks("java");
    }

    static Stream<Arguments> configurations() {
        return blocks("yaml");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("java")
    void shouldCompileAndRunWhatThePagesShow(Page page, int index) throws IOException {
        String shown = withoutSpace(page.blocks("java").get(index));

        assertThat(sources()).anyMatch(source -> source.contains(shown));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("configurations")
    void shouldStartWithEachConfiguration(Page page, int index) {
        page.application(index).run(context -> assertThat(context).hasNotFailed());
    }

    private static Stream<Arguments> blocks(String language) {
        return Page.all().stream()
                .flatMap(page -> Stream.iterate(0, index -> index + 1)
                        .limit(page.blocks(language).size())
                        .map(index -> Arguments.of(page, index)));
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(DocumentationTest::read)
                    .map(DocumentationTest::withoutSpace)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
