package io.zmqspring.core.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of options in code, and those in the README, which are written from them. A failure shows the lines that
 * the README should have; the last column there is free text.
 */
class OptionTableTest {

    private static final Path README = Path.of("..", "README.md");
    private static final String NONE = "–";
    private static final String SOCKET_HEAD = "| option | default | allowed | libzmq | its default | why it differs |";
    private static final String CONTEXT_HEAD = "| in Java | in YAML | default | allowed | libzmq | its default |";

    static Stream<ZmqOption<?>> rows() {
        return Stream.concat(SocketOption.all().stream(), ContextOption.all().stream());
    }

    static Stream<SocketOption<?>> socketRows() {
        return SocketOption.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    <T> void shouldAllowTheDefaults(ZmqOption<T> option) {
        assertThat(option.range().contains(option.defaultValue())).isTrue();
        LibzmqOption<T> libzmq = option.libzmq();
        if (libzmq != null && option != ContextOption.THREAD_NAME_PREFIX) {
            assertThat(option.range().contains(libzmq.defaultValue())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldNameOptionsOfLibzmqByTheirConstants(ZmqOption<?> option) {
        if (option.libzmq() != null) {
            assertThat(option.libzmq().name()).matches("ZMQ_[A-Z0-9_]+");
            assertThat(option.libzmq().number()).isPositive();
        }
    }

    @Test
    void shouldUseEveryNameOnce() {
        assertDistinct(rows().map(ZmqOption::name));
        assertDistinct(socketRows().map(SocketOption::property));
        assertDistinct(ContextOption.all().stream().map(ContextOption::property).filter(Objects::nonNull));
        assertDistinct(
                socketRows().map(SocketOption::libzmq).filter(Objects::nonNull).map(LibzmqOption::number));
    }

    @ParameterizedTest
    @MethodSource("socketRows")
    void shouldNamePropertiesInLowerCaseWithDashes(SocketOption<?> option) {
        assertThat(option.property()).matches("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z]+(-[a-z]+)*)?");
    }

    @Test
    void shouldBeTheTableOfSocketOptionsInTheReadme() throws IOException {
        List<String> written = table(SOCKET_HEAD);
        Map<String, String> reasons = new HashMap<>();
        written.forEach(line -> reasons.put(cells(line)[0], cells(line)[5]));

        assertThat(written)
                .isEqualTo(socketRows()
                        .map(option -> socketLine(option, reasons.getOrDefault('`' + option.property() + '`', "")))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("socketRows")
    void shouldGiveAReasonInTheReadmeForEachDefaultThatDiffers(SocketOption<?> option) throws IOException {
        String line = table(SOCKET_HEAD).stream()
                .filter(each -> cells(each)[0].equals('`' + option.property() + '`'))
                .findFirst()
                .orElseThrow();
        if (option.differsFromLibzmq()) {
            assertThat(cells(line)[5]).as(option.name()).isNotBlank();
        }
    }

    @Test
    void shouldBeTheTableOfContextOptionsInTheReadme() throws IOException {
        assertThat(table(CONTEXT_HEAD))
                .isEqualTo(ContextOption.all().stream()
                        .map(OptionTableTest::contextLine)
                        .toList());
    }

    private static <T> String socketLine(SocketOption<T> option, String reason) {
        return row(
                '`' + option.property() + '`',
                option.range().format(option.defaultValue()),
                allowed(option),
                libzmqName(option),
                libzmqDefault(option),
                reason);
    }

    private static <T> String contextLine(ContextOption<T> option) {
        return row(
                '`' + option.name() + '`',
                option.property() == null ? NONE : '`' + option.property() + '`',
                option.range().format(option.defaultValue()),
                allowed(option),
                libzmqName(option),
                libzmqDefault(option));
    }

    /** In YAML a negative time stands for {@code null}. */
    private static <T> String allowed(ZmqOption<T> option) {
        OptionRange<T> range = option.range();
        return range.unit() == OptionUnit.TIME && range.acceptsNull()
                ? "-1 (" + range.format(null) + "), " + range.allowed()
                : range.allowed();
    }

    private static String libzmqName(ZmqOption<?> option) {
        return option.libzmq() == null
                ? NONE
                : option.libzmq().name().replace("ZMQ_", "") + " "
                        + option.libzmq().number();
    }

    private static <T> String libzmqDefault(ZmqOption<T> option) {
        return option.libzmq() == null
                ? NONE
                : option.range().format(option.libzmq().defaultValue());
    }

    private static String row(String... cells) {
        return ("| " + String.join(" | ", cells) + " |").replaceAll(" {2,}", " ");
    }

    private static String[] cells(String line) {
        return line.substring(1, line.length() - 1).trim().split(" *\\| *", 6);
    }

    private static List<String> table(String head) throws IOException {
        return Files.readAllLines(README).stream()
                .dropWhile(line -> !line.equals(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static void assertDistinct(Stream<?> names) {
        Set<Object> seen = new HashSet<>();
        assertThat(names.filter(name -> !seen.add(name))).isEmpty();
    }
}
