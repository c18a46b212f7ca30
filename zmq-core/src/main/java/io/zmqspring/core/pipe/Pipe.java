package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.RoutingId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket's end of its connection to one peer: where to write messages for it, where to read those it sent. */
public final class Pipe {

    /** For {@link #disconnector}: there is no connection to close. */
    public static final Consumer<String> NOT_CONNECTED = reason -> {};

    private final @Nullable MessageWriter writer;
    private final @Nullable MessageReader reader;
    private final FrameQueue outgoing;
    private final FrameQueue incoming;
    private final MessageSenders senders = new MessageSenders();
    private volatile boolean closedToSend;
    private volatile @Nullable ZmqPeer peer;
    private volatile boolean connected;
    private volatile boolean readByPeer;
    private volatile byte @Nullable [] routingId;
    private volatile @Nullable ByteBuffer routingIdInPlace;
    private volatile Consumer<String> disconnector = NOT_CONNECTED;
    private volatile long dropped;
    private volatile boolean knownFull;

    /**
     * Creates a pipe end.
     *
     * @param outgoing queue towards the peer
     * @param incoming queue from the peer
     * @param sends whether the socket sends
     * @param receives whether the socket receives
     */
    public Pipe(FrameQueue outgoing, FrameQueue incoming, boolean sends, boolean receives) {
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.writer = sends ? new MessageWriter(outgoing) : null;
        this.reader = receives ? new MessageReader(incoming, senders) : null;
    }

    /** {@return where to write, or {@code null} when the socket does not send} */
    public @Nullable MessageWriter writer() {
        return writer;
    }

    /** {@return where to write; the socket must send} */
    public MessageWriter requireWriter() {
        return Objects.requireNonNull(writer);
    }

    /** {@return where to read, or {@code null} when the socket does not receive} */
    public @Nullable MessageReader reader() {
        return reader;
    }

    /** {@return where to read; the socket must receive} */
    public MessageReader requireReader() {
        return Objects.requireNonNull(reader);
    }

    /** As {@link MessageReader#refreshRing}, when the socket receives. */
    public void refreshReader() {
        if (reader != null) {
            reader.refreshRing();
        }
    }

    /** {@return the peer whose handshake succeeded last, or {@code null} before the first} */
    public @Nullable ZmqPeer peer() {
        return peer;
    }

    /**
     * @param established the peer whose handshake succeeded just now: all that is received from now on comes from it
     */
    public void peer(ZmqPeer established) {
        byte[] id = routingId;
        ZmqPeer known = id == null ? established : established.withRoutingId(RoutingId.of(id));
        senders.begin(known, incoming.produced.messages(), incoming.consumed.messages());
        peer = known;
        connected = true;
    }

    /** The peer has gone; the pipe may stay for the next. */
    public void peerGone() {
        this.connected = false;
    }

    /** {@return whether a peer's handshake has succeeded and the peer is not known to have gone since; any thread} */
    public boolean isConnected() {
        return connected;
    }

    /** @param reads whether the peer's socket, in this process, takes messages out of {@link #outgoing()} itself */
    public void readByPeer(boolean reads) {
        readByPeer = reads;
    }

    /** {@return whether the peer's socket may still take what is in {@link #outgoing()}; any thread} */
    public boolean isReadByPeer() {
        return readByPeer;
    }

    /**
     * The messages received from now on come from a peer of another pipe.
     *
     * @param other sent them, or {@code null} when that is not to be kept
     */
    public void sender(@Nullable ZmqPeer other) {
        long arrived = incoming.produced.messages();
        long taken = incoming.consumed.messages();
        if (other == null) {
            senders.beginUnknown(arrived, taken);
        } else {
            senders.begin(other, arrived, taken);
        }
    }

    /** {@return the id a ROUTER addresses the peer by, or {@code null} when it has none; not to be changed} */
    public byte @Nullable [] routingId() {
        return routingId;
    }

    /** @param id by which a ROUTER addresses the peer from now on; never changed afterwards */
    public void routingId(byte[] id) {
        ZmqPeer known = peer;
        if (known != null) {
            known = known.withRoutingId(RoutingId.of(id));
            senders.replace(known);
            peer = known;
        }
        routingIdInPlace = ByteBuffer.wrap(id).asReadOnlyBuffer();
        routingId = id;
    }

    /** {@return {@link #routingId()}, which there must be, read-only and always the same object; the reading thread} */
    public ByteBuffer routingIdInPlace() {
        return Objects.requireNonNull(routingIdInPlace).clear().order(ByteOrder.BIG_ENDIAN);
    }

    /** {@return the id of the peer for people: as a ROUTER addresses it, or as it announced it, or {@code null}} */
    public @Nullable RoutingId shownRoutingId() {
        byte[] id = routingId;
        ZmqPeer known = peer;
        if (id != null) {
            return RoutingId.of(id);
        }
        return known == null ? null : known.routingId();
    }

