package io.zmqspring.core.pattern;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.MessageBody;
import io.zmqspring.core.option.OverflowPolicy;
import io.zmqspring.core.option.SubscriptionOptions;
import io.zmqspring.core.pattern.subscription.Subscriber;
import io.zmqspring.core.pattern.subscription.SubscriptionTable;
import io.zmqspring.core.pattern.subscription.SubscriptionTable.Change;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.zmtp.Command;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends each message to the peers that have subscribed to a prefix of its first frame (29/PUBSUB). {@link
 * OverflowPolicy} decides what becomes of it when one of them has no room. A message that nobody has subscribed to is
 * not counted as dropped.
 *
 * <p>Peers get what they have subscribed to, unless the application decides that ({@link
 * SubscriptionOptions#xpubManual()}): then there are two tables of subscriptions.
 */
public final class TopicFanOut extends SendPolicy {

    private static final String FULL = "the subscriber has no room; its further drops are counted only";
    private static final String NOT_CANCELLED = "no memory for a cancellation, which the application does not receive";
    private static final String SLOW = "the subscriber has no room: option overflowPolicy=DISCONNECT";

    private final Subscribers asking = new Subscribers();
    private final Subscribers receiving;
    private final SubscriptionTable table;

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
    private final boolean manual;
    private final boolean lastValue;
    private final byte @Nullable [] welcome;
    private final DropListener drops;
    private final LongConsumer dropped;
    private final Runnable changed;
    private byte[] copied = {};

    /** The last message found no room, and no peer got room or left since. */
    private volatile boolean refused;

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
        this.lastValue = options.xpubManualLastValue();
        this.manual = options.xpubManual() || lastValue;
        this.verbose = options.xpubVerbose() || verboser || manual;
        MessageBody first = options.xpubWelcomeMessage();
        this.welcome = first == null ? null : first.bytes();
        this.receiving = manual ? new Subscribers() : asking;
        this.table = receiving.table();
        this.drops = drops;
        this.dropped = dropped;
        this.changed = changed;
    }

    @Override
    protected @Nullable MessageWriter choose(Object content, boolean mayGrow) {
        int count = match(content);
        Subscriber only = lastValue ? lastSender() : null;
        Pipe last = null;
        for (int i = 0; i < count; i++) {
            Pipe pipe = table.matched(i).pipe();
            if (only == null || pipe == only.pipe()) {
                fanOut.add(pipe);
                last = pipe;
            }
        }
        MessageWriter writer = last == null ? NOBODY : send(content, last, mayGrow);
        if (last == null && content instanceof ByteBuffer body) {
            body.position(body.limit());
        }
        if (writer != null && only != null && application != null) {
            application.forgetSender(only);
        }
        return writer;
    }

    /** {@return the peer that alone gets the next message, or {@code null}} */
    private @Nullable Subscriber lastSender() {
        Subscriber sender = application == null ? null : application.lastSender();
        return sender != null && asking.has(sender) ? sender : null;
    }

    /** Sends to the pipes added, of which {@code last} is the last. */
    private @Nullable MessageWriter send(Object content, Pipe last, boolean mayGrow) {
        if (policy == OverflowPolicy.BLOCK) {
            return sendOrWait(content, last, mayGrow);
        }
        MessageWriter writer = fanOut.send(content, overflow);
        return writer == null ? NOBODY : writer;
    }

    private @Nullable MessageWriter sendOrWait(Object content, Pipe last, boolean mayGrow) {
        // Set first: a peer that gets room while this looks clears it afterwards.
        refused = true;
        MessageWriter writer;
        if (fanOut.size() > 1) {
            writer = fanOut.sendToAllOrWait(content) ? NOBODY : null;
        } else {
            fanOut.clear();
            writer = last.isClosedToSend() || last.writeOrWait(content, mayGrow) ? last.requireWriter() : null;
        }
        if (writer != null) {
            refused = false;
        }
        return writer;
    }

    @Override
    public boolean isWritable() {
        return !refused;
    }

    private int match(Object content) {
        if (content instanceof byte[] body) {
            return table.match(body, 0, body.length, inverted);
        }
        if (content instanceof ZmqMessage message) {
            byte[] topic = message.frame(0);
            return table.match(topic, 0, topic.length, inverted);
        }
        if (content instanceof EncodedMessage encoded) {
            return table.match(
                    encoded.firstFrameArray(), encoded.firstFrameOffset(), encoded.firstFrameLength(), inverted);
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
        refused = false;
    }

    @Override
    public @Nullable String connected(Pipe pipe) {
        asking.of(pipe);
        receiving.of(pipe);
        if (policy == OverflowPolicy.DROP_OLDEST) {
            pipe.outgoing().onForgotten(() -> overflowed(pipe));
        }
        if (welcome != null) {
            MessageWriter writer = pipe.requireWriter();
            if (writer.write(welcome, true)) {
                wakeLater(writer);
            } else {
                pipe.countDropped();
                drops.dropped(pipe, FULL);
            }
        }
        return null;
    }

    @Override
    public void disconnected(Pipe pipe) {
        try {
            forget(pipe);
        } finally {
            unwanted.remove(pipe);
        }
    }

    @Override
    protected void removed(Pipe pipe) {
        disconnected(pipe);
    }

    private void forget(Pipe pipe) {
        refused = false;
        try {
            asking.forget(pipe, application == null ? null : (topic, last) -> abandoned(pipe, topic, last, null));
        } finally {
            if (manual) {
                receiving.forget(pipe, null);
            }
        }
    }

    private void abandoned(Pipe pipe, byte[] topic, boolean last, @Nullable Subscriber by) {
        if (application == null || !last && !verboser && !manual) {
            return;
        }
        boolean queued = false;
        try {
            queued = application.subscriptionChanged(pipe, false, topic, by);
        } finally {
            if (!queued) {
                drops.dropped(pipe, NOT_CANCELLED);
            }
        }
    }

    @Override
    public void onCommand(Pipe pipe, Command command) {
        if (!unwanted.isEmpty() && unwanted.contains(pipe)) {
            return;
        }
        if (command.is(Command.SUBSCRIBE)) {
            subscribe(pipe, command.data());
        } else if (command.is(Command.CANCEL)) {
            cancel(pipe, command.data());
        }
    }

    private void subscribe(Pipe pipe, byte[] topic) {
        if (topic.length > SubscriptionTable.MAX_TOPIC) {
            refuse(
                    pipe,
                    "the peer subscribes to a topic that is too long: bytes=" + topic.length + ", most="
                            + SubscriptionTable.MAX_TOPIC);
            return;
        }
        Subscriber subscriber = asking.of(pipe);
        Change change = asking.table().subscribe(subscriber, topic);
        if (subscriber.topics() > maxSubscriptions || subscriber.bytes() > maxSubscriptionBytes) {
            asking.table().unsubscribe(subscriber, topic);
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
                && !announce(application, subscriber, topic, change)) {
            refuse(
                    pipe,
                    "the application does not receive the subscriptions: bytes waiting=" + application.waitingBytes());
            return;
        }
        if (change != Change.NONE && !manual) {
            changed.run();
        }
    }

    /**
     * {@return whether the application will receive the subscription; if not, it is undone, so that no cancellation of
     * it follows}
     */
    private boolean announce(UpstreamQueue to, Subscriber subscriber, byte[] topic, Change change) {
        boolean announced = false;
        try {
            announced = to.subscriptionChanged(subscriber.pipe(), true, topic, subscriber);
        } finally {
            if (!announced && change != Change.NONE) {
                asking.table().unsubscribe(subscriber, topic);
            }
        }
        return announced;
    }

    private void refuse(Pipe pipe, String reason) {
        drops.dropped(pipe, reason);
        disconnect(pipe, reason);
    }

    private void cancel(Pipe pipe, byte[] topic) {
        Subscriber subscriber = asking.of(pipe);
        Change change = asking.table().unsubscribe(subscriber, topic);
        if (change != Change.NONE) {
            abandoned(pipe, topic, change == Change.TOPIC, subscriber);
        }
    }

    /** {@return whether the application decides what its peers get} */
    public boolean isManual() {
        return manual;
    }

    /**
     * Lets the peer whose subscription or cancellation was received last get the messages of a topic. The rule is
     * {@link #isManual}.
     *
     * @param topic the first bytes of the messages, as many as {@link SubscriptionSender#MAX_TOPIC} at most; nothing
     *     happens when the peer has gone
     */
    public void subscribeLastSender(byte[] topic) {
        Subscriber sender = lastSender();
        if (sender != null && table.subscribe(receiving.of(sender.pipe()), topic) != Change.NONE) {
            changed.run();
        }
    }

    /**
     * Ends what {@link #subscribeLastSender} began.
     *
     * @param topic as it was given there
     */
    public void unsubscribeLastSender(byte[] topic) {
        Subscriber sender = lastSender();
        if (sender != null) {
            table.unsubscribe(receiving.of(sender.pipe()), topic);
        }
    }

    /**
     * Looks whether a peer would get a message.
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
