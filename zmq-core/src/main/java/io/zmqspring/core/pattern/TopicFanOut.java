package io.zmqspring.core.pattern;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.OverflowPolicy;
import io.zmqspring.core.option.SubscriptionOptions;
import io.zmqspring.core.pattern.subscription.Subscriber;
import io.zmqspring.core.pattern.subscription.SubscriptionTable;
import io.zmqspring.core.pattern.subscription.SubscriptionTable.Change;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.zmtp.Command;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends each message to the peers that have subscribed to a prefix of its first frame (29/PUBSUB). What becomes of it
 * when one of them has no room says {@link OverflowPolicy}. A message that nobody has subscribed to is not counted as
 * dropped.
 */
public final class TopicFanOut extends SendPolicy {

    private static final String FULL = "the subscriber has no room; its further drops are counted only";
    private static final String SLOW = "the subscriber has no room: option overflowPolicy=DISCONNECT";

    private final SubscriptionTable table = new SubscriptionTable();
    private final Map<Pipe, Subscriber> subscribers = new HashMap<>();

    /** Peers that are about to be disconnected: what they still send is passed over. */
    private final Set<Pipe> unwanted = new HashSet<>();

    private final FanOut fanOut = new FanOut();
    private final FanOut.OverflowListener overflow = this::overflowed;
    private final OverflowPolicy policy;
    private final boolean inverted;
    private final int maxSubscriptions;
    private final long maxSubscriptionBytes;
    private final @Nullable UpstreamQueue application;
    private final boolean verbose;
    private final boolean verboser;
    private final DropListener drops;
    private final LongConsumer dropped;
    private final Runnable changed;
    private byte[] copied = {};

    /**
     * Creates a rule.
     *
     * @param options of the socket
     * @param application receives the subscriptions (XPUB), or {@code null}
     * @param drops counts the first message a peer does not get, and what cannot be taken from it
     * @param dropped counts further messages that a peer does not get
     * @param changed called when there is a new subscription; must not wait
     */
    public TopicFanOut(
            SubscriptionOptions options,
            @Nullable UpstreamQueue application,
            DropListener drops,
            LongConsumer dropped,
            Runnable changed) {
        this.policy = options.overflowPolicy();
        this.inverted = options.invertMatching();
        this.maxSubscriptions = options.maxSubscriptions() < 0 ? Integer.MAX_VALUE : options.maxSubscriptions();
        this.maxSubscriptionBytes =
                options.maxSubscriptionBytes() < 0 ? Long.MAX_VALUE : options.maxSubscriptionBytes();
        this.application = application;
        this.verboser = options.xpubVerboser();
        this.verbose = options.xpubVerbose() || verboser;
        this.drops = drops;
        this.dropped = dropped;
        this.changed = changed;
    }

    @Override
    protected @Nullable MessageWriter choose(Object content, boolean mayGrow) {
        int count = match(content);
        for (int i = 0; i < count; i++) {
            fanOut.add(table.matched(i).pipe());
        }
        if (count > 0 && policy == OverflowPolicy.BLOCK) {
            if (count > 1) {
                return fanOut.sendToAllOrWait(content) ? NOBODY : null;
            }
            fanOut.clear();
            Pipe pipe = table.matched(0).pipe();
            return pipe.isClosedToSend() || pipe.writeOrWait(content, mayGrow) ? pipe.requireWriter() : null;
        }
        MessageWriter writer = fanOut.send(content, overflow);
        return writer == null ? NOBODY : writer;
    }

    private int match(Object content) {
        if (content instanceof byte[] body) {
            return table.match(body, 0, body.length, inverted);
        }
        if (content instanceof ZmqMessage message) {
            byte[] topic = message.frame(0);
            return table.match(topic, 0, topic.length, inverted);
        }
        ByteBuffer body = (ByteBuffer) content;
        if (body.hasArray()) {
            return table.match(body.array(), body.arrayOffset() + body.position(), body.remaining(), inverted);
        }
        int length = Math.min(body.remaining(), table.longestTopic());
        if (copied.length < length) {
            copied = new byte[Math.max(length, 2 * copied.length)];
        }
        body.get(body.position(), copied, 0, length);
        return table.match(copied, 0, length, inverted);
    }

