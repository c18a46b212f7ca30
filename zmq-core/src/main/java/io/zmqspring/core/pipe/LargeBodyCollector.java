package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.MemoryAccount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of a large frame as it arrives. Its array grows with what has come, not with what was announced, and is
 * claimed of an account at each step. While it grows, the old and the new array are both claimed, unless the account
 * could never give as much: the copy is short, and an I/O thread has one at a time. One thread at a time.
 */
final class LargeBodyCollector {

    private static final int FIRST_BYTES = 1 << 20;
    private static final int STRETCH = 1 << 18;

    private final MemoryAccount account;
    private final int flags;
    private final int length;
    private byte[] bytes;
    private int filled;

    private LargeBodyCollector(MemoryAccount account, int flags, int length, byte[] bytes) {
        this.account = account;
        this.flags = flags;
        this.length = length;
        this.bytes = bytes;
    }

    /**
     * Computes the length of the first array: no more than the account could ever give, so that a message too large for
     * the account begins and is given up, and does not wait for ever.
     *
     * @param account of large bodies
     * @param length of the body in bytes
     * @param here bytes of it that have arrived
     * @return its length
     */
    static int firstBytes(MemoryAccount account, int length, int here) {
        int first = (int) Math.min(FIRST_BYTES, account.maxClaim());
        return Math.min(length, Math.max(here, first));
    }

    /**
     * Begins.
     *
     * @param account of large bodies
     * @param flags of the frame
     * @param length of its body in bytes
     * @param here bytes of it that have arrived
     * @param anyway whether to claim memory beyond the limit
     * @return the collector, or {@code null} when there is no memory
     */
    static @Nullable LargeBodyCollector begin(MemoryAccount account, int flags, int length, int here, boolean anyway) {
        int first = firstBytes(account, length, here);
        if (!account.tryClaim(first)) {
            if (!anyway) {
                return null;
            }
            account.claim(first);
        }
        try {
            return new LargeBodyCollector(account, flags, length, new byte[first]);
        } catch (OutOfMemoryError e) {
            account.release(first);
            throw e;
        }
    }

    /** {@return the flags of the frame} */
    int flags() {
        return flags;
    }

    /** {@return bytes still to come} */
    int left() {
        return length - filled;
    }

    /** {@return bytes claimed of the account} */
    int claimed() {
        return bytes.length;
    }

    /** {@return the whole body, complete when nothing is {@link #left}; its memory stays claimed} */
    byte[] bytes() {
        return bytes;
    }

    /** {@return bytes to be claimed when the array must grow} */
    int nextClaim() {
        int next = nextBytes();
        return isTooMuchForBoth(next) ? next - bytes.length : next;
    }

    private boolean isTooMuchForBoth(int next) {
        return (long) bytes.length + next > account.maxClaim();
    }

    private int nextBytes() {
        return (int) Math.min(length, Math.max(2L * bytes.length, (long) filled + STRETCH));
    }

    /**
     * Prepares room for bytes still to come.
     *
     * @param anyway whether to claim memory beyond the limit
     * @return whether there is room; if not, there is no memory for {@link #nextClaim}
     */
    boolean makeRoom(boolean anyway) {
        return filled < bytes.length || grow(anyway);
    }

    /** {@return bytes that the next {@link #read} asks for} */
    int room() {
        return Math.min(STRETCH, bytes.length - filled);
    }

    /**
     * Reads once into the {@link #room} there is.
     *
     * @param channel non-blocking
     * @return bytes read, maybe 0; {@link ChannelToQueue#END_OF_STREAM}
     */
    int read(ReadableByteChannel channel) throws IOException {
        int read = channel.read(ByteBuffer.wrap(bytes, filled, room()));
        filled += Math.max(0, read);
        return read;
    }

    /** Notes that so many bytes were put into {@link #bytes} from its start. */
    void filled(int count) {
        filled = count;
    }

    /** Takes bytes that are here already, also beyond the limit of the account. */
    void put(ByteBuffer source) {
        int count = Math.min(source.remaining(), left());
        if (filled + count > bytes.length) {
            grow(true);
        }
        source.get(bytes, filled, count);
        filled += count;
    }

    private boolean grow(boolean anyway) {
        int claim = nextClaim();
        if (!account.tryClaim(claim)) {
            if (!anyway) {
                return false;
            }
            account.claim(claim);
        }
        byte[] next;
        try {
            next = Arrays.copyOf(bytes, nextBytes());
        } catch (OutOfMemoryError e) {
            account.release(claim);
            throw e;
        }
        int noLongerNeeded = bytes.length + claim - next.length;
        bytes = next;
        if (noLongerNeeded > 0) {
            account.release(noLongerNeeded);
        }
        return true;
    }

    /** Gives the memory back: the body is not wanted. */
    void discard() {
        account.release(bytes.length);
    }
}
