package io.zmqspring.core.transport.ipc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Longest path of a Unix domain socket in bytes. It is neither {@code sun_path} (108 bytes on Linux, 104 on macOS) nor one less: JDK 17 to 25
 * take two less. So the JDK is asked, once, with paths of a directory that does not exist.
 */
final class PathLimit {

    private static final String NOWHERE = "zmq-no-such-directory/";
    private static final int LONGEST_TRIED = 1_024;

    /** Found at the first use. */
    private static final class Found {

        static final int BYTES = find();
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
    static void require(String path) throws IOException {
        int bytes = path.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > bytes()) {
            throw new IOException("the path has " + bytes + " bytes: a Unix domain socket takes at most " + bytes()
                    + " on this platform");
        }
    }

    private static int find() {
        int fits = NOWHERE.length();
        int tooLong = LONGEST_TRIED + 1;
        while (tooLong - fits > 1) {
            int tried = (fits + tooLong) >>> 1;
            if (isTooLong(tried)) {
                tooLong = tried;
            } else {
                fits = tried;
            }
        }
        return fits;
    }

    private static boolean isTooLong(int bytes) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(NOWHERE + "x".repeat(bytes - NOWHERE.length())));
            return false;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("too long");
        }
    }
}
