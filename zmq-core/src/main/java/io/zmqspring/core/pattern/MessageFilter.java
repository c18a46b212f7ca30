package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** Decides which messages a socket takes. Called under the socket's receive lock; it does not wait. */
@FunctionalInterface
public interface MessageFilter {

    /**
     * Looks at the next message of a peer; may be called for it again.
     *
     * @param pipe to the peer
     * @param reader of the pipe, which has a message; the filter does not take it
     * @return why the message is to be dropped, for people, or {@code null} when the socket takes it
     */
    @Nullable String refusal(Pipe pipe, MessageReader reader);
}
