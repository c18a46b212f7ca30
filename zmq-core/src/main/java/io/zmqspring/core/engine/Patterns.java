package io.zmqspring.core.engine;

import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pattern.ExclusivePeer;
import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pattern.LoadBalancer;
import io.zmqspring.core.pattern.Pattern;

/** The rules of each socket type: the only place in the engine that asks which type a socket has. */
final class Patterns {

    private Patterns() {}

    /**
     * Makes the rules of one socket.
     *
     * @param type its type
     * @return the rules, for this socket only
     */
    static Pattern of(SocketType type) {
        return switch (type) {
            case PAIR -> Pattern.of(new ExclusivePeer(), new LoadBalancer(), new FairQueue());
            case PUSH -> Pattern.sending(new LoadBalancer());
            case PULL -> Pattern.receiving(new FairQueue());
        };
    }
}
