package io.zmqspring.core.socket;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pattern.AddressedPeers;
import io.zmqspring.core.pattern.Admission;
import io.zmqspring.core.pattern.DropListener;
import io.zmqspring.core.pattern.ExclusivePeer;
import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pattern.IdentifiedQueue;
import io.zmqspring.core.pattern.LoadBalancer;
import io.zmqspring.core.pattern.Pattern;
import io.zmqspring.core.pattern.ReplyToRequester;
import io.zmqspring.core.pattern.RequestBalancer;

/** The rules of each socket type: the only place in the engine that asks which type a socket has. */
final class Patterns {

    private static final String SEVERAL_FRAMES = "the message has several frames, and the socket takes single ones";

    private Patterns() {}

    /**
     * Creates the rules of one socket.
     *
     * @param type its type
     * @param socket named in errors
     * @param options of the socket
     * @param drops counts messages that a rule drops
     * @return the rules, for this socket only
     */
    static Pattern of(SocketType type, Object socket, SocketOptions options, DropListener drops) {
        return switch (type) {
            case PAIR -> Pattern.of(new ExclusivePeer(), new LoadBalancer(), new FairQueue());
            case PUSH, SCATTER -> Pattern.sending(new LoadBalancer());
            case PULL -> Pattern.receiving(new FairQueue());
            case GATHER -> Pattern.receiving(singleFrames(drops));
            case CHANNEL -> Pattern.of(new ExclusivePeer(), new LoadBalancer(), singleFrames(drops));
            case REQ -> {
                RequestBalancer requests = new RequestBalancer(socket, options, drops);
                yield Pattern.of(Admission.ANY, requests, requests.replies());
            }
            case REP -> {
                ReplyToRequester replies = new ReplyToRequester(socket, drops);
                yield Pattern.of(Admission.ANY, replies, replies.requests());
            }
            case DEALER -> Pattern.of(Admission.ANY, new LoadBalancer(false, options.probeRouter()), new FairQueue());
            case ROUTER -> Pattern.of(Admission.ANY, new AddressedPeers(socket, options, drops), new IdentifiedQueue());
        };
    }

    private static FairQueue singleFrames(DropListener drops) {
        return new FairQueue((pipe, reader) -> reader.isSingleFrame() ? null : SEVERAL_FRAMES, drops);
    }
}
