package io.zmqspring.core.pattern;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.pattern.subscription.Subscriber;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.SpinLock;
import io.zmqspring.core.zmtp.Command;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what subscribers send to a publisher where it arrives: a message of one frame that begins with 1 or 0 is a
 * subscription or a cancellation (37/ZMTP: of peers that speak 3.0), as the commands SUBSCRIBE and CANCEL are. An XPUB
 * has a queue of its own, from which the application receives subscriptions and other messages in the order in which
 * they came.
 */
public final class UpstreamQueue extends FairQueue {

    /** Stands for the sender of a message that is no subscription. */
    private static final Object NO_SUBSCRIPTION = new Object();

    /** Stands for a sender that has gone, and its subscription with it. */
    private static final Object GONE = new Object();

    private static final String NOT_TAKEN = "a publisher takes subscriptions only";

    /**
     * The senders of so many messages that wait are kept. A further message has no sender: the record of it may take
     * more memory than the message.
     */
    private static final int MAX_KNOWN_PEERS = 1 << 16;

    private static final String FULL = "the application does not receive what subscribers send";

    private final DropListener drops;

    /** Pipe to the application, as if it was a peer's; or {@code null} when the application does not receive. */
    private final @Nullable Pipe own;

    private final SpinLock lock = new SpinLock();
    private final @Nullable MessageWriter writer;

    /** Sender of what is put into the queue; {@code null} at the beginning, and while it is not known. */
    private @Nullable ZmqPeer sender;

    private final EncodedMessage encoded = new EncodedMessage();
    private final long mark;
    private final boolean wholeMessages;

    /** Sender of each message in the queue, in their order: a {@link Subscriber}, or one of the two constants. */
    private final @Nullable ConcurrentLinkedDeque<Object> senders;

    private final AtomicReference<@Nullable Subscriber> lastSender = new AtomicReference<>();
    private volatile BiConsumer<Pipe, Command> commands = (pipe, command) -> {};

    /**
     * Creates a rule of a socket that does not receive (PUB).
     *
     * @param drops counts other messages
     */
    public UpstreamQueue(DropListener drops) {
        this.drops = drops;
        this.own = null;
        this.writer = null;
        this.mark = 0;
        this.wholeMessages = true;
        this.senders = null;
    }

    /**
     * Creates a rule of a socket whose application receives subscriptions (XPUB).
     *
     * @param drops counts messages for which the queue has no room
     * @param queue to the application, empty, with a bound in bytes and none in messages
     * @param highWaterMark most messages in it at which messages other than subscriptions are dropped, 0 for no limit
     * @param manual whether the application asks for {@link #lastSender}
     * @param wholeMessages whether a frame of several is never a subscription
     */
    public UpstreamQueue(
            DropListener drops, FrameQueue queue, int highWaterMark, boolean manual, boolean wholeMessages) {
        // With a filter the rule is asked for each message, so that it knows which was taken.
        super(manual ? (pipe, reader) -> null : null, drops);
        this.drops = drops;
        this.own = new Pipe(queue, queue, false, true);
        this.writer = new MessageWriter(queue);
        this.wholeMessages = wholeMessages;
        this.mark = highWaterMark == 0 ? Long.MAX_VALUE : highWaterMark;
        this.senders = manual ? new ConcurrentLinkedDeque<>() : null;
    }

    @Override
    public @Nullable Pipe ownPipe() {
        return own;
    }

    @Override
    public long discardUnread() {
        long messages = 0;
        if (own != null) {
            MessageReader reader = own.requireReader();
            byte[] start = new byte[1];
            while (reader.hasMessage()) {
                if (!SubscriptionMessage.isNext(reader, start)) {
                    messages++;
                }
                reader.discard();
            }
        }
        return messages;
    }

    @Override
    public void onUpstream(BiConsumer<Pipe, Command> handler) {
        commands = handler;
    }

    @Override
    public void activate(Pipe pipe) {
        if (pipe == own) {
            super.activate(pipe);
            return;
        }
        do {
            take(pipe, pipe.requireReader());
        } while (!pipe.rest());
    }

