package io.zmqspring.core.pattern;

import io.zmqspring.core.option.SocketOptions;

/** Creates the rules of a socket that are not those of its type. */
@FunctionalInterface
public interface PatternSource {

    /**
     * Creates the rules of one socket.
     *
     * @param socket named in errors
     * @param options of the socket
     * @param drops counts messages that a rule drops
     * @return the rules, for this socket only
     */
    Pattern create(Object socket, SocketOptions options, DropListener drops);
}
