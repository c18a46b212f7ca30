package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages of the reference show is compiled and run: their Java stands in the tests of this package, their
 * configurations start, their links lead somewhere.
 */
@Timeout(60)
class DocumentationTest {

    private static final Path SOURCES = Path.of("src/test/java/io/zmqspring/docs");
    private static final Pattern LINK = Pattern.compile("]\\(([a-z-]+\\.md)(#([a-z-]+))?\\)");

    static Stream<Arguments> java() {
        return blocks("java");
    }

    static Stream<Arguments> configurations() {
        return blocks("yaml");
    }

    static List<Page> pages() {
        return Page.all();
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

    @ParameterizedTest
    @MethodSource("pages")
    void shouldLinkToWhatThereIs(Page page) {
        Matcher link = LINK.matcher(page.text());
        while (link.find()) {
            Page target = Page.of(link.group(1).replace(".md", ""));
            if (link.group(3) != null) {
                assertThat(anchors(target)).contains(link.group(3));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldBeNamedInTheReadme(Page page) throws IOException {
        assertThat(Files.readString(Path.of("../README.md"))).contains("zmq-spring-boot-starter/docs/" + page.name());
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

    private static List<String> anchors(Page page) {
        return page.text()
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line ->
                        line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toList());
    }
}
