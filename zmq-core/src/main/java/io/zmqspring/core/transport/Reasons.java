package io.zmqspring.core.transport;

import java.net.UnknownHostException;
import java.util.Locale;

/** What the operating system said, as the second half of our messages. */
public final class Reasons {

    private static final String IN_USE = "address already in use";

    private Reasons() {}

    /**
     * Describes a failure.
     *
     * @param failure of a channel or a file
     * @return its message, beginning in lower case as our own do, or the name of its class when it has none; a port or
     *     path in use reads the same on every platform
     */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        if (failure instanceof UnknownHostException) {
            return message;
        }
        if (message.toLowerCase(Locale.ROOT).contains(IN_USE)) {
            return IN_USE;
        }
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    /** {@return what we say of a port or a path that another socket listens on} */
    public static String inUse() {
        return IN_USE;
    }
}
