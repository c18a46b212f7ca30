package io.zmqspring.core.transport.ipc;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The paths that {@code ipc://*} binds: a file in a directory of its own, which only its owner may enter, in the
 * directory for temporary files. The directory goes with the listener. The path can be bound again later, also by
 * another process: it is known by its form.
 */
final class WildcardPath {

    private static final String PREFIX = "zmq";
    private static final String FILE = "socket";
    private static final Pattern DIRECTORY = Pattern.compile(PREFIX + "[0-9]+");

    private WildcardPath() {}

    /** {@return a new path, whose directory exists} */
    static Path create() throws IOException {
        return Files.createTempDirectory(temporary(), PREFIX).resolve(FILE);
    }

    /** {@return the directory that belongs to a path of ours, or {@code null} when the path is not of ours} */
    static @Nullable Path directoryOf(Path path) {
        Path directory = path.toAbsolutePath().getParent();
        boolean ours = directory != null
                && path.endsWith(FILE)
                && temporary().equals(directory.getParent())
                && DIRECTORY.matcher(String.valueOf(directory.getFileName())).matches();
        return ours ? directory : null;
    }

    /**
     * Creates the directory of a path of ours, which the listener before has removed; leaves it alone where it exists.
     */
    static void restore(Path directory) throws IOException {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createDirectory(directory, ownerOnly);
        } catch (FileAlreadyExistsException stillThere) {
            // A listener is bound there, or has just been closed.
        }
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }
}
