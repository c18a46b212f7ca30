package io.zmqspring.core.socket;

import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pattern.Admission;
import io.zmqspring.core.pattern.ExclusivePeer;
import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pattern.LoadBalancer;
import io.zmqspring.core.pattern.Pattern;
import io.zmqspring.core.pipe.MessageReader;
import java.util.function.LongConsumer;

/** The rules of each socket type: the only place in the engine that asks which type a socket has. */
final class Patterns {

    private Patterns() {}

    /**
     * Creates the rules of one socket.
     *
     * @param type its type
     * @param dropped counts messages of peers that a rule passes over
     * @return the rules, for this socket only
     */
    static Pattern of(SocketType type, LongConsumer dropped) {
        return switch (type) {
            case PAIR -> Pattern.of(new ExclusivePeer(), new LoadBalancer(), new FairQueue());
            case DEALER -> Pattern.of(Admission.ANY, new LoadBalancer(false), new FairQueue());
            case PUSH, SCATTER -> Pattern.sending(new LoadBalancer());
            case PULL -> Pattern.receiving(new FairQueue());
            case GATHER -> Pattern.receiving(singleFrames(dropped));
            case CHANNEL -> Pattern.of(new ExclusivePeer(), new LoadBalancer(), singleFrames(dropped));
        };
    }

    private static FairQueue singleFrames(LongConsumer dropped) {
        return new FairQueue(MessageReader::isSingleFrame, dropped);
    }
}
