package io.zmqspring.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the project's documentation: its blocks of code, its links and what may be linked to.
 *
 * @param file where it is, below {@link #ROOT}
 * @param blocks what stands between fences
 * @param prose the lines outside of them
 */
record MarkdownPage(Path file, List<CodeBlock> blocks, List<String> prose) {

    /** The directory of the repository; tests run in that of their module. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FENCE = Pattern.compile("```(\\w*)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern MARKUP = Pattern.compile("]\\([^)]*\\)|[\\[\\]*`]");
    private static final Set<String> OTHER_FOLDERS = Set.of("target", "src", ".git");

    /** {@return all pages, of the repository and of its modules} */
    static List<MarkdownPage> all() {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .map(ROOT::relativize)
                    .filter(MarkdownPage::isDocumentation)
                    .sorted()
                    .map(MarkdownPage::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isDocumentation(Path file) {
        for (Path folder : file) {
            if (OTHER_FOLDERS.contains(folder.toString())) {
                return false;
            }
        }
        return true;
    }

    static MarkdownPage read(String file) {
        return read(Path.of(file));
    }

    private static MarkdownPage read(Path file) {
        try {
            return parse(file, Files.readAllLines(ROOT.resolve(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static MarkdownPage parse(Path file, List<String> lines) {
        List<CodeBlock> blocks = new ArrayList<>();
        List<String> prose = new ArrayList<>();
        int opened = -1;
        for (int i = 0; i < lines.size(); i++) {
            var fence = FENCE.matcher(lines.get(i));
            if (fence.matches() && opened < 0) {
                opened = i;
            } else if (fence.matches()) {
                String language = lines.get(opened).substring(3);
                String text = String.join("\n", lines.subList(opened + 1, i)) + "\n";
                blocks.add(new CodeBlock(file, opened + 1, language, text));
                opened = -1;
            } else if (opened < 0) {
                prose.add(lines.get(i));
            }
        }
        if (opened >= 0) {
            throw new IllegalStateException(file + ":" + (opened + 1) + " opens a block that nothing closes");
        }
        return new MarkdownPage(file, List.copyOf(blocks), List.copyOf(prose));
    }

    List<CodeBlock> blocks(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** {@return what its links and pictures lead to, as written} */
    List<String> links() {
        return found(LINK);
    }

    /** {@return what its lines show as code} */
    List<String> code() {
        return found(CODE);
    }

    private List<String> found(Pattern pattern) {
        return prose.stream()
                .flatMap(line -> pattern.matcher(line).results())
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** {@return its words in their order, without markup} */
    List<String> words() {
        return prose.stream()
                .map(line -> MARKUP.matcher(line).replaceAll("").replace('|', ' '))
                .flatMap(line -> Stream.of(line.trim().split("\\s+")))
                .filter(word -> !word.isEmpty() && !word.matches("[-:]+"))
                .toList();
    }

    /** {@return the anchors that GitHub gives to its headings} */
    Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new LinkedHashSet<>();
        prose.stream().filter(line -> line.matches("#+ .*")).forEach(line -> {
            String anchor = line.replaceFirst("#+ ", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    /** Shows where it is. */
    @Override
    public String toString() {
        return file.toString().replace('\\', '/');
    }

    /**
     * What stands between two fences.
     *
     * @param file of the page
     * @param line of the opening fence, the first being 1
     * @param language as the fence names it, empty where it does not
     * @param text with its line ends
     */
    record CodeBlock(Path file, int line, String language, String text) {

        /** Shows where it is. */
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }
}
