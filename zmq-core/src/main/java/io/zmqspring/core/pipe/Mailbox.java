package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.SpinLock;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages ahead of the ring of a {@link FrameQueue}, which can still be forgotten for newer ones; messages in a ring
 * cannot. The producer puts them in. The consumer, which alone uses the ring then, moves them on into it when it has
 * passed all that is there. There are two kinds: one keeps the newest message only, the other forgets the oldest beyond
 * the queue's high-water marks.
 */
final class Mailbox {

    /** The consumer moves on so many messages at once, or so many bytes: none of them can be forgotten any more. */
    private static final int MOVED_MESSAGES = 64;

    private static final int MOVED_BYTES = 1 << 14;

    private final FrameQueue queue;
    private final boolean keepsNewest;
    private final SpinLock lock = new SpinLock();
    private final ArrayDeque<Kept> messages = new ArrayDeque<>();
    private volatile Runnable forgotten;

    /** Bytes of all messages, but those that the account has been charged. */
    private volatile long bytes;

    private long allBytes;
    private volatile int size;
    private @Nullable MessageWriter ring;

    /**
     * A message that waits.
     *
     * @param content a {@code byte[]} or a {@link ZmqMessage}, changed by nobody any more
     * @param bytes it takes in a ring, large bodies included
     * @param charged bytes of large bodies that the account has been charged
     */
    private record Kept(Object content, long bytes, long charged) {}

    /**
     * Creates an empty one.
     *
     * @param queue whose ring is behind it
     * @param keepsNewest whether no message is kept but the newest
     * @param forgotten called for each message that is forgotten, on the producer's thread or the consumer's
     */
    Mailbox(FrameQueue queue, boolean keepsNewest, Runnable forgotten) {
        this.queue = queue;
        this.keepsNewest = keepsNewest;
        this.forgotten = forgotten;
    }

    /** @param listener called instead from now on */
    void onForgotten(Runnable listener) {
        forgotten = listener;
    }

    /** {@return whether no message is kept but the newest} */
    boolean keepsNewest() {
        return keepsNewest;
    }

    /** {@return messages in it} */
    int size() {
        return size;
    }

    /** {@return bytes of them, but for large bodies that the account of the queue has} */
    long bytes() {
        return bytes;
    }

    /**
     * Puts a message in, and forgets others. The producer.
     *
     * @param content as {@link MessageWriter#write} takes it; copied
     * @throws IllegalArgumentException when no queue could ever hold it
     */
    void put(Object content) {
        MessageSize.requireCarriable(content, queue.bodyAccount());
        Object kept = keep(content);
        if (keepsNewest && (kept == null || kept instanceof ZmqMessage message && message.frameCount() > 1)) {
            // From a peer in this process that does not know of conflation; the socket's own were refused before.
            forgotten.run();
            return;
        }
        Object present = Objects.requireNonNull(kept);
        long charged = content instanceof EncodedMessage ? 0 : MessageSize.largeBytes(present);
        Kept added = new Kept(present, MessageSize.encodedBytes(present), charged);
        long released = 0;
        int dropped = 0;
        queue.largeBytes.add(charged);
        lock.lock();
        try {
            while (!messages.isEmpty() && !hasRoom(added.bytes)) {
                released += removed(messages.remove());
                dropped++;
            }
            messages.add(added);
            added(added);
        } finally {
            lock.unlock();
        }
        queue.largeBytes.add(-released);
        for (int i = 0; i < dropped; i++) {
            forgotten.run();
        }
        if (content instanceof ByteBuffer body) {
            body.position(body.limit());
        }
    }

    /** {@return a copy of a message, or {@code null} when it has frames ahead of it} */
    private static @Nullable Object keep(Object content) {
        if (content instanceof byte[] body) {
            return body.clone();
        }
        if (content instanceof ByteBuffer body) {
            byte[] copy = new byte[body.remaining()];
            body.get(body.position(), copy);
            return copy;
        }
        if (content instanceof EnvelopedMessage enveloped) {
            return enveloped.envelopeLength() > 0 ? null : keep(enveloped);
        }
        return content instanceof EncodedMessage encoded ? encoded.kept() : content;
    }

    private static @Nullable Object keep(EnvelopedMessage enveloped) {
        Object content = enveloped.content();
        return content instanceof ZmqMessage message
                ? ZmqMessage.of(message.frames().subList(enveloped.firstFrame(), message.frameCount()))
                : keep(content);
    }

    private boolean hasRoom(long added) {
        return !keepsNewest
                && messages.size() < queue.markInMessages()
                && allBytes + added <= queue.highWaterMarkBytes();
    }

    private void added(Kept message) {
        allBytes += message.bytes;
        bytes = bytes + message.bytes - message.charged;
        size = messages.size();
    }

    /** {@return bytes for the account to be given back} */
    private long removed(Kept message) {
        allBytes -= message.bytes;
        bytes = bytes - message.bytes + message.charged;
        size = messages.size();
        return message.charged;
    }

    /**
     * Looks for the next message on behalf of a reader, which has passed everything in the ring, or must see nothing
     * there but the newest message.
     *
     * @param reader the consumer
     * @param hasNext whether there is a message in the ring
     * @return whether there is now
     */
    boolean fetch(RingReader reader, boolean hasNext) {
        boolean more = hasNext;
        while (more && keepsNewest && queue.size() > 1) {
            reader.discard();
            forgotten.run();
            more = reader.look();
        }
        return more || moveToRing() && reader.look();
    }

    /**
     * Moves messages on into the ring. The consumer, which has passed everything there.
     *
     * @return whether there was one
     */
    boolean moveToRing() {
        int moved = 0;
        long movedBytes = 0;
        while (size > 0 && moved < MOVED_MESSAGES && movedBytes < MOVED_BYTES) {
            Kept next = take();
            if (next == null) {
                break;
            }
            if (!write(next.content, moved == 0)) {
                giveBack(next);
                break;
            }
            moved++;
            movedBytes += next.bytes;
        }
        return moved > 0;
    }

    private @Nullable Kept take() {
        Kept next;
        lock.lock();
        try {
            next = messages.poll();
            if (next != null) {
                removed(next);
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            queue.largeBytes.add(-next.charged);
        }
        return next;
    }

    private void giveBack(Kept message) {
        queue.largeBytes.add(message.charged);
        lock.lock();
        try {
            messages.addFirst(message);
            added(message);
        } finally {
            lock.unlock();
        }
    }

    /** The first message gets memory also beyond the limit: nothing would move it on later. */
    private boolean write(Object content, boolean first) {
        MessageWriter writer = ring;
        if (writer == null) {
            writer = new MessageWriter(queue);
            writer.boundless = true;
            ring = writer;
        }
        if (writer.writeToRing(content, true)) {
            return true;
        }
        if (!first) {
            return false;
        }
        int capacity = BufferPool.capacityFor(MessageSize.ringBytes(content));
        queue.relinkAnyway(capacity, queue.produced.positionPlain(), queue.produced.positionPlain());
        writer.refreshRing();
        return writer.writeToRing(content, true);
    }

    /** The ring memory was given back while both ends were held. */
    void refreshRing() {
        if (ring != null) {
            ring.refreshRing();
        }
    }

    /** Forgets everything: nobody will consume it. */
    void clear() {
        long released = 0;
        lock.lock();
        try {
            while (!messages.isEmpty()) {
                released += removed(messages.remove());
            }
        } finally {
            lock.unlock();
        }
        queue.largeBytes.add(-released);
    }
}
