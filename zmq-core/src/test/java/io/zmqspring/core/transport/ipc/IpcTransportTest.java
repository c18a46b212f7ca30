package io.zmqspring.core.transport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.IpcEndpoint;
import io.zmqspring.core.transport.PlatformWithout;
import io.zmqspring.core.transport.TransportContractTest;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(value = "hasUnixSockets", disabledReason = "this platform has no Unix domain sockets")
class IpcTransportTest extends TransportContractTest {

    @TempDir
    private Path directory;

    IpcTransportTest() {
        super(new IpcTransport());
    }

    static boolean hasUnixSockets() throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.isOpen();
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    protected Endpoint wildcard() {
        return Endpoint.parse("ipc://*");
    }

    @Override
    protected Endpoint foreign() {
        return Endpoint.parse("tcp://127.0.0.1:*");
    }

    @Test
    void shouldListenOnThePathGiven() throws Exception {
        Endpoint endpoint = endpoint("feed");
        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());

        assertThat(transport.localEndpoint(server, endpoint)).isEqualTo(endpoint.toString());
        SocketChannel client = connect(endpoint, SocketOptions.defaults());
        SocketChannel accepted = accept(server);
        assertThat(transport.peerAddress(client)).isEqualTo(endpoint.toString());
        assertThat(transport.peerAddress(accepted)).isEqualTo(endpoint.toString());
    }

    @Test
    void shouldRemoveItsSocketFileAfterClose() throws Exception {
        Endpoint endpoint = endpoint("feed");
        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());
        assertThat(path(endpoint)).exists();

        server.close();
        transport.afterClose(endpoint);
        transport.afterClose(endpoint);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRemoveFileAndDirectoryOfWildcardAfterClose() throws Exception {
        for (boolean resolvedGiven : new boolean[] {true, false}) {
            ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
            Endpoint resolved = resolved(server, wildcard());
            Path made = path(resolved);
            assertThat(made).exists();

            server.close();
            transport.afterClose(resolvedGiven ? resolved : wildcard());

            assertThat(made).doesNotExist();
            assertThat(made.getParent()).doesNotExist();
        }
    }

    @Test
    void shouldRemoveDirectoryOfWildcardThatWasBoundAgainBeforeItWasRemoved() throws Exception {
        ServerSocketChannel first = listen(wildcard(), SocketOptions.defaults());
        Endpoint resolved = resolved(first, wildcard());
        first.close();
        ServerSocketChannel again = listen(resolved, SocketOptions.defaults());
        transport.afterClose(resolved);
        connect(resolved, SocketOptions.defaults());

        again.close();
        transport.afterClose(resolved);

        assertThat(path(resolved).getParent()).doesNotExist();
    }

    @Test
    void shouldLetOnlyTheOwnerIntoDirectoryOfWildcardAlsoWhenItIsBoundAgain() throws Exception {
        Endpoint resolved = wildcard();
        for (int i = 0; i < 2; i++) {
            ServerSocketChannel server = listen(resolved, SocketOptions.defaults());
            resolved = resolved(server, resolved);
            assertThat(Files.getPosixFilePermissions(path(resolved).getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            server.close();
            transport.afterClose(resolved);
        }
    }

    @Test
    void shouldRemoveOnlyWildcardsThatAreClosed() throws Exception {
        ServerSocketChannel closed = listen(wildcard(), SocketOptions.defaults());
        ServerSocketChannel open = listen(wildcard(), SocketOptions.defaults());
        Endpoint stillOpen = resolved(open, wildcard());
        closed.close();

        transport.afterClose(wildcard());

        connect(stillOpen, SocketOptions.defaults());
    }

    @Test
    void shouldTakeOverSocketFileOnWhichNobodyListens() throws Exception {
        Endpoint endpoint = endpoint("feed");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path(endpoint)))
                .close();
        assertThat(path(endpoint)).exists();

        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());

        connect(endpoint, SocketOptions.defaults());
        accept(server);
    }

    @Test
    void shouldLeaveSocketOfOthersInUseEvenWhenItsBacklogIsFull() throws Exception {
        Endpoint endpoint = endpoint("feed");
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(path(endpoint)), 1);
            fillBacklog(endpoint);

            assertThatExceptionOfType(ZmqEndpointException.class)
                    .isThrownBy(() -> listen(endpoint, SocketOptions.defaults()))
                    .withMessageStartingWith(endpoint + ": address already in use");
            assertThat(path(endpoint)).exists();
        }
    }

    /** The text is that of a German system; the JDK makes this class of EACCES and EPERM. */
    @Test
    void shouldNotCallTheFileOfAnotherUserInUse() throws Exception {
        Path file = Files.createFile(directory.resolve("feed"));

        assertThat(SocketFile.undecidedOrInUse(file, new BindException("Keine Berechtigung")))
                .hasMessage("the socket file exists, and whether somebody listens on it cannot be told:"
                        + " keine Berechtigung");
        assertThat(SocketFile.undecidedOrInUse(file, new SocketException("Resource temporarily unavailable")))
                .hasMessage("address already in use (resource temporarily unavailable)");
    }

    /** The superuser is refused nothing. */
    @Test
    void shouldNotCallASocketInUseThatItMayNotConnectTo() throws Exception {
        Endpoint endpoint = endpoint("feed");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path(endpoint)));
            Files.setPosixFilePermissions(path(endpoint), PosixFilePermissions.fromString("---------"));
            assumeFalse(Files.isWritable(path(endpoint)), "may connect to everything");

            assertThatExceptionOfType(ZmqEndpointException.class)
                    .isThrownBy(() -> listen(endpoint, SocketOptions.defaults()))
                    .withMessageStartingWith(endpoint + ": the socket file exists, and whether somebody listens");
        }
    }

    @Test
    void shouldSayWhatHasBecomeOfItsFile() throws Exception {
        Endpoint endpoint = endpoint("feed");
        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());
        assertThat(transport.hasFiles()).isTrue();
        assertThat(transport.lossOf(server)).isNull();

        Path away = Files.move(path(endpoint), directory.resolve("away"));
        assertThat(transport.lossOf(server)).isEqualTo("the socket file was removed");
        Files.writeString(path(endpoint), "other");
        assertThat(transport.lossOf(server)).isEqualTo("another file has taken the place of the socket file");
        Files.move(away, path(endpoint), StandardCopyOption.REPLACE_EXISTING);
        assertThat(transport.lossOf(server)).isNull();

        server.close();
        Files.delete(path(endpoint));
        assertThat(transport.lossOf(server)).isNull();
    }

    @Test
    void shouldKnowAndRemoveItsFileAlsoWhenItWasTouched() throws Exception {
        Endpoint endpoint = endpoint("feed");
        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());

        Files.setLastModifiedTime(path(endpoint), FileTime.fromMillis(0));

        assertThat(transport.lossOf(server)).isNull();
        server.close();
        transport.afterClose(endpoint);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldNeverRemoveFileThatIsNotASocket() throws Exception {
        Endpoint endpoint = endpoint("data");
        Files.writeString(path(endpoint), "precious");

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> listen(endpoint, SocketOptions.defaults()))
                .withMessage(endpoint + ": the file exists and is not a socket");
        assertThat(path(endpoint)).hasContent("precious");
    }

    @Test
    void shouldNeverRemoveDirectoryOrLink() throws Exception {
        Files.createDirectory(directory.resolve("sub"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));

        for (String name : List.of("sub", "link")) {
            assertThatExceptionOfType(ZmqEndpointException.class)
                    .isThrownBy(() -> listen(endpoint(name), SocketOptions.defaults()))
                    .withMessageContaining("not a socket");
        }
        assertThat(directory.resolve("sub")).isDirectory();
        assertThat(directory.resolve("link")).isSymbolicLink();
    }

    @Test
    void shouldNotRemoveFileThatAnotherOwnerPutInItsPlace() throws Exception {
        Endpoint endpoint = endpoint("feed");
        ServerSocketChannel server = listen(endpoint, SocketOptions.defaults());
        server.close();
        Files.delete(path(endpoint));
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path(endpoint)));

            transport.afterClose(endpoint);

            connect(endpoint, SocketOptions.defaults());
        }
    }

    @Test
    void shouldNotRemoveFileOfListenerThatTookOverItsPath() throws Exception {
        Endpoint endpoint = endpoint("feed");
        ServerSocketChannel first = listen(endpoint, SocketOptions.defaults());
        first.close();
        listen(endpoint, SocketOptions.defaults());

        transport.afterClose(endpoint);

        connect(endpoint, SocketOptions.defaults());
    }

    @Test
    void shouldNameDirectoryThatIsMissing() {
        Endpoint endpoint = endpoint("missing/feed");

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> listen(endpoint, SocketOptions.defaults()))
                .withMessageStartingWith(endpoint + ": ")
                .withMessageContaining("no such file or directory");
    }

    @Test
    void shouldFailAtOnceWhereNobodyListens() throws Exception {
        Endpoint endpoint = endpoint("feed");
        assertThatIOException()
                .isThrownBy(() -> connect(endpoint, SocketOptions.defaults()))
                .withMessageContaining("No such file");
        listen(endpoint, SocketOptions.defaults()).close();

        assertThatIOException()
                .isThrownBy(() -> connect(endpoint, SocketOptions.defaults()))
                .withMessageContaining("Connection refused");
    }

    @Test
    void shouldSayThatThePlatformHasNoUnixSockets() {
        Endpoint endpoint = endpoint("feed");
        IpcTransport elsewhere = new IpcTransport(new PlatformWithout(StandardProtocolFamily.UNIX));
        String reason = endpoint + ": this platform has no Unix domain sockets: use tcp";

        transport.requireAvailable(endpoint);
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> elsewhere.requireAvailable(endpoint))
                .withMessage(reason);
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> elsewhere.openServer(endpoint, SocketOptions.defaults()))
                .withMessage(reason);
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> elsewhere.openClient(
                        UnixDomainSocketAddress.of(path(endpoint)), endpoint, SocketOptions.defaults()))
                .withMessage(reason);
    }

    private void fillBacklog(Endpoint endpoint) {
        assertThatIOException()
                .isThrownBy(() -> {
                    for (int i = 0; i < 64; i++) {
                        connect(endpoint, SocketOptions.defaults());
                    }
                })
                .satisfies(full ->
                        assumeFalse(full instanceof ConnectException, "refused here as if nobody listened: " + full));
    }

    private Endpoint endpoint(String name) {
        return new IpcEndpoint(directory.resolve(name).toString());
    }

    private static Path path(Endpoint endpoint) {
        return Path.of(((IpcEndpoint) endpoint).path());
    }
}