    /** @param closer closes the connection that the pipe is carried by, later and on its own thread, for a reason */
    public void disconnector(Consumer<String> closer) {
        disconnector = closer;
    }

    /**
     * Closes the connection that the pipe is carried by, if there is one, later and on its own thread. Does not wait.
     *
     * @param reason for people
     */
    public void disconnect(String reason) {
        disconnector.accept(reason);
    }

    /**
     * From now on no message to the peer waits but the newest. The thread that writes.
     *
     * @param forgotten called for each message that is forgotten
     */
    public void keepNewest(Runnable forgotten) {
        outgoing.keepNewest(forgotten);
        requireWriter().forgetCredit();
    }

    /** Counts a message for the peer that it does not get. One thread at a time. */
    public void countDropped() {
        dropped = dropped + 1;
    }

    /** {@return how many messages for the peer it did not get, for lack of room; any thread} */
    public long dropped() {
        return dropped;
    }

    /**
     * Reserves room for a message to be written next, or waits for room as {@link #writeOrWait} does.
     *
     * @param message to be written, or not
     * @return whether it will be written; if not, the pipe waits for room
     */
    public boolean reserveOrWait(EncodedMessage message) {
        MessageWriter to = requireWriter();
        if (outgoing.mailbox() != null || to.reserve(message)) {
            return true;
        }
        long neededBytes = MessageSize.encodedBytes(message);
        while (!outgoing.producer().waitForRoom(neededBytes, Long.MAX_VALUE)) {
            if (to.reserve(message)) {
                return true;
            }
        }
        return false;
    }

    /** {@return how many messages have come from the peer so far, taken or not} */
    public long arrived() {
        return incoming.produced.messages();
    }

    /**
     * {@return how many messages for the peer were taken from the queue so far: by the operating system, or by the
     * peer's socket itself in this process}
     */
    public long handedOver() {
        return outgoing.consumed.messages();
    }

    /** {@return the queue towards the peer} */
    public FrameQueue outgoing() {
        return outgoing;
    }

    /** {@return the queue from the peer} */
    public FrameQueue incoming() {
        return incoming;
    }

    /**
     * Writes a message, or waits for room: then the signal of {@link FrameQueue#producer()} is called once there is.
     * Unless it may grow the queue, a queue whose connection takes nothing just now counts as full already when the
     * message would need more memory than stays in a core's cache. The thread that writes.
     *
     * @param content as {@link MessageWriter#write} takes it
     * @param mayGrow whether to take as much memory as the high-water mark allows
     * @return whether it was written; if not, the pipe waits for room
     */
    public boolean writeOrWait(Object content, boolean mayGrow) {
        MessageWriter to = requireWriter();
        return to.write(content, false) || writeSlow(to, content, mayGrow);
    }

    private boolean writeSlow(MessageWriter to, Object content, boolean mayGrow) {
        while (outgoing.assist(to.position(), to.messages())) {
            if (to.write(content, false)) {
                return true;
            }
        }
        boolean grow = mayGrow || !outgoing.hasSenderAssist();
        if (grow && to.write(content, true)) {
            return true;
        }
        long neededBytes = MessageSize.encodedBytes(content);
        long maxBytes = grow ? Long.MAX_VALUE : to.eagerBytes();
        while (!outgoing.producer().waitForRoom(neededBytes, maxBytes)) {
            if (to.write(content, grow)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Looks whether a message, other than a large one, can be written, or waits for room as {@link #writeOrWait} does.
     * The thread that writes.
     *
     * @return whether there is room; if not, the pipe waits for it
     */
    public boolean hasRoomOrWaits() {
        while (outgoing.mailbox() == null && outgoing.isFull()) {
            if (outgoing.producer().waitForRoom(1, Long.MAX_VALUE)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Rests until there is a message: then the signal of {@link FrameQueue#consumer()} is called. The thread that
     * reads; it found no message just now.
     *
     * @return whether the pipe rests; {@code false} when there is a message after all
     */
    public boolean rest() {
        incoming.producer().wakeAfterRelease();
        return incoming.consumer().rest() || !requireReader().hasMessage();
    }

    /** @param full whether messages for the peer are refused without a look at the queue; one thread at a time */
    public void knownFull(boolean full) {
        knownFull = full;
    }

    /** {@return what {@link #knownFull(boolean)} was called with last; any thread} */
    public boolean isKnownFull() {
        return knownFull;
    }

    /** No message may be written any more; the load balancer drops the pipe when it next meets it. */
    public void closeToSend() {
        closedToSend = true;
    }

    /** {@return whether {@link #closeToSend} was called} */
    public boolean isClosedToSend() {
        return closedToSend;
    }
}
