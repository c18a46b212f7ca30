package io.zmqspring.core.pattern;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.SubscriptionOptions;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.ZmtpVersion;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the subscriptions of a socket to all its peers (29/PUBSUB), and all present ones to each new peer: as commands
 * to peers that speak ZMTP 3.1, as messages that begin with 1 or 0 to others. No high-water mark holds them up. As in
 * libzmq, every subscription is sent, and the last cancellation of a topic or, on request, every one.
 *
 * <p>An XSUB gives subscriptions as such messages, and its other messages go to all its peers; a peer without room does
 * not get them. Once there are others, subscriptions go as messages to every peer, which keeps their order.
 */
public final class SubscriptionSender extends SendPolicy {

    /** Longest topic in bytes: a command of it has no more than a peer takes. */
    public static final int MAX_TOPIC = Command.MAX_BYTES - 1 - Command.SUBSCRIBE.length();

    private static final String FULL = "the publisher has no room for the message";
    private static final String NO_PEER = "no publisher is connected";
    private static final String WITH_COMMANDS = ZmtpVersion.V3_1.toString();
    private static final String CUT_OFF = "the publisher has gone";

    private final Object socket;
    private final DropListener drops;
    private final SubscriptionFilter subscriptions;

    /** A frame of several is never a subscription. */
    private final boolean wholeMessages;

    private final boolean everyCancellation;
    private final Set<Pipe> connected = new LinkedHashSet<>();
    private final EncodedMessage command = new EncodedMessage();
    private final EncodedMessage encoded = new EncodedMessage();

    /** Subscriptions go as messages from now on: a command could overtake a message that was sent before it. */
    private boolean sendsMessages;

    /**
     * Creates a rule.
     *
     * @param socket named in errors
     * @param subscriptions without any yet
     * @param drops counts messages, other than subscriptions, that a peer does not get
     * @param options of the socket
     */
    public SubscriptionSender(
            Object socket, SubscriptionFilter subscriptions, DropListener drops, SubscriptionOptions options) {
        this.socket = socket;
        this.wholeMessages = options.onlyFirstSubscribe();
        this.everyCancellation = options.xsubVerboseUnsubscribe();
        this.subscriptions = subscriptions;
        this.drops = drops;
    }

    /**
     * Checks the length of a topic.
     *
     * @param socket named in the error
     * @param topic to subscribe to
     * @throws IllegalArgumentException when it is longer than {@link #MAX_TOPIC} bytes
     */
    public static void requireTopic(Object socket, byte[] topic) {
        if (topic.length > MAX_TOPIC) {
            throw new IllegalArgumentException(
                    socket + ": a topic is too long to subscribe to: bytes=" + topic.length + ", most=" + MAX_TOPIC);
        }
    }

    /**
     * Subscribes to a topic once more.
     *
     * @param topic the first bytes of the messages that are wanted; copied
     * @throws IllegalArgumentException when it is longer than {@link #MAX_TOPIC} bytes
     */
    public void subscribe(byte[] topic) {
        requireTopic(socket, topic);
        subscriptions.add(topic);
        sendToAll(true, topic);
    }

    /**
     * Cancels one subscription to a topic.
     *
     * @param topic as it was subscribed to; unless every cancellation is sent, nothing happens when it was not
     */
    public void unsubscribe(byte[] topic) {
        if (subscriptions.remove(topic) || everyCancellation) {
            sendToAll(false, topic);
        }
    }

    /** {@return how many different topics there are (libzmq ZMQ_TOPICS_COUNT)} */
    public int topics() {
        return subscriptions.topics();
    }

    /**
     * Gives away copies of topics.
     *
     * @param most how many at most
     * @param target gets each
     */
    public void copyTopics(int most, Consumer<byte[]> target) {
        subscriptions.copyTopics(most, target);
    }

    private void sendToAll(boolean subscribe, byte[] topic) {
        try {
            for (Iterator<Pipe> pipes = connected.iterator(); pipes.hasNext(); ) {
                Pipe pipe = pipes.next();
                if (!write(pipe, subscribe, topic)) {
                    pipes.remove();
                } else if (pipe.requireWriter().consumer().mayRest()) {
                    wakeLater(pipe.requireWriter());
                }
            }
        } finally {
            clear();
        }
    }

    private boolean sendTo(Pipe pipe, byte[] topic) {
        try {
            return write(pipe, true, topic);
        } finally {
            clear();
        }
    }

    /** {@return whether it was written; if not, the peer is to get nothing more on this connection, which ends} */
    private boolean write(Pipe pipe, boolean subscribe, byte[] topic) {
        if (pipe.isClosedToSend()) {
            return false;
        }
        boolean asCommand = !sendsMessages && takesCommands(Objects.requireNonNull(pipe.peer()));
        EncodedMessage form = asCommand ? asCommand(subscribe, topic) : asMessage(subscribe, topic);
        boolean written = pipe.requireWriter().writeBeyondMark(form);
        if (!written) {
            giveUp(pipe);
        }
        return written;
    }

