package io.zmqspring.core.transport.ipc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Longest path of a Unix domain socket in bytes. It is neither {@code sun_path} (108 bytes on Linux, 104 on macOS) nor
 * one less: JDK 17 to 25 take two less. So the JDK is asked, once, with paths of a directory that does not exist.
 *
 * <p>The bytes are those that the JDK hands to the system: in the encoding of file names (by the locale on Linux),
 * without double slashes, and with the working directory in front of a relative path where that ({@code user.dir}) is
 * not the directory of the process.
 */
final class PathLimit {

    private static final String NOWHERE = "zmq-no-such-directory";
    private static final int MAX_TRIED = 1_024;

    /** Found at the first use. */
    private static final class Found {

        static final Path WORKING_DIRECTORY = Path.of("").toAbsolutePath();
        static final String ABSOLUTE =
                WORKING_DIRECTORY.getRoot().resolve(NOWHERE).toString()
                        + WORKING_DIRECTORY.getFileSystem().getSeparator();
        static final int BYTES = find();
        static final boolean RELATIVE_BECOMES_ABSOLUTE = isTooLong(NOWHERE + '/', BYTES);

        private static int find() {
            int fits = ABSOLUTE.length();
            int tooLong = MAX_TRIED + 1;
            while (tooLong - fits > 1) {
                int tried = (fits + tooLong) >>> 1;
                if (isTooLong(ABSOLUTE, tried)) {
                    tooLong = tried;
                } else {
                    fits = tried;
                }
            }
            return fits;
        }

        private static boolean isTooLong(String start, int bytes) {
            try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                probe.configureBlocking(false);
                probe.connect(UnixDomainSocketAddress.of(start + "x".repeat(bytes - start.length())));
                return false;
            } catch (IOException e) {
                // The JDK's own words, not the system's: in English everywhere.
                return String.valueOf(e.getMessage()).contains("too long");
            }
        }
    }

    private PathLimit() {}

    /** {@return the longest path that the JDK takes on this platform, in bytes} */
    static int bytes() {
        return Found.BYTES;
    }

    /**
     * Checks the length of a path.
     *
     * @throws IOException with the length and the limit, when it is too long to be bound or connected to
     */
    static void require(String text) throws IOException {
        Path path = Path.of(text);
        boolean completed = !path.isAbsolute() && Found.RELATIVE_BECOMES_ABSOLUTE;
        int bytes = bytesOf(completed ? path.toAbsolutePath() : path);
        if (bytes > bytes()) {
            throw new IOException("the path has " + bytes + " bytes"
                    + (completed ? " with the working directory " + Found.WORKING_DIRECTORY : "")
                    + ": a Unix domain socket takes at most " + bytes() + " on this platform");
        }
    }

    private static int bytesOf(Path path) {
        if (!path.getFileSystem().getSeparator().equals("/")) {
            // As the JDK does on Windows.
            return path.toString().getBytes(StandardCharsets.UTF_8).length;
        }
        int bytes = bytesOfAbsolute(path);
        if (!path.isAbsolute()) {
            Path front = Found.WORKING_DIRECTORY;
            bytes -= front.getNameCount() == 0 ? 1 : bytesOfAbsolute(front) + 1;
        }
        return bytes;
    }

    /**
     * Counts in the URI, which is the only place where the JDK shows them: there each is one character, or three
     * beginning with %.
     */
    private static int bytesOfAbsolute(Path path) {
        String shown = path.toUri().getRawPath();
        // A directory is shown with a slash at its end.
        int end = shown.length() > 1 && shown.endsWith("/") ? shown.length() - 1 : shown.length();
        int bytes = 0;
        for (int i = 0; i < end; i += shown.charAt(i) == '%' ? 3 : 1) {
            bytes++;
        }
        return bytes;
    }
}
