package io.zmqspring.core.transport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The file of a listener, and another that has taken its path. */
@EnabledIf(
        value = "io.zmqspring.core.transport.ipc.IpcTransportTest#hasUnixSockets",
        disabledReason = "this platform has no Unix domain sockets")
class SocketFileTest {

    @TempDir
    private Path directory;

    /** Once a listener is closed, the system may give the inode of its file to the next file. */
    @Test
    void shouldNotRemoveWhatAnotherPutInItsPlaceWithItsInode() throws Exception {
        Path file = directory.resolve("feed");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(file));
            mistakenFor(file, other).remove();
            assertThat(file).exists();
        }
        Files.delete(file);

        Files.writeString(file, "precious");
        try (ServerSocketChannel closed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mistakenFor(file, closed).remove();
        }
        assertThat(file).hasContent("precious");
    }

    private static SocketFile mistakenFor(Path other, ServerSocketChannel server) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(other, BasicFileAttributes.class);
        return new SocketFile(other, SocketFile.identity(attributes), FileTime.fromMillis(0), server, null);
    }

    @Test
    void shouldTellFilesApartByTheTimeTheyWereMadeWhereThereAreNoInodes() {
        assertThat(SocketFile.identity(withoutKey(1, 5))).isEqualTo(SocketFile.identity(withoutKey(1, 6)));
        assertThat(SocketFile.identity(withoutKey(1, 5))).isNotEqualTo(SocketFile.identity(withoutKey(2, 5)));
    }

    private static BasicFileAttributes withoutKey(long createdMs, long modifiedMs) {
        return new BasicFileAttributes() {
            @Override
            public FileTime lastModifiedTime() {
                return FileTime.fromMillis(modifiedMs);
            }

            @Override
            public FileTime lastAccessTime() {
                return lastModifiedTime();
            }

            @Override
            public FileTime creationTime() {
                return FileTime.fromMillis(createdMs);
            }

            @Override
            public boolean isRegularFile() {
                return false;
            }

            @Override
            public boolean isDirectory() {
                return false;
            }

            @Override
            public boolean isSymbolicLink() {
                return false;
            }

            @Override
            public boolean isOther() {
                return true;
            }

            @Override
            public long size() {
                return 0;
            }

            @Override
            public @Nullable Object fileKey() {
                return null;
            }
        };
    }
}