    /**
     * There is no memory for the subscriptions of a peer: its connection ends, and that of the peer with more bytes
     * waiting than any other, which reads slowest or not at all. Else those that do not read could keep all memory from
     * those that do. Both get all subscriptions again when they are connected again.
     */
    private void giveUp(Pipe pipe) {
        Pipe slowest = pipe;
        for (Pipe other : connected) {
            if (other.outgoing().sizeBytes() > slowest.outgoing().sizeBytes()) {
                slowest = other;
            }
        }
        if (slowest != pipe) {
            slowest.disconnect("other publishers want the memory of the subscriptions that it has not read: bytes="
                    + slowest.outgoing().sizeBytes());
        }
        pipe.disconnect("no memory for a subscription: topics=" + subscriptions.topics());
    }

    /** Encoded for the first peer that needs it, until {@link #clear}. */
    private EncodedMessage asCommand(boolean subscribe, byte[] topic) {
        return command.frameCount() > 0
                ? command
                : command.encodeCommand(subscribe ? Command.SUBSCRIBE : Command.CANCEL, topic);
    }

    private EncodedMessage asMessage(boolean subscribe, byte[] topic) {
        return encoded.frameCount() > 0
                ? encoded
                : encoded.encode(subscribe ? SubscriptionMessage.SUBSCRIBE : SubscriptionMessage.CANCEL, topic);
    }

    private void clear() {
        command.clear();
        encoded.clear();
    }

    private static boolean takesCommands(ZmqPeer peer) {
        return peer.zmtpVersion().equals(WITH_COMMANDS);
    }

    @Override
    public @Nullable String connected(Pipe pipe) {
        dropLeft(pipe);
        boolean[] written = {true};
        subscriptions.copyTopics(Integer.MAX_VALUE, topic -> written[0] = written[0] && sendTo(pipe, topic));
        if (written[0]) {
            connected.add(pipe);
        }
        wakeLater(pipe.requireWriter());
        return null;
    }

    /** Drops what an earlier connection left unsent: all subscriptions are sent again. Nobody consumes it now. */
    private void dropLeft(Pipe pipe) {
        for (long count = unsentMessages(pipe.outgoing()); count > 0; count--) {
            drops.dropped(pipe, CUT_OFF);
        }
    }

    /** Subscriptions are no messages of the application: all are sent again to the next peer. */
    @Override
    public long unsentMessages(FrameQueue queue) {
        if (queue.isEmpty()) {
            return 0;
        }
        MessageReader left = new MessageReader(queue);
        byte[] start = new byte[1];
        long count = 0;
        while (left.hasMessage()) {
            boolean subscription = left.isCommand() || SubscriptionMessage.isNext(left, start);
            left.discard();
            count += subscription ? 0 : 1;
        }
        queue.producer().wakeAfterRelease();
        return count;
    }

    @Override
    public void disconnected(Pipe pipe) {
        connected.remove(pipe);
    }

    @Override
    protected void removed(Pipe pipe) {
        connected.remove(pipe);
    }

    @Override
    public void activate(Pipe pipe) {
        // Every peer gets every subscription.
    }

    /** The rule of an XSUB. */
    @Override
    protected @Nullable MessageWriter choose(Object content, boolean mayGrow) {
        byte[] body = soleFrame(content);
        if (body != null && SubscriptionMessage.is(body)) {
            change(body);
        } else if (!wholeMessages && content instanceof ZmqMessage message) {
            sendOthers(message);
        } else if (!wholeMessages && content instanceof EncodedMessage message) {
            sendOthers(message.message());
        } else {
            sendMessage(content);
        }
        if (content instanceof ByteBuffer buffer) {
            buffer.position(buffer.limit());
        }
        return NOBODY;
    }

    private void sendOthers(ZmqMessage message) {
        ZmqMessage others = SubscriptionMessage.takeFrom(message, this::change);
        if (others != null) {
            sendMessage(others);
        }
    }

    private void change(byte[] body) {
        byte[] topic = SubscriptionMessage.topic(body);
        if (SubscriptionMessage.isSubscription(body)) {
            subscribe(topic);
        } else {
            unsubscribe(topic);
        }
    }

    private static byte @Nullable [] soleFrame(Object content) {
        if (content instanceof byte[] body) {
            return body;
        }
        if (content instanceof ZmqMessage message) {
            return message.frameCount() == 1 ? message.frame(0) : null;
        }
        if (content instanceof EncodedMessage message) {
            return message.frameCount() > 1 || message.firstFrameLength() > MAX_TOPIC + 1 ? null : firstFrame(message);
        }
        ByteBuffer buffer = (ByteBuffer) content;
        if (buffer.remaining() > MAX_TOPIC + 1) {
            return null;
        }
        byte[] body = new byte[buffer.remaining()];
        buffer.get(buffer.position(), body);
        return body;
    }

    private static byte[] firstFrame(EncodedMessage message) {
        int from = message.firstFrameOffset();
        return Arrays.copyOfRange(message.firstFrameArray(), from, from + message.firstFrameLength());
    }

    private void sendMessage(Object content) {
        boolean sent = false;
        sendsMessages = true;
        try {
            encoded.encode(content);
            for (Pipe pipe : connected) {
                if (!pipe.isClosedToSend()) {
                    sent = true;
                    if (pipe.requireWriter().write(encoded, true)) {
                        wakeLater(pipe.requireWriter());
                    } else {
                        pipe.countDropped();
                        drops.dropped(pipe, FULL);
                    }
                }
            }
        } finally {
            encoded.clear();
        }
        if (!sent) {
            drops.dropped(null, NO_PEER);
        }
    }
}
