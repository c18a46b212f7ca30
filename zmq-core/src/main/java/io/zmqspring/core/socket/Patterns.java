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
import io.zmqspring.core.pattern.SubscriptionFilter;
import io.zmqspring.core.pattern.SubscriptionSender;
import io.zmqspring.core.pattern.TopicFanOut;
import io.zmqspring.core.pattern.UpstreamQueue;
import io.zmqspring.core.pipe.FrameQueue;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rules of each socket type: the only place in the engine that asks which type a socket has. */
final class Patterns {

    private static final String SEVERAL_FRAMES = "the message has several frames, and the socket takes single ones";

    private Patterns() {}

    /**
     * What the rules of publishers need of their socket.
     *
     * @param dropped counts messages that a subscriber does not get
     * @param subscribed called when there is a new subscription; must not wait
     * @param upstream creates a queue to the application, bounded in bytes
     */
    record Support(LongConsumer dropped, Runnable subscribed, Supplier<FrameQueue> upstream) {}

    /**
     * Creates the rules of one socket.
     *
     * @param type its type
     * @param socket named in errors
     * @param options of the socket
     * @param drops counts messages that a rule drops
     * @param support what the rules of publishers need besides
     * @return the rules, for this socket only
     */
    static Pattern of(SocketType type, Object socket, SocketOptions options, DropListener drops, Support support) {
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
            case PUB -> publishing(options, null, new UpstreamQueue(drops), drops, support);
            case XPUB -> {
                boolean manual = options.xpubManual() || options.xpubManualLastValue();
                UpstreamQueue upstream = new UpstreamQueue(
                        drops, support.upstream().get(), options.receiveHwm(), manual, options.onlyFirstSubscribe());
                yield publishing(options, upstream, upstream, drops, support);
            }
            case SUB -> {
                SubscriptionFilter filter = new SubscriptionFilter(options.invertMatching());
                yield subscribing(socket, options, filter, new FairQueue(filter, drops), drops);
            }
            case XSUB -> subscribing(socket, options, new SubscriptionFilter(false), new FairQueue(), drops);
        };
    }

    private static Pattern publishing(
            SocketOptions options,
            @Nullable UpstreamQueue application,
            UpstreamQueue upstream,
            DropListener drops,
            Support support) {
        TopicFanOut sending = new TopicFanOut(options, application, drops, support.dropped(), support.subscribed());
        return Pattern.of(Admission.ANY, sending, upstream);
    }

    private static Pattern subscribing(
            Object socket, SocketOptions options, SubscriptionFilter filter, FairQueue receiving, DropListener drops) {
        return Pattern.of(Admission.ANY, new SubscriptionSender(socket, filter, drops, options), receiving);
    }

    private static FairQueue singleFrames(DropListener drops) {
        return new FairQueue((pipe, reader) -> reader.isSingleFrame() ? null : SEVERAL_FRAMES, drops);
    }
}
