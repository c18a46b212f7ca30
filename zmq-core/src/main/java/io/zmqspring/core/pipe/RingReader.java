package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.ring.Padded;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a consuming end stands in its queue: the ring it reads, how far messages are known to be there, and what it has
 * taken. A superclass and not a part, so that the fields which every message changes lie in one object.
 */
public abstract sealed class RingReader extends Padded permits MessageReader {

    /**
     * So many bytes are fetched from the sender's core at once. Fetched line by line, every few messages would wait for
     * a line.
     */
    private static final int FETCH_BYTES = 1 << 12;

    final FrameQueue queue;
    final ProducerEnd producer;
    ByteRing ring;
    ByteBuffer memory;
    int mask;
    private ByteBuffer view;
    private @Nullable ByteBuffer straightened;
    private @Nullable ByteBuffer straightenedView;
    private long ringEnd;
    long head;
    private long fetched;
    long consumed;

    /** Kept, not used: {@link ByteRing#touch}. */
    private int touched;

    /** @param queue whose consuming end this is; it goes on behind what is consumed */
    RingReader(FrameQueue queue) {
        this.queue = queue;
        this.producer = queue.producer();
        this.head = queue.consumed.positionPlain();
        this.consumed = queue.consumed.messagesPlain();
        this.ring = queue.consumerRing;
        this.memory = ring.memory();
        this.mask = ring.capacity() - 1;
        this.view = ring.view().asReadOnlyBuffer();
    }

    /** Rings were given back while both ends were held: this end refers to their memory no more. */
    public void refreshRing() {
        if (ring != queue.consumerRing) {
            onRing(queue.consumerRing);
        }
    }

    /** {@return whether a whole message is there} */
    public boolean hasMessage() {
        return head < fetched || fetch();
    }

    /** {@return whether every message that is known to be there is taken} */
    public boolean isCaughtUp() {
        return head >= fetched;
    }

    private boolean fetch() {
        boolean more = look();
        Mailbox ahead = queue.mailbox();
        return ahead == null ? more : ahead.fetch(this, more);
    }

    /** {@return whether there is a message in the ring} */
    boolean look() {
        long published = queue.produced.position();
        if (head == published) {
            return false;
        }
        refreshRing();
        ringEnd = ring.end();
        fetched = queue.keepsNewest() ? head : Math.min(published, head + FETCH_BYTES);
        touched = ring.touch(head, Math.min(fetched, ringEnd));
        return true;
    }

    private void onRing(ByteRing next) {
        ByteBuffer nextView = next.view().asReadOnlyBuffer();
        ring = next;
        memory = next.memory();
        mask = next.capacity() - 1;
        ringEnd = next.end();
        view = nextView;
    }

    /** Goes on to the ring that has the next message. To be called before each message. */
    final void enterMessage() {
        while (head == ringEnd) {
            // The queue moves on after this end has: that cannot fail, and this may.
            onRing(Objects.requireNonNull(ring.next()));
            queue.nextConsumerRing();
        }
    }

    /** Takes the next message and throws it away. {@link #hasMessage} has said that there is one. */
    public void discard() {
        enterMessage();
        skip();
    }

    /** Takes the next message, which may have been read in part; {@link #enterMessage} was called. */
    final void skip() {
        long at = head;
        int large = 0;
        boolean more = true;
        while (more) {
            int flags = ring.get(at);
            long length = RingFrames.bodyLength(ring, at, flags);
            at += FrameDescriptor.headerLengthOf(flags);
            if (LargeBody.isLarge(length)) {
                large++;
            } else {
                at += length;
            }
            more = (flags & FrameDescriptor.MORE) != 0;
        }
        release(at, large);
    }

    /** {@return a body in the ring, read-only; copied only where it goes on at the start of the memory} */
    final ByteBuffer inPlace(long from, int length) {
        int index = ring.index(from);
        if (index + length <= ring.capacity()) {
            return view.clear().position(index).limit(index + length).order(ByteOrder.BIG_ENDIAN);
        }
        ByteBuffer shown = straightenedView;
        if (straightened == null || shown == null) {
            straightened = ByteBuffer.allocate(LargeBody.MAX_INLINE);
            shown = straightened.asReadOnlyBuffer();
            straightenedView = shown;
        }
        ring.get(from, straightened, 0, length);
        return shown.clear().limit(length).order(ByteOrder.BIG_ENDIAN);
    }

    /** {@return the next large body; the message has one} */
    final LargeBody nextLarge() {
        return Objects.requireNonNull(queue.peekLarge());
    }

    /** Takes a message, together with its large bodies. Nothing here fails. */
    final void release(long newHead, int large) {
        for (int i = 0; i < large; i++) {
            queue.largeBytes.taken(queue.takeLarge());
        }
        release(newHead);
    }

    /** Takes a message without large bodies. Nothing here fails. */
    final void release(long newHead) {
        head = newHead;
        queue.consumed.advance(newHead, ++consumed);
    }
}
