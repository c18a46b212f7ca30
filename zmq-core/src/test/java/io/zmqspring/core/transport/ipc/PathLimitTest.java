package io.zmqspring.core.transport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.zmqspring.core.error.EndpointException;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.transport.Endpoint;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIf(
        value = "io.zmqspring.core.transport.ipc.IpcTransportTest#hasUnixSockets",
        disabledReason = "this platform has no Unix domain sockets")
class PathLimitTest {

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
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(() -> transport.requireAvailable(endpoint))
                    .withMessage(endpoint + ": the path has " + (PathLimit.bytes() + beyond)
                            + " bytes: a Unix domain socket takes at most " + PathLimit.bytes() + " on this platform");
        }
    }

    @Test
    void shouldBeCheckedByBind() throws Exception {
        Endpoint endpoint = Endpoint.parse("ipc://" + pathOf(PathLimit.bytes() + 1));

        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> transport.openServer(endpoint, SocketOptions.defaults()))
                .withMessageContaining("a Unix domain socket takes at most " + PathLimit.bytes());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldCountBytesAndNotCharacters() {
        String start = directory.toString() + '/';
        Endpoint endpoint = Endpoint.parse("ipc://" + start + "\u00e4".repeat(PathLimit.bytes() / 2));

        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> transport.requireAvailable(endpoint))
                .withMessageContaining("the path has " + (start.length() + PathLimit.bytes() / 2 * 2) + " bytes");
    }
}
