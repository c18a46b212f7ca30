package io.zmqspring.sample.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links lead somewhere, each page can be reached from the README, and none repeats another. */
@Timeout(60)
class PageTest {

    /** As many words in a row are no coincidence. */
    private static final int REPETITION = 14;

    static List<MarkdownPage> pages() {
        return MarkdownPage.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldLinkToWhatThereIs(MarkdownPage page) {
        assertThat(page.links().stream().filter(PageTest::isLocal).filter(link -> !leadsSomewhere(page, link)))
                .isEmpty();
    }

    @Test
    void shouldReachEachPageFromTheReadme() {
        Map<Path, MarkdownPage> unseen = new HashMap<>();
        pages().forEach(page -> unseen.put(page.file(), page));
        Deque<MarkdownPage> open = new ArrayDeque<>(List.of(unseen.remove(Path.of("README.md"))));
        while (!open.isEmpty()) {
            MarkdownPage page = open.remove();
            page.links().stream()
                    .filter(PageTest::isLocal)
                    .map(link -> unseen.remove(target(page, link)))
                    .filter(linked -> linked != null)
                    .forEach(open::add);
        }
        assertThat(unseen.keySet()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldSayWhatPicturesShow(MarkdownPage page) throws IOException {
        assertThat(page.prose()).noneMatch(line -> line.contains("![]"));
        for (String link : page.links()) {
            if (link.endsWith(".svg")) {
                assertThat(Files.readString(MarkdownPage.ROOT.resolve(target(page, link))))
                        .contains("<title id=\"title\">", "<desc id=\"desc\">", "aria-labelledby=\"title desc\"");
            }
        }
    }

    @Test
    void shouldSayNothingTwice() {
        assertThat(repetitions(pages())).isEmpty();
    }

    @Test
    void shouldFindWhatIsSaidTwice() {
        String words = "a queue holds as many messages for each peer as its high-water mark says, and no more";
        MarkdownPage one = MarkdownPage.parse(Path.of("one.md"), List.of("First.", words));
        MarkdownPage other =
                MarkdownPage.parse(Path.of("other.md"), List.of(words.substring(0, 40), words.substring(40)));

        assertThat(repetitions(List.of(one, other))).singleElement().asString().contains("one.md", "other.md");
    }

    @Test
    void shouldKnowTheAnchorsOfHeadings() {
        MarkdownPage page = MarkdownPage.parse(
                Path.of("page.md"), List.of("# `send` blocks", "## A, b & c", "## \"nothing arrives\"", "## A, b & c"));

        assertThat(page.anchors()).containsExactly("send-blocks", "a-b--c", "nothing-arrives", "a-b--c-1");
    }

    /** {@return a piece of prose of each two pages that both have} */
    private static Collection<String> repetitions(List<MarkdownPage> pages) {
        Map<String, MarkdownPage> seen = new HashMap<>();
        Map<List<Path>, String> repeated = new LinkedHashMap<>();
        for (MarkdownPage page : pages) {
            List<String> words = page.words();
            for (int i = 0; i + REPETITION <= words.size(); i++) {
                String piece = String.join(" ", words.subList(i, i + REPETITION));
                MarkdownPage first = seen.putIfAbsent(piece, page);
                if (first != null && first != page) {
                    repeated.putIfAbsent(List.of(first.file(), page.file()), first + ", " + page + ": " + piece);
                }
            }
        }
        return repeated.values();
    }

    private static boolean isLocal(String link) {
        return Stream.of("http://", "https://").noneMatch(link::startsWith);
    }

    private static boolean leadsSomewhere(MarkdownPage page, String link) {
        Path target = target(page, link);
        if (!Files.exists(MarkdownPage.ROOT.resolve(target))) {
            return false;
        }
        int hash = link.indexOf('#');
        return hash < 0 || MarkdownPage.read(target.toString()).anchors().contains(link.substring(hash + 1));
    }

    private static Path target(MarkdownPage page, String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? page.file() : page.file().resolveSibling(file).normalize();
    }
}
