package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** Counts the messages that a rule drops. Any thread; it neither waits nor throws. */
@FunctionalInterface
public interface DropListener {

    /** Counts nothing. */
    DropListener NONE = (pipe, reason) -> {};

    /**
     * One message was dropped.
     *
     * @param pipe to the peer it came from or was for, or {@code null} when there is none
     * @param reason for people
     */
    void dropped(@Nullable Pipe pipe, String reason);
}
