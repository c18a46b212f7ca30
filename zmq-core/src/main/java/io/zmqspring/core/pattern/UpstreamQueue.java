package io.zmqspring.core.pattern;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.SpinLock;
import io.zmqspring.core.zmtp.Command;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what subscribers send to a publisher where it arrives: a message of one frame that begins with 1 or 0 is a
 * subscription or a cancellation (37/ZMTP: of peers that speak 3.0), as the commands SUBSCRIBE and CANCEL are. An XPUB
 * has a queue of its own, from which the application receives subscriptions and other messages in the order in which
 * they came.
 */
public final class UpstreamQueue extends FairQueue {

    private static final String NOT_TAKEN = "a publisher takes subscriptions only";
    private static final String FULL = "the application does not receive what subscribers send";

    private final DropListener drops;

    /** To the application, as if it was a peer's; or {@code null} when it does not receive. */
    private final @Nullable Pipe own;

    private final SpinLock lock = new SpinLock();
    private final @Nullable MessageWriter writer;
    private final EncodedMessage encoded = new EncodedMessage();
    private final long mark;
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
    }

    /**
     * Creates a rule of a socket whose application receives subscriptions (XPUB).
     *
     * @param drops counts messages for which the queue has no room
     * @param queue to the application, empty, with a bound in bytes and none in messages
     * @param highWaterMark most messages in it at which messages other than subscriptions are dropped, 0 for no limit
     */
    public UpstreamQueue(DropListener drops, FrameQueue queue, int highWaterMark) {
        this.drops = drops;
        this.own = new Pipe(queue, queue, false, true);
        this.writer = new MessageWriter(queue);
        this.mark = highWaterMark == 0 ? Long.MAX_VALUE : highWaterMark;
    }

    @Override
    public @Nullable Pipe ownPipe() {
        return own;
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
            } else if (!pass(reader.takeMessage())) {
                drops.dropped(pipe, FULL);
            }
        }
    }

    private boolean pass(ZmqMessage message) {
        MessageWriter to = writer;
        if (to == null || to.queue().size() >= mark) {
            return false;
        }
        boolean written;
        lock.lock();
        try {
            written = to.write(message, true);
        } finally {
            lock.unlock();
        }
        to.consumer().wakeAfterPublish();
        return written;
    }

    /**
     * Puts a subscription or a cancellation into the queue.
     *
     * @param subscribed whether it is a subscription; a cancellation has room always
     * @param topic of it
     * @return whether there was room
     */
    boolean subscriptionChanged(boolean subscribed, byte[] topic) {
        MessageWriter to = writer;
        if (to == null) {
            return true;
        }
        boolean written;
        lock.lock();
        try {
            encoded.encode(subscribed ? SubscriptionMessage.SUBSCRIBE : SubscriptionMessage.CANCEL, topic);
            written = subscribed ? to.write(encoded, true) : to.writeBeyondMark(encoded);
        } finally {
            encoded.clear();
            lock.unlock();
        }
        to.consumer().wakeAfterPublish();
        return written;
    }

    /** {@return bytes that wait to be received} */
    long waitingBytes() {
        return writer == null ? 0 : writer.queue().sizeBytes();
    }
}