    private void take(Pipe pipe, MessageReader reader) {
        byte[] start = new byte[1];
        while (reader.hasMessage()) {
            if (SubscriptionMessage.isNext(reader, start)) {
                commands.accept(pipe, SubscriptionMessage.command(reader.takeBody()));
            } else if (own == null) {
                reader.discard();
                drops.dropped(pipe, NOT_TAKEN);
            } else {
                ZmqMessage message = reader.takeMessage();
                ZmqMessage others = wholeMessages
                        ? message
                        : SubscriptionMessage.takeFrom(
                                message, frame -> commands.accept(pipe, SubscriptionMessage.command(frame)));
                if (others != null && !pass(pipe, others)) {
                    drops.dropped(pipe, FULL);
                }
            }
        }
    }

    private boolean pass(Pipe from, ZmqMessage message) {
        MessageWriter to = writer;
        if (to == null || to.queue().size() >= mark) {
            return false;
        }
        boolean written = false;
        lock.lock();
        try {
            announce(NO_SUBSCRIPTION);
            try {
                sentBy(from);
                written = to.write(message, true);
            } finally {
                settle(written);
            }
        } finally {
            lock.unlock();
        }
        to.consumer().wakeAfterPublish();
        return written;
    }

    /**
     * Puts a subscription or a cancellation into the queue.
     *
     * @param from the peer that subscribed, cancelled, or left
     * @param subscribed whether it is a subscription; a cancellation, which comes at most once for each subscription
     *     in the queue, has room whatever the marks
     * @param topic of it
     * @param by the peer it came from, or {@code null} when that has gone
     * @return whether there was room, for a cancellation memory
     */
    boolean subscriptionChanged(Pipe from, boolean subscribed, byte[] topic, @Nullable Subscriber by) {
        MessageWriter to = writer;
        if (to == null) {
            return true;
        }
        boolean written = false;
        lock.lock();
        try {
            announce(by == null ? GONE : by);
            try {
                sentBy(from);
                encoded.encode(subscribed ? SubscriptionMessage.SUBSCRIBE : SubscriptionMessage.CANCEL, topic);
                written = subscribed ? to.write(encoded, true) : to.writeBeyondMark(encoded);
            } finally {
                settle(written);
                encoded.clear();
            }
        } finally {
            lock.unlock();
        }
        to.consumer().wakeAfterPublish();
        return written;
    }

    /** Comes before the message, which may be taken as soon as it is written. */
    private void announce(Object sender) {
        if (senders != null) {
            senders.addLast(sender);
        }
    }

    private void settle(boolean written) {
        if (senders != null && !written) {
            senders.pollLast();
        }
    }

    @Override
    protected void advance() {
        super.advance();
        if (senders != null) {
            onReceived(senders.pollFirst());
        }
    }

    @Override
    public FrameHandler handler(FrameHandler handler) {
        ConcurrentLinkedDeque<Object> known = senders;
        return known == null
                ? handler
                : (body, more) -> {
                    onReceived(known.peekFirst());
                    handler.onFrame(body, more);
                };
    }

    private void onReceived(@Nullable Object sender) {
        if (sender != NO_SUBSCRIPTION) {
            lastSender.set(sender instanceof Subscriber subscriber ? subscriber : null);
        }
    }

    /**
     * {@return the peer that sent the subscription or the cancellation received last, or {@code null} when it has gone}
     */
    @Nullable Subscriber lastSender() {
        return lastSender.get();
    }

    /** Forgets the last sender, unless another has become it. */
    void forgetSender(Subscriber sender) {
        lastSender.compareAndSet(sender, null);
    }

    private void sentBy(Pipe from) {
        Pipe queue = own;
        ZmqPeer peer = from.peer();
        if (queue != null && (peer == null || peer != sender)) {
            ZmqPeer known = queue.incoming().size() < MAX_KNOWN_PEERS ? peer : null;
            queue.sender(known);
            sender = known;
        }
    }

    /** {@return bytes that wait to be received} */
    long waitingBytes() {
        return writer == null ? 0 : writer.queue().sizeBytes();
    }
}
