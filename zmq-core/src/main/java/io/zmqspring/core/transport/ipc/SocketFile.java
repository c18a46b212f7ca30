package io.zmqspring.core.transport.ipc;

import io.zmqspring.core.transport.Reasons;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A socket file of one of our listeners: which file it is, so that only this file is removed, and its channel.
 *
 * @param path absolute path of the file
 * @param identity of the file, see {@link #identity}
 * @param modified when the file was created
 * @param server the listener
 * @param directory of this file alone, to be removed with it; or {@code null}
 */
record SocketFile(
        Path path,
        Object identity,
        FileTime modified,
        ServerSocketChannel server,
        @Nullable Path directory) {

    private static final int MODE_TYPE_MASK = 0170000;
    private static final int MODE_SOCKET = 0140000;

    static SocketFile of(Path path, ServerSocketChannel server, @Nullable Path directory) throws IOException {
        BasicFileAttributes attributes = attributes(path);
        return new SocketFile(path, identity(attributes), attributes.lastModifiedTime(), server, directory);
    }

    /** Removes the file, unless another one has taken its place, and the directory made for it. */
    void remove() {
        if (isStillThere()) {
            path.toFile().delete();
        }
        if (directory != null) {
            directory.toFile().delete();
        }
    }

    /**
     * The system may give the inode of a file to the next one as soon as the listener is closed. So a socket with
     * another time is removed when nobody listens on it: it is ours and was touched, or it is another one that is dead.
     */
    private boolean isStillThere() {
        try {
            BasicFileAttributes now = attributes(path);
            if (!identity.equals(identity(now)) || !isSocket(path, now)) {
                return false;
            }
            if (!modified.equals(now.lastModifiedTime())) {
                requireDead(path);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * {@return why no client reaches the listener by this path any more, or {@code null} when clients do or when that
     * is unknown}
     */
    @Nullable String loss() {
        try {
            boolean same = identity.equals(identity(attributes(path)));
            return same ? null : "another file has taken the place of the socket file";
        } catch (NoSuchFileException e) {
            return "the socket file was removed";
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * {@return the identity of a file among files at the same path: device and inode, which no other file gets while a
     * listener is bound to it; where the file system has none (Windows), the time at which the file was created}
     */
    static Object identity(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime() : key;
    }

    /**
     * Removes a socket file on which nobody listens any more.
     *
     * @throws IOException when somebody does, when that is unknown, or when the file is not a socket
     */
    static void removeDead(Path path) throws IOException {
        BasicFileAttributes before;
        try {
            before = attributes(path);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!isSocket(path, before)) {
            throw new IOException("the file exists and is not a socket");
        }
        requireDead(path);
        BasicFileAttributes after = attributes(path);
        if (!identity(before).equals(identity(after))
                || !before.lastModifiedTime().equals(after.lastModifiedTime())) {
            throw new IOException(Reasons.inUse());
        }
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new IOException("nobody listens, but the old socket file cannot be removed: " + Reasons.of(e), e);
        }
    }

    private static void requireDead(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A blocking connect would wait for ever on a listener whose backlog is full.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            return;
        } catch (IOException e) {
            throw undecidedOrInUse(path, e);
        }
        throw new IOException(Reasons.inUse());
    }

    /**
     * A full backlog shows a listener. A refused permission, as on the file of another user, shows neither a listener
     * nor none. The text of the system depends on its language. The JDK makes a {@link BindException} of EACCES and
     * EPERM, and on Unix of nothing else that connecting to a path may end with; elsewhere the file is asked.
     */
    static IOException undecidedOrInUse(Path path, IOException probeFailure) {
        String reason = Reasons.of(probeFailure);
        String said = probeFailure instanceof BindException || !Files.isWritable(path)
                ? "the socket file exists, and whether somebody listens on it cannot be told: " + reason
                : Reasons.inUse() + " (" + reason + ")";
        return new IOException(said, probeFailure);
    }

    private static boolean isSocket(Path path, BasicFileAttributes attributes) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return attributes.isOther();
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & MODE_TYPE_MASK) == MODE_SOCKET;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
