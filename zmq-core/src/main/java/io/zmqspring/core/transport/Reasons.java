package io.zmqspring.core.transport;

import io.zmqspring.core.error.ZmqException;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The reason of a failure in words: the text of events, of {@code lastError} and of our exceptions. */
public final class Reasons {

    private static final String IN_USE = "address already in use";

    private Reasons() {}

    /**
     * Describes a failure.
     *
     * @param failure of a channel, a file, a look-up or our own code
     * @return what the operating system or we said, beginning in lower case; with the name of the class in front where
     *     the message alone says nothing (there is none, or it is meant for programmers); a port or path in use reads
     *     the same on every platform and in every language
     */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof FileSystemException file) {
            return ofFile(file);
        }
        if (failure instanceof ClosedChannelException) {
            return "the channel is closed";
        }
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        if (failure instanceof UnknownHostException
                || failure instanceof ZmqException
                || failure instanceof RejectedExecutionException) {
            return message;
        }
        if (!(failure instanceof IOException)) {
            return failure.getClass().getSimpleName() + ": " + message;
        }
        return failure instanceof BindException bind && PortInUse.is(bind) ? IN_USE : inLowerCase(message);
    }

    /** The message of most of them is the path alone. */
    private static String ofFile(FileSystemException failure) {
        String what = what(failure);
        String reason = failure.getReason();
        String said = reason == null || reason.isBlank() ? what : inLowerCase(reason);
        String text = said == null ? failure.getClass().getSimpleName() : said;
        String file = failure.getFile();
        return file == null ? text : text + ": " + file;
    }

    private static @Nullable String what(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        } else if (failure instanceof AccessDeniedException) {
            return "permission denied";
        } else if (failure instanceof FileAlreadyExistsException) {
            return "the file exists";
        } else if (failure instanceof NotDirectoryException) {
            return "not a directory";
        } else if (failure instanceof DirectoryNotEmptyException) {
            return "the directory is not empty";
        } else if (failure instanceof FileSystemLoopException) {
            return "too many levels of symbolic links";
        }
        return null;
    }

    private static String inLowerCase(String message) {
        boolean acronym = message.length() > 1 && Character.isUpperCase(message.charAt(1));
        return acronym ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    /** {@return what we say of a port or a path that another socket listens on} */
    public static String inUse() {
        return IN_USE;
    }
}
