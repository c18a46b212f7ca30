package io.zmqspring.core.pipe;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.ring.MemoryAccount;
import org.jspecify.annotations.Nullable;

/**
 * The large bodies of the message that a {@link ChannelToQueue} is reading: complete ones, which stand in the queue
 * already, and at most one that is arriving. Their memory is claimed of the context's account from the start. The
 * loop's owner.
 */
final class IncomingBodies {

    private final FrameQueue queue;
    private final MemoryAccount account;
    private @Nullable LargeBodyCollector arriving;
    private long complete;

    IncomingBodies(FrameQueue queue) {
        this.queue = queue;
        this.account = queue.largeBytes.account();
    }

    /** {@return whether the body of a frame is arriving} */
    boolean isArriving() {
        return arriving != null;
    }

    /** {@return the body that is arriving, or {@code null}} */
    @Nullable LargeBodyCollector arriving() {
        return arriving;
    }

    /** {@return bytes of the bodies that are complete} */
    long completeBytes() {
        return complete;
    }

    /** {@return bytes claimed, a snapshot; any thread} */
    long claimedBytes() {
        LargeBodyCollector present = arriving;
        return complete + (present == null ? 0 : present.claimed());
    }

    /**
     * Begins with a body.
     *
     * @param flags of its frame
     * @param length in bytes
     * @param here bytes of it that have arrived
     * @param anyway whether to claim memory beyond the limit
     * @return where it goes, or {@code null} when there was no memory: the queue starves then
     */
    @Nullable LargeBodyCollector begin(int flags, long length, int here, boolean anyway) {
        if (length > Integer.MAX_VALUE - 8) {
            throw new ZmqProtocolViolationException("a frame larger than an array cannot be taken: length=" + length);
        }
        LargeBodyCollector begun = LargeBodyCollector.begin(account, flags, (int) length, here, anyway);
        if (begun == null) {
            queue.starve(account, LargeBodyCollector.firstBytes(account, (int) length, here));
        }
        arriving = begun;
        return begun;
    }

    /**
     * Prepares room for more of the arriving body.
     *
     * @param body that is arriving
     * @param anyway whether to claim memory beyond the limit
     * @return whether there is room; if not, the queue starves
     */
    boolean makeRoom(LargeBodyCollector body, boolean anyway) {
        if (body.makeRoom(anyway)) {
            return true;
        }
        queue.starve(account, body.nextClaim());
        return false;
    }

    /**
     * Puts the arriving body into the queue if it is complete.
     *
     * @param body that is arriving
     * @param behindHeader position behind its frame's header in the ring
     * @return whether it is
     */
    boolean finish(LargeBodyCollector body, long behindHeader) {
        if (body.left() > 0) {
            return false;
        }
        arriving = null;
        complete += body.claimed();
        queue.largeBodies.add(new LargeBody(behindHeader, body.bytes()));
        return true;
    }

    /** The message is complete: its bodies are the queue's. */
    void messageComplete() {
        if (complete > 0) {
            queue.largeBytes.adopt(complete);
            complete = 0;
        }
    }

    /**
     * Forgets the message: it is not wanted.
     *
     * @param boundary position at which it began
     */
    void drop(long boundary) {
        LargeBodyCollector present = arriving;
        if (present != null) {
            arriving = null;
            present.discard();
        }
        if (complete > 0) {
            queue.largeBodies.removeIf(large -> large.position() > boundary);
            account.release(complete);
            complete = 0;
        }
    }
}
