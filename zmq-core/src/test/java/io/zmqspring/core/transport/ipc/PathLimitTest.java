package io.zmqspring.core.transport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.transport.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIf(
        value = "io.zmqspring.core.transport.ipc.IpcTransportTest#hasUnixSockets",
        disabledReason = "this platform has no Unix domain sockets")
@Timeout(90)
class PathLimitTest {

    private static final Predicate<String> DIFFERENCE =
            line -> line.startsWith("DIFFERS") || line.startsWith("NOT COMPARED");

    private final IpcTransport transport = new IpcTransport();
    private Path directory;

    /** JUnit's own directories have long names. */
    @BeforeEach
    void makeDirectory() throws Exception {
        directory = Files.createTempDirectory("z");
    }

    @AfterEach
    void removeDirectory() throws Exception {
        Files.delete(directory);
    }

    private String pathOf(int bytes) {
        String start = directory.toString() + '/';
        return start + "x".repeat(bytes - start.length());
    }

    @Test
    void shouldBeWhatTheJdkTakes() throws Exception {
        Path longest = Path.of(pathOf(PathLimit.bytes()));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(longest));
        }
        Files.delete(longest);

        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThatIOException()
                    .isThrownBy(() -> server.bind(UnixDomainSocketAddress.of(pathOf(PathLimit.bytes() + 1))))
                    .withMessageContaining("too long");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "2, false", "900, false"})
    void shouldBeCheckedWhereAConnectIsAskedFor(int beyond, boolean fits) {
        Endpoint endpoint = Endpoint.parse("ipc://" + pathOf(PathLimit.bytes() + beyond));

        if (fits) {
            assertThatCode(() -> transport.requireAvailable(endpoint)).doesNotThrowAnyException();
        } else {
            assertThatExceptionOfType(ZmqEndpointException.class)
                    .isThrownBy(() -> transport.requireAvailable(endpoint))
                    .withMessage(endpoint + ": the path has " + (PathLimit.bytes() + beyond)
                            + " bytes: a Unix domain socket takes at most " + PathLimit.bytes() + " on this platform");
        }
    }

    @Test
    void shouldBeCheckedByBind() throws Exception {
        Endpoint endpoint = Endpoint.parse("ipc://" + pathOf(PathLimit.bytes() + 1));

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> transport.openServer(endpoint, SocketOptions.defaults()))
                .withMessageContaining("a Unix domain socket takes at most " + PathLimit.bytes());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldCountBytesAndNotCharacters() {
        String start = directory.toString() + '/';
        Endpoint endpoint = Endpoint.parse("ipc://" + start + "\u00e4".repeat(PathLimit.bytes() / 2));

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> transport.requireAvailable(endpoint))
                .withMessageContaining("the path has " + (start.length() + PathLimit.bytes() / 2 * 2) + " bytes");
    }

    @Test
    void shouldTakeTheLongestPathAlsoWhenADirectoryIsThere() throws Exception {
        Path longest = Files.createDirectory(Path.of(pathOf(PathLimit.bytes())));
        try {
            assertThatCode(() -> PathLimit.require(longest.toString())).doesNotThrowAnyException();
        } finally {
            Files.delete(longest);
        }
    }

    @Test
    void shouldAgreeWithTheJdk() throws Exception {
        assertThat(program(Map.of())).contains("compared").noneMatch(DIFFERENCE);
    }

    /** Then the JDK puts that directory in front of relative paths. */
    @Test
    void shouldAgreeWithTheJdkWhenTheWorkingDirectoryIsNotThatOfTheProcess() throws Exception {
        assertThat(program(Map.of(), "-Duser.dir=" + directory))
                .contains("compared")
                .noneMatch(DIFFERENCE);
    }

    @Test
    void shouldAgreeWithTheJdkWhereFileNamesAreAscii() throws Exception {
        assertThat(program(Map.of("LC_ALL", "C")))
                .contains("compared", "no path: Malformed input or input contains unmappable characters")
                .noneMatch(DIFFERENCE);
    }

    /** One byte for each of the letters that have two in UTF-8. */
    @Test
    void shouldAgreeWithTheJdkWhereFileNamesAreLatin1() throws Exception {
        Path locale = directory.resolve("en_US.ISO-8859-1");
        try {
            assumeTrue(isMade(locale), "localedef makes no locale here");

            List<String> output = program(Map.of("LC_ALL", "en_US.ISO-8859-1", "LOCPATH", directory.toString()));

            assumeTrue(output.contains("encoding ISO-8859-1"), () -> "no such encoding here: " + output);
            assertThat(output).contains("compared").noneMatch(DIFFERENCE);
        } finally {
            delete(locale);
        }
    }

    private static boolean isMade(Path locale) throws Exception {
        try {
            Process process = new ProcessBuilder(
                            "localedef", "-c", "-i", "en_US", "-f", "ISO-8859-1", locale.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && Files.isDirectory(locale);
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static List<String> program(Map<String, String> environment, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(
                List.of("-Xmx64m", "-cp", System.getProperty("java.class.path"), PathLimitProgram.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        CompletableFuture<Process> end =
                process.onExit().orTimeout(30, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        try (BufferedReader reader = process.inputReader()) {
            List<String> output = reader.lines().toList();
            assertThat(end.join().waitFor()).as("exit code after %s", output).isZero();
            return output;
        }
    }
}
