package io.zmqspring.core.transport;

import io.zmqspring.core.error.ZmqEndpointException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A Unix domain socket in the file system.
 *
 * @param path of the socket file as the caller wrote it, absolute or relative to the working directory; {@code *} is a
 *     new one in the directory for temporary files; how long it may be depends on the platform and is checked by the
 *     transport
 */
public record IpcEndpoint(String path) implements Endpoint {

    /** The part before {@code ://}. */
    public static final String SCHEME = "ipc";

    static final String FORM = "ipc:///path";

    private static final String WILDCARD = "*";

    static IpcEndpoint parse(String text, String path) {
        if (path.isEmpty()) {
            throw new ZmqEndpointException(text, "the path is empty: an endpoint is " + FORM);
        }
        if (path.startsWith("@")) {
            throw new ZmqEndpointException(
                    text,
                    "the JDK has no abstract namespace for Unix domain sockets: use a path,"
                            + " for example ipc:///tmp/" + (path.length() > 1 ? path.substring(1) : "name"));
        }
        if (!path.equals(WILDCARD)) {
            requireFileName(text, path);
        }
        return new IpcEndpoint(path);
    }

    private static void requireFileName(String text, String path) {
        try {
            if (Path.of(path).getFileName() == null) {
                throw new ZmqEndpointException(text, "the path names no file: an endpoint is " + FORM);
            }
        } catch (InvalidPathException e) {
            throw new ZmqEndpointException(text, "not a path of this platform: " + e.getReason(), e);
        }
    }

    /** {@return whether a bind makes up the path} */
    public boolean isWildcard() {
        return path.equals(WILDCARD);
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public IpcEndpoint forBind() {
        return this;
    }

    @Override
    public IpcEndpoint forConnect() {
        if (isWildcard()) {
            throw new ZmqEndpointException(toString(), "a connect needs a path: * is for bind only");
        }
        return this;
    }

    @Override
    public String toString() {
        return SCHEME + "://" + path;
    }
}
