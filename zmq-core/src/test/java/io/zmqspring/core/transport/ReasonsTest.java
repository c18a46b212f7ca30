package io.zmqspring.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.error.ZmqEndpointException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonsTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused"), "connection refused"),
                Arguments.of(new SocketException("NFS is gone"), "NFS is gone"),
                Arguments.of(new IOException("X"), "x"),
                Arguments.of(new BindException("Address already in use: bind"), "address already in use"),
                Arguments.of(new UnknownHostException("Cannot resolve \"Host\""), "Cannot resolve \"Host\""),
                Arguments.of(new ZmqEndpointException("tcp://A:1", "no"), "tcp://A:1: no"),
                Arguments.of(new RejectedExecutionException("No thread"), "No thread"),
                Arguments.of(new NoSuchFileException("/d/s"), "no such file or directory: /d/s"),
                Arguments.of(new AccessDeniedException("/d/s"), "permission denied: /d/s"),
                Arguments.of(new FileAlreadyExistsException("/d/s"), "the file exists: /d/s"),
                Arguments.of(new NotDirectoryException("/d/s"), "not a directory: /d/s"),
                Arguments.of(new DirectoryNotEmptyException("/d/s"), "the directory is not empty: /d/s"),
                Arguments.of(new FileSystemLoopException("/d/s"), "too many levels of symbolic links: /d/s"),
                Arguments.of(new FileSystemException("/d/s"), "FileSystemException: /d/s"),
                Arguments.of(
                        new FileSystemException("/d/s", null, "Read-only file system"), "read-only file system: /d/s"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("failures")
    void shouldSayWhatHappened(Throwable failure, String reason) {
        assertThat(Reasons.of(failure)).isEqualTo(reason);
    }

    static Stream<Arguments> silent() {
        return Stream.of(
                Arguments.of(new IOException(), "IOException"),
                Arguments.of(new IOException(" "), "IOException"),
                Arguments.of(new UnresolvedAddressException(), "UnresolvedAddressException"),
                Arguments.of(new ClosedChannelException(), "the channel is closed"),
                Arguments.of(new AsynchronousCloseException(), "the channel is closed"),
                Arguments.of(new NullPointerException("x is null"), "NullPointerException: x is null"),
                Arguments.of(new OutOfMemoryError("Java heap space"), "OutOfMemoryError: Java heap space"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("silent")
    void shouldNameTheClassWhenTheMessageAloneSaysNothing(Throwable failure, String reason) {
        assertThat(Reasons.of(failure)).isEqualTo(reason);
    }

    @Test
    void shouldSayTheSameOfWhatIsInUse() {
        assertThat(Reasons.inUse()).isEqualTo("address already in use");
    }

    /** What the system says depends on its language, so it is asked. */
    @Test
    void shouldKnowWhatTheSystemSaysOfAPortInUse() throws Exception {
        String text = PortInUse.text();
        assertThat(text).isNotBlank();

        assertThat(PortInUse.is(new BindException("Keine Berechtigung"), () -> "Die Adresse wird bereits verwendet"))
                .isFalse();
        assertThat(PortInUse.is(
                        new BindException("Die Adresse wird bereits verwendet"),
                        () -> "Die Adresse wird bereits verwendet"))
                .isTrue();
        assertThat(Reasons.of(new BindException(text))).isEqualTo("address already in use");
        assertThat(Reasons.of(new BindException("Cannot assign requested address")))
                .isEqualTo("cannot assign requested address");
    }
}