    private void overflowed(Pipe pipe) {
        pipe.countDropped();
        if (pipe.dropped() == 1) {
            drops.dropped(pipe, FULL);
        } else {
            dropped.accept(1);
        }
        if (policy == OverflowPolicy.DISCONNECT) {
            disconnect(pipe, SLOW);
        }
    }

    private void disconnect(Pipe pipe, String reason) {
        forget(pipe);
        if (unwanted.add(pipe)) {
            pipe.disconnect(reason);
        }
    }

    @Override
    public void activate(Pipe pipe) {
        // The subscriptions say which peers get a message.
    }

    @Override
    public @Nullable String connected(Pipe pipe) {
        subscriber(pipe);
        return null;
    }

    private Subscriber subscriber(Pipe pipe) {
        Subscriber known = subscribers.get(pipe);
        if (known == null) {
            known = table.add(pipe);
            subscribers.put(pipe, known);
        }
        return known;
    }

    @Override
    public void disconnected(Pipe pipe) {
        forget(pipe);
        unwanted.remove(pipe);
    }

    @Override
    protected void removed(Pipe pipe) {
        disconnected(pipe);
    }

    private void forget(Pipe pipe) {
        Subscriber known = subscribers.remove(pipe);
        if (known != null) {
            table.remove(known, application == null ? null : this::abandoned);
        }
    }

    private void abandoned(byte[] topic, boolean last) {
        if (application != null && (last || verboser)) {
            application.subscriptionChanged(false, topic);
        }
    }

    @Override
    public void onCommand(Pipe pipe, Command command) {
        if (unwanted.contains(pipe)) {
            return;
        }
        if (command.is(Command.SUBSCRIBE)) {
            subscribe(pipe, command.data());
        } else if (command.is(Command.CANCEL)) {
            cancel(pipe, command.data());
        }
    }

    private void subscribe(Pipe pipe, byte[] topic) {
        Subscriber subscriber = subscriber(pipe);
        Change change = table.subscribe(subscriber, topic);
        if (subscriber.topics() > maxSubscriptions || subscriber.bytes() > maxSubscriptionBytes) {
            table.unsubscribe(subscriber, topic);
            refuse(
                    pipe,
                    "the peer subscribes to too much: topics=" + (subscriber.topics() + 1)
                            + ", option maxSubscriptions="
                            + maxSubscriptions + "; bytes=" + (subscriber.bytes() + topic.length)
                            + ", option maxSubscriptionBytes=" + maxSubscriptionBytes);
            return;
        }
        if (application != null
                && (change == Change.TOPIC || verbose)
                && !application.subscriptionChanged(true, topic)) {
            refuse(
                    pipe,
                    "the application does not receive the subscriptions: bytes waiting=" + application.waitingBytes());
            return;
        }
        if (change != Change.NONE) {
            changed.run();
        }
    }

    private void refuse(Pipe pipe, String reason) {
        drops.dropped(pipe, reason);
        disconnect(pipe, reason);
    }

    private void cancel(Pipe pipe, byte[] topic) {
        Change change = table.unsubscribe(subscriber(pipe), topic);
        if (change != Change.NONE) {
            abandoned(topic, change == Change.TOPIC);
        }
    }

    /**
     * Tells whether a peer would get a message.
     *
     * @param topic the first frame of the message
     * @return whether a subscription matches
     */
    public boolean hasSubscriber(byte[] topic) {
        return table.match(topic, 0, topic.length, inverted) > 0;
    }

    /** {@return how many different topics peers have subscribed to (libzmq ZMQ_TOPICS_COUNT)} */
    public int topics() {
        return table.topics();
    }

    @Override
    public boolean sharesRoom() {
        return false;
    }
}
