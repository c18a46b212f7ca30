package io.zmqspring.sample.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that pages show name programs, modules, profiles, tests and paths of the sample that there are. */
class CommandTest {

    private static final Pattern COMMAND =
            Pattern.compile("(\\./mvnw|\\.ci/|zmq-|sample-app/|curl |python3 |docker |java ).*");
    private static final Pattern MODULE = Pattern.compile("-pl ([\\w-]+)");
    private static final Pattern PROFILE = Pattern.compile("-P(\\w+)");
    private static final Pattern TEST = Pattern.compile("-Dtest='?([\\w,]+)");
    private static final Pattern PROPERTY = Pattern.compile("-D((?:chaos|fuzz|turnover|options)\\.\\w+)");
    private static final Pattern OWN_FILE = Pattern.compile("(?:^|\\s)((?:\\.ci|zmq-[\\w-]+|sample-app)/[\\w/.-]+)");
    private static final Pattern PATH = Pattern.compile("localhost:8080(/[\\w-]+)");
    private static final String ANY_TEST = "NAME";
    private static final String NO_PROPERTY = "chaos." + "none";
    private static final Set<String> BUILT = Set.of("target");

    static Stream<String> commands() {
        return MarkdownPage.all().stream()
                .flatMap(page -> Stream.concat(
                        page.code().stream()
                                .filter(code -> COMMAND.matcher(code).matches() && code.contains(" ")),
                        page.blocks("shell").stream()
                                .flatMap(block -> block.text().lines())))
                .filter(command -> !command.isBlank())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldNameWhatThereIs(String command) {
        assertThat(missing(command)).isEmpty();
    }

    @Test
    void shouldFindWhatIsMissing() {
        assertThat(missing("./mvnw -Pnone -pl zmq-none test -Dtest=NoneTest -D" + NO_PROPERTY + "=1"))
                .containsExactlyInAnyOrder("zmq-none", "none", "NoneTest", NO_PROPERTY);
        assertThat(missing("zmq-core/src/benchmark/ran throughput")).containsExactly("zmq-core/src/benchmark/ran");
        assertThat(missing("curl localhost:8080/no/such")).containsExactly("/no");
        assertThat(missing("mvn verify")).containsExactly("mvn verify");
    }

    private static List<String> missing(String command) {
        if (!COMMAND.matcher(command).matches()) {
            return List.of(command);
        }
        Stream<String> modules = groups(MODULE, command).filter(module -> !exists(module));
        Stream<String> profiles =
                groups(PROFILE, command).filter(profile -> none("pom.xml", "<id>" + profile + "</id>"));
        Stream<String> tests = groups(TEST, command)
                .flatMap(names -> Stream.of(names.split(",")))
                .filter(test -> !test.equals(ANY_TEST))
                .filter(test -> none("/" + test + ".java", "class " + test));
        Stream<String> properties =
                groups(PROPERTY, command).filter(property -> none("Test.java", "\"" + property + '"'));
        Stream<String> files = groups(OWN_FILE, command)
                .filter(file -> !file.contains("/target/"))
                .filter(file -> !exists(file));
        Stream<String> paths = groups(PATH, command)
                .filter(path -> !path.equals("/actuator"))
                .filter(path -> none(".java", "Mapping\\([^)]*\"" + path));
        return Stream.of(modules, profiles, tests, properties, files, paths)
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<String> groups(Pattern pattern, String command) {
        return pattern.matcher(command).results().map((MatchResult match) -> match.group(1));
    }

    private static boolean exists(String file) {
        return Files.exists(MarkdownPage.ROOT.resolve(file));
    }

    /** {@return whether no source file whose name ends so has a place that matches} */
    private static boolean none(String end, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return Sources.FILES.stream()
                .filter(file -> file.toString().endsWith(end))
                .noneMatch(file -> pattern.matcher(Sources.read(file)).find());
    }

    /** The files of the repository that commands may mean. */
    private static final class Sources {

        static final List<Path> FILES = files();

        static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        private static List<Path> files() {
            try (Stream<Path> files = Files.walk(MarkdownPage.ROOT)) {
                return files.filter(file -> file.toString().matches(".*(\\.java|pom\\.xml)"))
                        .filter(file -> Stream.of(file.toString().split("/")).noneMatch(BUILT::contains))
                        .collect(Collectors.toList());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
