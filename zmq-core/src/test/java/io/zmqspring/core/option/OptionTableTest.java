package io.zmqspring.core.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * The tables of options in code, and those of {@code docs/options.md}, which {@code -Doptions.write=true} writes from
 * them. The last column there is free text, which stays.
 */
class OptionTableTest {

    private static final Path PAGE = Path.of("docs", "options.md");
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

    /** Those that are methods in ours are listed below the table of the page. */
    @Test
    void shouldHaveEveryOptionOfLibzmqThatAnApplicationMayNeed() {
        assertThat(socketRows()
                        .map(SocketOption::libzmq)
                        .filter(Objects::nonNull)
                        .map(LibzmqOption::name))
                .contains("ZMQ_SNDHWM", "ZMQ_RCVHWM", "ZMQ_LINGER", "ZMQ_SNDTIMEO", "ZMQ_RCVTIMEO", "ZMQ_ROUTING_ID")
                .contains("ZMQ_IMMEDIATE", "ZMQ_RECONNECT_IVL", "ZMQ_RECONNECT_IVL_MAX", "ZMQ_RECONNECT_STOP")
                .contains("ZMQ_CONNECT_TIMEOUT", "ZMQ_HANDSHAKE_IVL", "ZMQ_HEARTBEAT_IVL", "ZMQ_HEARTBEAT_TIMEOUT")
                .contains("ZMQ_HEARTBEAT_TTL", "ZMQ_MAXMSGSIZE", "ZMQ_IPV6", "ZMQ_SNDBUF", "ZMQ_RCVBUF")
                .contains("ZMQ_TCP_KEEPALIVE", "ZMQ_TCP_KEEPALIVE_CNT", "ZMQ_TCP_KEEPALIVE_IDLE")
                .contains("ZMQ_TCP_KEEPALIVE_INTVL", "ZMQ_ROUTER_MANDATORY", "ZMQ_ROUTER_HANDOVER")
                .contains("ZMQ_ROUTER_NOTIFY", "ZMQ_PROBE_ROUTER", "ZMQ_REQ_CORRELATE", "ZMQ_REQ_RELAXED")
                .contains("ZMQ_XPUB_VERBOSE", "ZMQ_XPUB_VERBOSER", "ZMQ_XPUB_NODROP", "ZMQ_XPUB_MANUAL_LAST_VALUE")
                .contains("ZMQ_XPUB_WELCOME_MSG", "ZMQ_CONFLATE", "ZMQ_HELLO_MSG", "ZMQ_DISCONNECT_MSG")
                .contains("ZMQ_HICCUP_MSG", "ZMQ_SOCKS_PROXY", "ZMQ_SOCKS_USERNAME", "ZMQ_SOCKS_PASSWORD")
                .contains("ZMQ_METADATA", "ZMQ_IN_BATCH_SIZE", "ZMQ_OUT_BATCH_SIZE");
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
    void shouldBeTheTableOfSocketOptionsOnThePage() throws IOException {
        List<String> written = table(SOCKET_HEAD);
        Map<String, String> reasons = new HashMap<>();
        written.forEach(line -> reasons.put(cells(line)[0], cells(line)[5]));

        List<String> lines = socketRows()
                .map(option -> socketLine(option, reasons.getOrDefault('`' + option.property() + '`', "")))
                .toList();
        writeIfAsked(SOCKET_HEAD, lines);
        assertThat(table(SOCKET_HEAD)).isEqualTo(lines);
    }

    @ParameterizedTest
    @MethodSource("socketRows")
    void shouldGiveAReasonOnThePageForEachDefaultThatDiffers(SocketOption<?> option) throws IOException {
        String line = table(SOCKET_HEAD).stream()
                .filter(each -> cells(each)[0].equals('`' + option.property() + '`'))
                .findFirst()
                .orElseThrow();
        if (option.differsFromLibzmq()) {
            assertThat(cells(line)[5]).as(option.name()).isNotBlank();
        }
    }

    @Test
    void shouldBeTheTableOfContextOptionsOnThePage() throws IOException {
        List<String> lines =
                ContextOption.all().stream().map(OptionTableTest::contextLine).toList();
        writeIfAsked(CONTEXT_HEAD, lines);
        assertThat(table(CONTEXT_HEAD)).isEqualTo(lines);
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

    private static void writeIfAsked(String head, List<String> rows) throws IOException {
        if (Boolean.getBoolean("options.write")) {
            List<String> lines = new ArrayList<>(Files.readAllLines(PAGE));
            int first = lines.indexOf(head) + 2;
            lines.subList(first, first + table(head).size()).clear();
            lines.addAll(first, rows);
            Files.write(PAGE, lines);
        }
    }

    private static List<String> table(String head) throws IOException {
        return Files.readAllLines(PAGE).stream()
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
